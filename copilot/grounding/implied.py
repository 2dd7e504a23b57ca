"""What a field of the profile says beyond its words: an M.Sc. is a master's degree."""

from __future__ import annotations

import re

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
    "certificates": "certified certificate certification qualified qualification trained training",
    "awards": "award awarded winner win won prize recipient honour honor received",
    "publications": "publish published publication author authored wrote paper article",
    "languages": "speak speaking speaker language languages",
    "volunteer": "volunteer volunteered volunteering voluntary",
    "projects": "project",
}


def implied_roots(section: str, field: str, text: str) -> frozenset[str]:
    """Roots that the fact supports although it does not contain them."""
    words = _BY_SECTION.get(section, "").split()
    if section == "education":
        words = ["studied", "study", "studies", "education", "graduate", "graduated"]
        if field == "study_type":
            folded = fold(text)
            words += [
                w for pattern, more in _DEGREES if pattern.search(folded) for w in more.split()
            ]
    if section == "certificates" and re.search(r"licen[cs]e", fold(text)):
        words = [*words, "licensed"]
    return frozenset(root(w) for w in words)
