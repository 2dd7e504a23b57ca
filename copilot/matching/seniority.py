"""The level a title asks for, and the level that a career has reached."""

from __future__ import annotations

from datetime import date
from enum import IntEnum

from copilot.domain.resume import Resume
from copilot.matching.patterns import any_of
from copilot.matching.tenure import years_worked


class Seniority(IntEnum):
    TRAINEE = 0
    JUNIOR = 1
    REGULAR = 2
    SENIOR = 3
    LEAD = 4
    HEAD = 5


# The highest that a title names counts: "Senior Staff Engineer" is a lead.
_TITLES = (
    (
        Seniority.HEAD,
        any_of(r"head of\b", "director", r"vp\b", "vice president", r"c[et]o\b", "chief"),
    ),
    (
        Seniority.LEAD,
        any_of(
            r"lead\b", "principal", "staff (?!nurse)", "architect", "manager", "leiter", "teamleit"
        ),
    ),
    (Seniority.SENIOR, any_of("senior", r"sr\b", r"iii\b", "starszy")),
    (
        Seniority.TRAINEE,
        any_of(r"intern\b", "internship", "trainee", "apprentice", "werkstudent", "praktik"),
    ),
    (
        Seniority.JUNIOR,
        any_of(
            "junior", r"jr\b", r"entry[- ]level", r"new grad", r"fresh grad", "graduate", "młodszy"
        ),
    ),
)

# Years of work from which a level is usual; the titles a person has held count beside them.
_YEARS = ((8.0, Seniority.LEAD), (4.0, Seniority.SENIOR), (1.5, Seniority.REGULAR))


def level_of_title(title: str) -> Seniority:
    """REGULAR if the title names no level."""
    return next((level for level, pattern in _TITLES if pattern.search(title)), Seniority.REGULAR)


def level_reached(resume: Resume, today: date) -> Seniority | None:
    """By the years of work and the highest title held; None if the résumé states neither."""
    years = years_worked(resume, today)
    held = [level_of_title(work.position) for work in resume.work if work.position]
    if years is None and not held:
        return None
    by_years = next((level for from_, level in _YEARS if (years or 0.0) >= from_), Seniority.JUNIOR)
    return max([by_years, *held]) if years is not None else max(held)
