"""A document cut into its sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from copilot.documents.resumes.dates import periods
from copilot.documents.resumes.folding import fold
from copilot.documents.resumes.fragments import remainder
from copilot.documents.resumes.headings import Kind, section_of
from copilot.documents.resumes.source import CELL, Line, Source
from copilot.documents.resumes.vocabulary import first_language

_INLINE = re.compile(r"^(?P<head>[^:\t]{3,40}?)\s*(?::|\t|\s[-–—]\s)\s*(?=\S)")
# Sections that may stand on one line with their heading: "Languages: Polish, English".
_INLINE_KINDS = frozenset(
    {Kind.LANGUAGES, Kind.SKILLS, Kind.INTERESTS, Kind.SUMMARY, Kind.EDUCATION, Kind.CERTIFICATES,
     Kind.REFERENCES, Kind.AWARDS, Kind.WORK}
)  # fmt: skip
_HEADER_KINDS = frozenset({Kind.SKILLS, Kind.EDUCATION, Kind.SUMMARY})
_ENTRY_KINDS = frozenset({Kind.WORK, Kind.PROJECTS, Kind.VOLUNTEER})
_LABEL_KINDS = frozenset({Kind.SKILLS, Kind.AWARDS, Kind.PROJECTS, Kind.SUMMARY, Kind.OTHER})
_NEVER_SKILLS = frozenset({Kind.WORK, Kind.EDUCATION, Kind.AWARDS, Kind.REFERENCES, Kind.VOLUNTEER})
_PROJECT_LABEL = re.compile(
    r"(?i)^\W*(?:projects?(?: name| title| details)?(?: ?#? ?\d+)?|client(?: name)?|role"
    r"|responsibilities"
    r"|designation|organi[sz]ation|duration)\s*[:#-]+"
)
_TEXT_KINDS = frozenset({Kind.HEADER, Kind.SUMMARY, Kind.OTHER})
# "Databases: Oracle, MySQL": two such lines make a table of skills.
_GROUP = re.compile(r"^[^:,.\t]{3,45}:\s*[^,:]{1,40},")
_NO_GROUP = re.compile(
    r"(?:e-?mail|phone|tel|mobil|address|adres|name|birth|date|location|city|nationality|born|dob"
    r"|languages?\b(?! and)|references?|hobb|marital|gender|father|contact|web|linkedin|github)"
)
_LARGER = 1.08
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Section:
    kind: Kind
    heading: tuple[int, int] | None
    title: str
    lines: tuple[Line, ...]


def sections_of(source: Source) -> list[Section]:
    """In reading order; the first is the header, which may be empty."""
    body_size = _body_size(source.lines)
    found: list[tuple[Kind, tuple[int, int] | None, str, list[Line]]] = [
        (Kind.HEADER, None, "", [])
    ]
    for line in source.lines:
        kind = _heading(line, body_size, found[-1][0])
        if kind is not None:
            found.append((kind, (line.start, line.end), line.body.strip(" :\t-–—"), []))
            continue
        inline = _inline_heading(line, found[-1][0])
        if inline is not None:
            kind, length = inline
            draft = replace(line.draft, text=line.text[length:], item=False)
            rest = Line(draft, line.start + length, 0)
            found.append(
                (
                    kind,
                    (line.start, line.start + length),
                    line.text[:length].strip(" :\t-–—"),
                    [rest],
                )
            )
            continue
        found[-1][3].append(line)
    cut = [
        part
        for kind, span, title, lines in found
        for part in _cut(Section(kind, span, title, tuple(lines)))
    ]
    return _rejoined(source, cut)


def _cut(section: Section) -> list[Section]:
    """Skills end where the descriptions of projects begin, with or without a heading; a summary
    may hold a table of skills."""
    if section.kind in _TEXT_KINDS:
        return _skill_table(section)
    if section.kind is not Kind.SKILLS:
        return [section]
    for number, line in enumerate(section.lines):
        if _PROJECT_LABEL.match(line.text):
            return [
                Section(section.kind, section.heading, section.title, section.lines[:number]),
                Section(Kind.PROJECTS, None, "", section.lines[number:]),
            ]
    return [section]


def _skill_table(section: Section) -> list[Section]:
    lines = section.lines
    first = next(
        (n for n in range(len(lines) - 1) if _is_group(lines[n]) and _is_group(lines[n + 1])), None
    )
    if first is None:
        return [section]
    last = first
    while last < len(lines) and (_is_group(lines[last]) or _continues_group(lines, last)):
        last += 1
    parts = [
        Section(section.kind, section.heading, section.title, lines[:first]),
        Section(Kind.SKILLS, None, "", lines[first:last]),
    ]
    if last < len(lines):
        parts.append(Section(section.kind, None, "", lines[last:]))
    return parts


def _is_group(line: Line) -> bool:
    match = _GROUP.match(line.body)
    return match is not None and not _NO_GROUP.match(fold(line.body, keep_length=True))


def _continues_group(lines: tuple[Line, ...], number: int) -> bool:
    line = lines[number]
    return not line.is_item and not line.gap and lines[number - 1].text.rstrip().endswith(",")


def _rejoined(source: Source, sections: list[Section]) -> list[Section]:
    """ "Key skills" below a position is a label of that entry if further positions follow it."""
    joined: list[Section] = []
    for section in sections:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.kind is Kind.WORK
            and section.kind is Kind.SKILLS
            and section.heading is not None
            and any(_opens_entry(line) for line in section.lines)
        ):
            start = section.heading[0]
            label = next(line for line in source.lines if line.start <= start < line.end)
            lines = (*before.lines, label, *section.lines)
            if section.lines and section.lines[0].start == label.start:
                lines = (*before.lines, *section.lines)
            joined[-1] = Section(Kind.WORK, before.heading, before.title, lines)
        else:
            joined.append(section)
    return joined


def _opens_entry(line: Line) -> bool:
    found = [period for period in periods(line.text) if period.is_range]
    rest = remainder(line)
    return bool(found) and not line.is_item and len(rest.split()) <= _SHORT * 2


def _body_size(lines: Sequence[Line]) -> float:
    sizes: dict[float, int] = {}
    for line in lines:
        size = round(line.draft.size, 1)
        sizes[size] = sizes.get(size, 0) + len(line.text)
    return max(sizes, key=lambda size: sizes[size]) if sizes else 0.0


def _heading(line: Line, body_size: float, within: Kind) -> Kind | None:
    if CELL in line.text.strip() or line.draft.item:
        return None
    kind = section_of(line.body if line.bullet else line.text)
    if kind is None:
        return None
    bare = line.body.strip()
    marked = (
        line.draft.level > 0
        or line.draft.bold
        or line.draft.size > _LARGER * body_size > 0
        or (bare.isupper() and len(bare) > 3)
    )
    if marked:
        return kind
    if line.bullet or bare[:1].islower():
        return None
    if bare.endswith((":", ":-", ":–")):
        # "Tools:" and "Achievements:" below a position are labels of that entry.
        inner = within in _ENTRY_KINDS and kind in _LABEL_KINDS and not _names_skills(bare)
        return None if inner and not line.gap else kind
    if not (bare.istitle() or len(bare.split()) <= _SHORT):
        return None
    if within is Kind.SKILLS and not line.gap and not line.draft.top:
        # A list of skills may hold "Training" or "Computer skills" as an entry.
        return kind if kind in _NEVER_SKILLS and fold(bare) != "training" else None
    return kind


def _names_skills(text: str) -> bool:
    return "skill" in fold(text)


def _inline_heading(line: Line, within: Kind) -> tuple[Kind, int] | None:
    match = _INLINE.match(line.text)
    if match is None or line.bullet:
        return None
    head = match["head"].strip()
    kind = section_of(head)
    if kind not in _INLINE_KINDS:
        return None
    upper = head.isupper() and len(head) > 3
    colon = ":" in line.text[match.end("head") : match.end()]
    if kind in (Kind.LANGUAGES, Kind.INTERESTS):
        # In a list of skills, and below a position, languages are those of programs.
        inside = within is Kind.SKILLS or within in _ENTRY_KINDS
        spoken = kind is Kind.INTERESTS or first_language(line.text[match.end() :]) is not None
        return (kind, match.end()) if spoken and (upper or not inside or colon) else None
    celled = line.text[match.end("head") :].lstrip(" :").startswith(CELL)
    if (upper and (colon or CELL in line.text)) or (line.draft.bold_lead and celled):
        return kind, match.end()
    if within is Kind.HEADER and kind in _HEADER_KINDS and colon:
        return kind, match.end()
    return None
