"""The places of a résumé that can be evidence, each with its path and its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from copilot.domain.resume import Resume
from copilot.matching.words import stems
from copilot.skills import canonical, find_skills


class PassageKind(StrEnum):
    SUMMARY = "summary"
    POSITION = "position"
    HIGHLIGHT = "highlight"
    EDUCATION = "education"
    CERTIFICATE = "certificate"
    SKILL = "skill"
    LANGUAGE = "language"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Passage:
    path: str
    """Into the JSON Resume document: ``work[0].highlights[2]``."""
    text: str
    kind: PassageKind
    skills: frozenset[str]
    """Canonical labels of the skills named here."""
    stems: frozenset[str]
    work: int | None = None
    """The index of the work entry it belongs to."""


def passages(resume: Resume) -> tuple[Passage, ...]:
    """All places of the résumé that state something, in its order."""
    return tuple(
        Passage(path, text, kind, _skills(text, kind), frozenset(stems(text)), work)
        for path, text, kind, work in _places(resume)
    )


def _skills(text: str, kind: PassageKind) -> frozenset[str]:
    found = {mention.label for mention in find_skills(text)}
    if kind is PassageKind.SKILL:
        found.add(canonical(text))  # what stands in the list of skills is a skill, known or not
    return frozenset(found)


_Place = tuple[str, str, PassageKind, int | None]


def _places(resume: Resume) -> Iterator[_Place]:
    yield from _said("basics.label", resume.basics.label, PassageKind.POSITION)
    yield from _said("basics.summary", resume.basics.summary, PassageKind.SUMMARY)
    for at, work in enumerate(resume.work):
        path = f"work[{at}]"
        yield from _said(f"{path}.position", work.position, PassageKind.POSITION, at)
        yield from _said(f"{path}.description", work.description, PassageKind.OTHER, at)
        yield from _said(f"{path}.summary", work.summary, PassageKind.HIGHLIGHT, at)
        yield from _listed(f"{path}.highlights", work.highlights, PassageKind.HIGHLIGHT, at)
    for at, project in enumerate(resume.projects):
        path = f"projects[{at}]"
        yield from _said(f"{path}.name", project.name, PassageKind.OTHER)
        yield from _said(f"{path}.description", project.description, PassageKind.HIGHLIGHT)
        yield from _listed(f"{path}.highlights", project.highlights, PassageKind.HIGHLIGHT)
        yield from _listed(f"{path}.keywords", project.keywords, PassageKind.SKILL)
        yield from _listed(f"{path}.roles", project.roles, PassageKind.OTHER)
    for at, volunteer in enumerate(resume.volunteer):
        path = f"volunteer[{at}]"
        yield from _said(f"{path}.position", volunteer.position, PassageKind.POSITION)
        yield from _said(f"{path}.summary", volunteer.summary, PassageKind.HIGHLIGHT)
        yield from _listed(f"{path}.highlights", volunteer.highlights, PassageKind.HIGHLIGHT)
    for at, skill in enumerate(resume.skills):
        # With keywords, the name is the heading of a group: "Languages", "Tools".
        kind = PassageKind.OTHER if skill.keywords else PassageKind.SKILL
        yield from _said(f"skills[{at}].name", skill.name, kind)
        yield from _listed(f"skills[{at}].keywords", skill.keywords, PassageKind.SKILL)
    for at, study in enumerate(resume.education):
        path = f"education[{at}]"
        yield from _said(f"{path}.studyType", study.study_type, PassageKind.EDUCATION)
        yield from _said(f"{path}.area", study.area, PassageKind.EDUCATION)
        yield from _listed(f"{path}.courses", study.courses, PassageKind.EDUCATION)
    for at, certificate in enumerate(resume.certificates):
        yield from _said(f"certificates[{at}].name", certificate.name, PassageKind.CERTIFICATE)
    for at, award in enumerate(resume.awards):
        yield from _said(f"awards[{at}].title", award.title, PassageKind.OTHER)
        yield from _said(f"awards[{at}].summary", award.summary, PassageKind.OTHER)
    for at, publication in enumerate(resume.publications):
        yield from _said(f"publications[{at}].name", publication.name, PassageKind.OTHER)
        yield from _said(f"publications[{at}].summary", publication.summary, PassageKind.OTHER)
    for at, language in enumerate(resume.languages):
        yield from _said(f"languages[{at}].language", language.language, PassageKind.LANGUAGE)


def _said(
    path: str, text: str | None, kind: PassageKind, work: int | None = None
) -> Iterator[_Place]:
    if text and text.strip():
        yield path, text, kind, work


def _listed(
    path: str, texts: tuple[str, ...], kind: PassageKind, work: int | None = None
) -> Iterator[_Place]:
    for at, text in enumerate(texts):
        yield from _said(f"{path}[{at}]", text, kind, work)
