"""What the candidate studied against the education that a posting asks for."""

from __future__ import annotations

import re
from datetime import date

from copilot.domain.match import Evidence
from copilot.domain.posting import Requirement
from copilot.domain.resume import Education, Resume
from copilot.matching.education import (
    LEVEL_NAMES,
    Level,
    accepts_experience,
    finished,
    level_of,
    lowest_level,
)
from copilot.matching.judgement import NOT_SAID, Judgement, met, missing, partly, quote
from copilot.matching.tenure import years_worked
from copilot.matching.words import coverage, stems

FIELD_MET = 0.4
"""The share of a degree's words, by rarity, that the posting must name for the field to fit."""

# Years of work that stand in for a degree where the posting takes experience instead.
YEARS_FOR_A_DEGREE = 4

_ANY_FIELD = re.compile(r"\bany (?:field|discipline|subject)\b", re.IGNORECASE)
_NEAR_FIELD = re.compile(
    r"\b(?:related|relevant|similar|equivalent|other|technical)\b", re.IGNORECASE
)
_DEGREE_STEMS = frozenset(
    stems(
        "bachelor bachelors master masters degree phd doctorate diploma bs ms ba ma bsc msc "
        "science's university college accredited four-year advanced graduate undergraduate higher "
        "education high secondary school ged vocational apprenticeship associate"
    )
)
_FIELD_STEMS = frozenset(
    stems(
        "equivalent related field discipline subject relevant similar practical technical area "
        "study combination training professional industry quantitative"
    )
)


def judge_education(
    requirement: Requirement, resume: Resume, evidence_of_work: tuple[Evidence, ...], today: date
) -> Judgement | None:
    """By level, field and whether it is finished; None if the requirement names no level."""
    asked = lowest_level(requirement.quote) or lowest_level(requirement.text)
    if asked is None:
        return None
    years = years_worked(resume, today)
    if years is not None and years >= YEARS_FOR_A_DEGREE and accepts_experience(requirement.quote):
        instead = met(
            f"Experience is taken in place of a degree; your profile adds up to {years:.0f} years.",
            evidence_of_work,
            0.8,
        )
    else:
        instead = None
    found = _by_degree(requirement, asked, resume, today)
    return found if instead is None or found.strength >= instead.strength else instead


def _by_degree(requirement: Requirement, asked: Level, resume: Resume, today: date) -> Judgement:
    studies = resume.education
    wanted = LEVEL_NAMES[asked]
    if not studies:
        return missing(f"{NOT_SAID} what you studied; {wanted} is asked for.")
    known = [(level, at) for at, entry in enumerate(studies) if (level := level_of(entry))]
    if not known:
        return partly(
            f"{_upper(wanted)} is asked for; your profile names no degree.",
            _evidence(0, studies[0], 0.4),
            strength=0.4,
        )
    enough = [at for level, at in known if level >= asked]
    done = [at for at in enough if finished(studies[at], today)]
    if done:
        return _field_of_study(requirement, done, studies)
    if enough:
        return partly(
            f"{_upper(wanted)} is asked for; yours is not finished yet.",
            _evidence(enough[0], studies[enough[0]], 0.6),
            strength=0.6,
        )
    level, at = max(known)
    return partly(
        f"{_upper(wanted)} is asked for; you hold {LEVEL_NAMES[level]}.",
        _evidence(at, studies[at], 0.4),
        strength=0.4 if asked - level == 1 else 0.2,
    )


def _field_of_study(
    requirement: Requirement, entries: list[int], studies: tuple[Education, ...]
) -> Judgement:
    named = frozenset(stems(requirement.quote)) - _DEGREE_STEMS
    best, share = entries[0], 0.0
    for at in entries:
        words = frozenset(stems(_title(studies[at]))) - _DEGREE_STEMS
        covered = coverage(words, named)
        if covered > share:
            best, share = at, covered
    title = _title(studies[best])
    evidence = _evidence(best, studies[best], 1.0)
    any_field = not named - _FIELD_STEMS or _ANY_FIELD.search(requirement.quote)
    if any_field or share >= FIELD_MET:
        return met(f"You hold the degree: {title}.", evidence)
    if _NEAR_FIELD.search(requirement.quote):
        return partly(
            f"You hold a degree of that level ({title}); another field is named.", evidence, 0.7
        )
    return partly(f"You hold a degree of that level ({title}), in another field.", evidence, 0.5)


def _title(entry: Education) -> str:
    return ", ".join(filter(None, (entry.study_type, entry.area)))


def _upper(name: str) -> str:
    return name[0].upper() + name[1:]


def _evidence(at: int, entry: Education, strength: float) -> tuple[Evidence, ...]:
    for field, text in (
        ("studyType", entry.study_type),
        ("area", entry.area),
        ("institution", entry.institution),
    ):
        if text:
            return (quote(f"education[{at}].{field}", text, strength),)
    return ()
