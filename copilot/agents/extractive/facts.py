"""What a profile's own fields say, computed without words of ours: years, current job, skills."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from copilot.domain.resume import Resume, Work
from copilot.skills import find_skills, same_skill


@dataclass(frozen=True, slots=True)
class HeldSkill:
    name: str
    """In the profile's words."""
    path: str
    listed: bool
    """Stands in the skills section."""


def years_worked(profile: Resume, today: date) -> int:
    """Full years with a job, by the dates of the work entries; overlaps count once."""
    spans = sorted(span for work in profile.work if (span := _span(work, today)) is not None)
    months, end = 0, -1
    for first, last in spans:
        begin = max(first, end)
        if last > begin:
            months += last - begin
            end = last
    return months // 12


def years_word(years: int, language: str) -> str:
    """The word for years that goes with a number of two or more."""
    if language == "pl":
        few = years % 10 in (2, 3, 4) and years % 100 not in (12, 13, 14)
        return "lata" if few else "lat"
    return {"de": "Jahre", "fr": "ans", "es": "años"}.get(language, "years")


_OWN_COUNT = re.compile(
    r"\b(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)\W{0,3}"
    r"(?:years?|yrs?|jahre?n?|lat|ans|años)\b",
    re.IGNORECASE,
)


def states_years(profile: Resume) -> bool:
    """Whether the candidate counts the years in the summary: then no other count stands beside."""
    return _OWN_COUNT.search(profile.basics.summary or "") is not None


def _span(work: Work, today: date) -> tuple[int, int] | None:
    """Months since year 0, the last one excluded. A year alone counts from its January to the
    January of the end year, so that nothing is counted that may not have been."""
    if work.start_date is None:
        return None
    start = _month(work.start_date)
    end = today.year * 12 + today.month - 1 if work.end_date is None else _month(work.end_date)
    return (start, end) if end > start else None


def _month(partial: str) -> int:
    parts = [int(part) for part in partial.split("-")]
    return parts[0] * 12 + (parts[1] - 1 if len(parts) > 1 else 0)


def latest_work(profile: Resume) -> tuple[int, Work] | None:
    """The job that ended last; one that lasts until today before all others."""
    if not profile.work:
        return None
    ranked = sorted(
        enumerate(profile.work),
        key=lambda entry: (
            entry[1].start_date is not None and entry[1].end_date is None,
            entry[1].end_date or "",
            entry[1].start_date or "",
        ),
        reverse=True,
    )
    return ranked[0]


def is_current(work: Work) -> bool:
    return work.start_date is not None and work.end_date is None


def held_skills(profile: Resume) -> tuple[HeldSkill, ...]:
    """Declared skills and those that the profile's prose names, each once."""
    held: list[HeldSkill] = []
    for name, path, listed in _stated_skills(profile):
        if not any(other.name.lower() == name.lower() for other in held):
            held.append(HeldSkill(name, path, listed))
    return tuple(held)


def _stated_skills(profile: Resume) -> Iterator[tuple[str, str, bool]]:
    for n, skill in enumerate(profile.skills):
        if skill.name:
            yield skill.name, f"skills[{n}]", True
        for m, keyword in enumerate(skill.keywords):
            yield keyword, f"skills[{n}].keywords[{m}]", True
    for path, text in _prose(profile):
        for mention in find_skills(text):
            yield mention.name, path, False


def _prose(profile: Resume) -> Iterator[tuple[str, str]]:
    for n, work in enumerate(profile.work):
        for m, highlight in enumerate(work.highlights):
            yield f"work[{n}].highlights[{m}]", highlight
        if work.summary:
            yield f"work[{n}].summary", work.summary
    for n, project in enumerate(profile.projects):
        for m, highlight in enumerate(project.highlights):
            yield f"projects[{n}].highlights[{m}]", highlight
        for m, keyword in enumerate(project.keywords):
            yield f"projects[{n}].keywords[{m}]", keyword
        if project.description:
            yield f"projects[{n}].description", project.description
    if profile.basics.summary:
        yield "basics.summary", profile.basics.summary
    for n, entry in enumerate(profile.volunteer):
        for m, highlight in enumerate(entry.highlights):
            yield f"volunteer[{n}].highlights[{m}]", highlight
    for n, study in enumerate(profile.education):
        if study.area:
            yield f"education[{n}].area", study.area
        for m, course in enumerate(study.courses):
            yield f"education[{n}].courses[{m}]", course
    for n, certificate in enumerate(profile.certificates):
        if certificate.name:
            yield f"certificates[{n}].name", certificate.name


def stated_in_prose(profile: Resume, skill: str) -> HeldSkill | None:
    """A skill whose very name stands in the profile's text, perhaps within a longer one."""
    words = re.compile(rf"(?<!\w){re.escape(skill)}(?!\w)", re.IGNORECASE)
    for path, text in _prose(profile):
        hit = words.search(text)
        if hit:
            return HeldSkill(hit.group(), path, listed=False)
    return None


def holder_of(skill: str, held: tuple[HeldSkill, ...]) -> HeldSkill | None:
    """The profile's own statement of a skill that a posting asks for, listed ones first."""
    fitting = [own for own in held if same_skill(skill, own.name)]
    return min(fitting, key=lambda own: not own.listed, default=None)
