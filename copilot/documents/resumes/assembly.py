"""From sections to a reading: a JSON Resume document, spans, confidence, and what is left over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from copilot.documents.resumes.advice import warnings_of
from copilot.documents.resumes.contacts import Person, read_contacts, read_reach
from copilot.documents.resumes.credentials import Members, read_credentials
from copilot.documents.resumes.education import read_education
from copilot.documents.resumes.headings import Kind
from copilot.documents.resumes.language import language_of
from copilot.documents.resumes.listings import (
    Listed,
    read_interests,
    read_languages,
    read_references,
)
from copilot.documents.resumes.paragraphs import paragraphs
from copilot.documents.resumes.projects import read_projects
from copilot.documents.resumes.reading import ResumeReading, SourceSpan
from copilot.documents.resumes.sections import Section, sections_of
from copilot.documents.resumes.skills import read_skills
from copilot.documents.resumes.source import Found, Line, Source
from copilot.documents.resumes.work import Entry, read_entries
from copilot.domain.resume import Resume

# Between fields: what joins them but says nothing itself.
_JOINT = re.compile(
    r"(?i)^(?:to|until|till|from|at|in|of|and|by|since|on|with|bis|von|seit|bei|und|im|in|do|od|w|i|z|a|à|de|du|en|et|y|al|the|as)$"
)


class Assembly:
    """Collects fields and where they stand."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._used = bytearray(len(source.text))
        self.document: dict[str, Any] = {}
        self.spans: dict[str, SourceSpan] = {}
        self.confidence: dict[str, float] = {}

    def mark(self, start: int, end: int) -> None:
        self._used[start:end] = b"\x01" * (end - start)

    def value(self, path: str, found: Found) -> str:
        for start, end in found.pieces:
            self.mark(start, end)
        self.spans[path] = SourceSpan(
            page=self._page(found.start), start=found.start, end=found.end
        )
        self.confidence[path] = round(found.confidence, 3)
        return found.value

    def entry(self, path: str, fields: Listed) -> dict[str, Any]:
        return {key: self.value(f"{path}.{key}", found) for key, found in fields.items()}

    def values(self, path: str, founds: Sequence[Found]) -> list[str]:
        return [self.value(f"{path}[{n}]", found) for n, found in enumerate(founds)]

    def append(self, section: str) -> tuple[list[Any], str]:
        entries = self.document.setdefault(section, [])
        return entries, f"{section}[{len(entries)}]"

    def _page(self, offset: int) -> int:
        page = 1
        for line in self._source.lines:
            if line.start > offset:
                break
            page = line.draft.page
        return page

    def holds(self, line: Line) -> bool:
        """Whether a field was read from the line already."""
        return any(self._used[line.start : line.end])

    def left_over(self) -> tuple[str, ...]:
        """Text that no field holds, line by line."""
        rest: list[str] = []
        for line in self._source.lines:
            run: list[tuple[int, int]] = []
            for word in re.finditer(r"\S+", line.text):
                start, end = line.start + word.start(), line.start + word.end()
                used = sum(self._used[start:end])
                told = sum(char.isalnum() for n, char in enumerate(word[0])
                           if not self._used[start + n])  # fmt: skip
                if not told or (used and told < 2):
                    continue
                if run and run[-1][1] + 2 >= start:
                    run[-1] = (run[-1][0], end)
                else:
                    run.append((start, end))
            for start, end in run:
                text = self._source.text[start:end].strip(" \t,;:|–—-•·")
                if text and not _JOINT.match(text):
                    rest.append(text)
        return tuple(rest)


def read_source(source: Source, version: str) -> ResumeReading:
    assembly = Assembly(source)
    sections = sections_of(source)
    language = language_of(source.text)
    for section in sections:
        if section.heading is not None and section.kind is not Kind.OTHER:
            assembly.mark(*section.heading)
    person = _person(source, sections, language)
    _basics(assembly, source, sections, person)
    for section in sections:
        _SECTIONS.get(section.kind, _leave)(assembly, source, section)
    resume = Resume.from_json(assembly.document)
    unplaced = assembly.left_over()
    return ResumeReading(
        resume=resume,
        spans=assembly.spans,
        confidence=assembly.confidence,
        unplaced=unplaced,
        text=source.text,
        language=language,
        warnings=warnings_of(resume, unplaced, source.text),
        reader_version=version,
    )


def _person(source: Source, sections: Sequence[Section], language: str | None) -> Person:
    header = sections[0].lines
    contact = [line for s in sections if s.kind is Kind.CONTACT for line in s.lines]
    person = read_contacts(source, header, contact, language)
    read_reach(source, source.lines, person, language)
    return person


def _basics(
    assembly: Assembly, source: Source, sections: Sequence[Section], person: Person
) -> None:
    basics: dict[str, Any] = assembly.entry("basics", person.fields)
    if person.place:
        basics["location"] = assembly.entry("basics.location", person.place)
    if person.profiles:
        basics["profiles"] = [
            assembly.entry(f"basics.profiles[{n}]", profile)
            for n, profile in enumerate(person.profiles)
        ]
    for start, end in person.labels:
        assembly.mark(start, end)
    summary = _summary(assembly, source, sections)
    if summary is not None:
        basics["summary"] = assembly.value("basics.summary", summary)
    assembly.document["basics"] = basics


def _summary(assembly: Assembly, source: Source, sections: Sequence[Section]) -> Found | None:
    lines = [line for s in sections if s.kind is Kind.SUMMARY for line in s.lines]
    if not lines:
        lines = [
            line
            for line in sections[0].lines
            if len(line.text.split()) > 8 and not assembly.holds(line)
        ]
    parts = paragraphs(source, lines, 0.85)
    if not parts:
        return None
    pieces = tuple(piece for part in parts for piece in part.pieces)
    return Found("\n".join(part.value for part in parts), pieces, 0.85)


def _work(assembly: Assembly, source: Source, section: Section) -> None:
    _entries(assembly, read_entries(source, section.lines), "work", "name")


def _volunteer(assembly: Assembly, source: Source, section: Section) -> None:
    _entries(assembly, read_entries(source, section.lines), "volunteer", "organization")


def _entries(assembly: Assembly, entries: Sequence[Entry], key: str, employer: str) -> None:
    for entry in entries:
        if not entry.fields and not entry.points and entry.prose is None:
            continue
        listed, path = assembly.append(key)
        fields = {employer if k == "name" else k: v for k, v in entry.fields.items()}
        value = assembly.entry(path, fields)
        if entry.prose is not None:
            value["summary"] = assembly.value(f"{path}.summary", entry.prose)
        if entry.points:
            value["highlights"] = assembly.values(f"{path}.highlights", entry.points)
        listed.append(value)


def _education(assembly: Assembly, source: Source, section: Section) -> None:
    for study in read_education(source, section.lines):
        listed, path = assembly.append("education")
        value = assembly.entry(path, study.fields)
        if study.courses:
            value["courses"] = assembly.values(f"{path}.courses", study.courses)
        for start, end in study.marks:
            assembly.mark(start, end)
        listed.append(value)


def _skills(assembly: Assembly, source: Source, section: Section) -> None:
    groups, levelled = read_skills(source, section.lines)
    for group in groups:
        if group.name is None:
            # Skills in no group are skills of their own.
            for keyword in group.keywords:
                listed, path = assembly.append("skills")
                listed.append(assembly.entry(path, {"name": keyword}))
            continue
        listed, path = assembly.append("skills")
        value: dict[str, Any] = {"name": assembly.value(f"{path}.name", group.name)}
        value["keywords"] = assembly.values(f"{path}.keywords", group.keywords)
        listed.append(value)
    for skill in levelled:
        listed, path = assembly.append("skills")
        listed.append(assembly.entry(path, {"name": skill.name, "level": skill.level}))


def _languages(assembly: Assembly, source: Source, section: Section) -> None:
    entries = read_languages(source, section.lines)
    if entries or not section.lines:
        _listed(assembly, "languages", entries)
    else:
        # Languages that nobody speaks are those of programs.
        _skills(assembly, source, section)


def _certificates(assembly: Assembly, source: Source, section: Section) -> None:
    members = Members("name", "date", "issuer", url="url", loose=True)
    _listed(assembly, "certificates", read_credentials(source, section.lines, members))


def _awards(assembly: Assembly, source: Source, section: Section) -> None:
    members = Members("title", "date", "awarder", summary="summary")
    _listed(assembly, "awards", read_credentials(source, section.lines, members))


def _publications(assembly: Assembly, source: Source, section: Section) -> None:
    members = Members("name", "releaseDate", "publisher", url="url", summary="summary")
    _listed(assembly, "publications", read_credentials(source, section.lines, members))


def _interests(assembly: Assembly, source: Source, section: Section) -> None:
    _listed(assembly, "interests", read_interests(source, section.lines))


def _references(assembly: Assembly, source: Source, section: Section) -> None:
    _listed(assembly, "references", read_references(source, section.lines))


def _projects(assembly: Assembly, source: Source, section: Section) -> None:
    for project in read_projects(source, section.lines):
        listed, path = assembly.append("projects")
        value = assembly.entry(path, project.fields)
        if project.description is not None:
            value["description"] = assembly.value(f"{path}.description", project.description)
        for key, founds in (
            ("roles", project.roles),
            ("highlights", project.highlights),
            ("keywords", project.keywords),
        ):
            if founds:
                value[key] = assembly.values(f"{path}.{key}", founds)
        listed.append(value)


def _listed(assembly: Assembly, key: str, entries: Sequence[Listed]) -> None:
    for fields in entries:
        listed, path = assembly.append(key)
        listed.append(assembly.entry(path, fields))


def _leave(assembly: Assembly, source: Source, section: Section) -> None:
    """What belongs to no field stays unplaced."""


_SECTIONS = {
    Kind.WORK: _work,
    Kind.EDUCATION: _education,
    Kind.SKILLS: _skills,
    Kind.LANGUAGES: _languages,
    Kind.CERTIFICATES: _certificates,
    Kind.PROJECTS: _projects,
    Kind.PUBLICATIONS: _publications,
    Kind.AWARDS: _awards,
    Kind.VOLUNTEER: _volunteer,
    Kind.INTERESTS: _interests,
    Kind.REFERENCES: _references,
}
