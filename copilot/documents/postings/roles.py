"""Which words name a role: the heads of job titles, in the languages that postings come in."""

from __future__ import annotations

import re
from functools import cache

from copilot.documents.postings.cleaning import fold
from copilot.documents.postings.vocabulary import words

_WEAK = words("weak_roles.txt")
_HEAD_OF = re.compile(r"\b(?:head|director|vp|vice president|chief|manager) of \w")
_CHIEF = re.compile(r"\bchief [\w ]{2,30} officer\b|\b(?:team|crew|staff|faculty) member\b")
_GENDER_MARK = re.compile(
    r"\((?:m|w|f|d|x|h|gn|all genders?)\s*[/|*]\s*(?:m|w"
    r"|f|d|x|h)(?:\s*[/|*]\s*[mwfdx])?\)|\ball genders\b",
    re.IGNORECASE,
)

_STRONG = words("roles.txt")
_ENDINGS = (
    "entwickler", "entwicklerin", "ingenieur", "ingenieurin", "leiter", "leiterin", "berater",
    "mitarbeiter", "techniker", "mechaniker", "kaufmann", "kauffrau", "pfleger", "assistent",
    "assistenz", "verkaufer", "fahrer", "arbeiter", "fachkraft", "meister", "lehrer", "arzt",
    "medewerker", "ontwikkelaar", "utvecklare",
)  # fmt: skip


def singular(word: str) -> str:
    """The folded word without an English plural ending, if a role is left."""
    if word in _STRONG or word in _WEAK:
        return word
    for ending, put in (("ies", "y"), ("men", "man"), ("ses", "s"), ("s", "")):
        if word.endswith(ending):
            stem = word[: len(word) - len(ending)] + put
            if stem in _STRONG or stem in _WEAK:
                return stem
    return word


@cache
def is_role_word(word: str) -> bool:
    """True if a folded word heads titles on its own."""
    word = singular(word)
    return word in _STRONG or any(word.endswith(e) and len(word) > len(e) for e in _ENDINGS)


@cache
def is_weak_role_word(word: str) -> bool:
    return singular(word) in _WEAK


def names_role(text: str) -> bool:
    """True if a short text reads like a job title."""
    folded = fold(text)
    words = folded.split()
    if not words or len(words) > 16:
        return False
    if any(is_role_word(word) for word in words) or _GENDER_MARK.search(text):
        return True
    if _HEAD_OF.search(folded) or _CHIEF.search(folded):
        return True
    return len(words) > 1 and any(is_weak_role_word(word) for word in words[1:])
