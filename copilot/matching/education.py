"""Levels of education, as postings ask for them and as résumés state them."""

from __future__ import annotations

import re
from datetime import date
from enum import IntEnum

from copilot.domain.resume import Education
from copilot.matching.patterns import any_of


class Level(IntEnum):
    SECONDARY = 1
    VOCATIONAL = 2
    ASSOCIATE = 3
    BACHELOR = 4
    MASTER = 5
    DOCTORATE = 6


LEVEL_NAMES = {
    Level.SECONDARY: "secondary school",
    Level.VOCATIONAL: "vocational training",
    Level.ASSOCIATE: "an associate degree",
    Level.BACHELOR: "a bachelor's degree",
    Level.MASTER: "a master's degree",
    Level.DOCTORATE: "a doctorate",
}

# English, German, French, Spanish and Polish names; abbreviations need their dots or capitals.
_PATTERNS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    (
        Level.DOCTORATE,
        any_of(
            r"ph\.?\s?d\b",
            r"doctora(?:te|l)\b",
            r"doctor of\b",
            r"dr\. rer",
            r"promotion zum",
            r"doktor",
        ),
    ),
    (
        Level.MASTER,
        any_of(
            r"master(?:['’]?s)?\b(?! (?:data|plan|sched|file|record|class|key|of ceremon))",
            r"mba\b",
            r"m\.?sc\b",
            r"m\.?eng\b",
            r"diplom(?:-|ingenieur|a de master)",
            r"magister\b",
            r"maestr[ií]a\b",
            r"postgraduate\b",
            r"graduate degree\b",
            r"advanced degree\b",
        ),
    ),
    (
        Level.MASTER,
        any_of(
            r"M\.?S\.?(?=\s|/|,|$|\))"
            r"(?! (?:Office|Excel|Word|SQL|Access|Teams|Project|Windows|Azure))",
            r"M\.A\.(?=\s|/|,|$)",
            r"LL\.?M\b",
            match_case=True,
        ),
    ),
    (
        Level.BACHELOR,
        any_of(
            r"bachelor",
            r"b\.?sc\b",
            r"b\.?eng\b",
            r"b\.?tech\b",
            r"b\.?com\b",
            r"undergraduate degree\b",
            r"licence (?:en|de)\b",
            r"licenciatura\b",
            r"in[żz]ynier\b",
            r"licencjat\b",
            r"(?:four|4)[- ]year (?:college )?degree\b",
            r"(?:college|university) degree\b",
            r"hochschulabschluss\b",
            r"abgeschlossenes (?:\w+ )?studium\b",
        ),
    ),
    (
        Level.BACHELOR,
        any_of(r"B\.?[SAE]\.?(?=\s|/|,|$|\))", r"BBA\b", r"LL\.?B\b", match_case=True),
    ),
    (
        Level.ASSOCIATE,
        any_of(
            r"associate(?:['’]?s)? (?:degree|of (?:arts|science|applied))",
            r"a\.a\.s?\b",
            r"technikum\b",
        ),
    ),
    (
        Level.VOCATIONAL,
        any_of(
            r"vocational\b",
            r"apprentice",
            r"trade school\b",
            r"technical (?:school|diploma|degree)\b",
            r"ausbildung\b",
            r"gesell",
            r"berufs",
            r"hnd\b",
            r"nvq\b",
            r"btec\b",
            r"certificate program",
        ),
    ),
    (
        Level.SECONDARY,
        any_of(
            r"high[- ]school\b",
            r"secondary (?:school|education)\b",
            r"ged\b",
            r"abitur\b",
            r"a[- ]levels?\b",
            r"gcse",
            r"baccalaur[ée]at\b",
            r"matura\b",
            r"mittlere reife\b",
        ),
    ),
)

_EQUIVALENT = any_of(
    r"or (?:an? )?(?:equivalent|similar|comparable)",
    r"equivalent (?:practical |work |professional |industry )?(?:experience|combination|education)",
    r"or (?:\w+ ){0,3}(?:work|practical|professional|industry|hands-on) experience",
    r"or (?:\w+ ){0,2}(?:relevant|related) experience",
    r"oder vergleichbar",
)


# "A degree in nursing" names no level; a first degree is enough.
_ANY_DEGREE = any_of(r"degree\b")


def lowest_level(text: str) -> Level | None:
    """The lowest level that a text names: a posting that asks for "BS/MS" is content with the
    BS."""
    found = [level for level, pattern in _PATTERNS if pattern.search(text)]
    if not found and _ANY_DEGREE.search(text):
        return Level.BACHELOR
    return min(found) if found else None


def level_of(education: Education) -> Level | None:
    """The highest level that an entry of a résumé names."""
    text = " ".join(filter(None, (education.study_type, education.area)))
    found = [level for level, pattern in _PATTERNS if pattern.search(text)]
    return max(found) if found else None


def accepts_experience(text: str) -> bool:
    """Whether the posting takes experience in place of the degree."""
    return _EQUIVALENT.search(text) is not None


def finished(education: Education, today: date) -> bool:
    """Whether the entry's end lies in the past. An entry without any date is taken as finished,
    one that has begun and states no end is not."""
    if education.end_date is None:
        return education.start_date is None
    end = education.end_date
    padded = f"{end}-12" if len(end) == 4 else end
    return padded[:7] <= today.isoformat()[:7]
