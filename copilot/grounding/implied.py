"""What a field of the profile says beyond its words: an M.Sc. is a master's degree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from copilot.grounding.words import fold, root

_DEGREES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:b\.?\s?sc|b\.?\s?a|b\.?\s?com|b\.?\s?ed|b\.?\s?eng|b\.?\s?s|bba|bfa|llb|bachelor\w*|"
                r"licencjat|inzynier|licence|grado|licenciatura)\b"),
     "bachelor bachelors degree undergraduate graduate graduated university"),
    (re.compile(r"\b(?:m\.?\s?sc|m\.?\s?a|m\.?\s?ed|m\.?\s?eng|m\.?\s?s|mba|mfa|llm|mphil|master\w*|"
                r"magister|mgr|diplom)\b"),
     "master masters degree graduate graduated postgraduate university"),
    (re.compile(r"\b(?:ph\.?\s?d|dphil|dr|doctor\w*|doktor\w*)\b"),
     "doctorate doctoral phd ph.d ph degree doctor graduate graduated university"),
    (re.compile(r"\bassociate\w*\b"), "associate degree graduate graduated college"),
)  # fmt: skip
_BY_SECTION = {
    "certificates": "exam exams passed obtained gained earned completed certified certificate "
    "certification qualified qualification trained training",
    "awards": "award awarded winner win won prize recipient honour honor received",
    "publications": "publish published publication author authored wrote paper article",
    "languages": "speak speaking speaker language languages",
    "volunteer": "volunteer volunteered volunteering voluntary",
    "projects": "project",
}


_NATIVE = re.compile(r"nativ|mother|mutter|matern|ojczyst|bilingu|c2\b")
_FLUENT = re.compile(r"fluent|fliessend|courant|fluido|biegl|c1\b|verhandlung|full professional")


def _fluent(level: str) -> list[str]:
    """What may be said of a level of a language."""
    if _NATIVE.search(fold(level)):
        return ["native", "fluent", "mother", "tongue"]
    return ["fluent"] if _FLUENT.search(fold(level)) else []


def fluent_in_several(levels: Iterable[str]) -> frozenset[str]:
    """Roots for who speaks two languages well, or more."""
    count = sum(bool(_fluent(level)) for level in levels)
    names = [*(["bilingual"] if count > 1 else []), *(["multilingual"] if count > 2 else [])]
    return frozenset(root(w) for w in names)


@cache
def implied_words() -> frozenset[str]:
    """All roots that a section implies: they need no fact that holds them with their neighbours."""
    names = (
        " ".join(_BY_SECTION.values())
        + " bilingual multilingual fluent native registered licensed chartered"
    )
    return frozenset(root(w) for w in names.split())


def implied_roots(section: str, field: str, text: str) -> frozenset[str]:
    """Roots that the fact supports although it does not contain them."""
    words = _BY_SECTION.get(section, "").split()
    if section == "awards" and field != "title":
        words = []
    if section == "awards" and re.search(
        r"shortlist|finalist|nomin|runner|candidate|commend", fold(text)
    ):
        words = ["nominated", "nomination"]
    if section == "education":
        words = [
            "attended",
            "obtained",
            "earned",
            "gained",
            "completed",
            "student",
            "studied",
            "study",
            "studies",
            "education",
            "graduate",
            "graduated",
        ]
        if field == "study_type":
            folded = fold(text)
            words += [
                w for pattern, more in _DEGREES if pattern.search(folded) for w in more.split()
            ]
    if section == "certificates" and re.search(r"licen[cs]e|category|class\b", fold(text)):
        words = [*words, "licensed", "licence"]
    if section == "certificates" and re.search(r"licen[cs]e|cdl|driv|permit", fold(text)):
        words = [*words, "drive", "driver", "operate"]
    if section == "languages" and field == "fluency":
        words = [*words, *_fluent(text)]
    if re.search(r"\bshow\w* (?:\w+ ){1,4}how\b", fold(text)):
        words = [*words, "taught", "explained", "demonstrated"]
    if re.search(
        r"\b(?:care of|in charge of|look(?:ed|ing)? after|responsib\w+ for)\b", fold(text)
    ):
        words = [*words, "handle", "manage"]
    return frozenset(root(w) for w in words)
