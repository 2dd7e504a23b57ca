"""Names from the profile as a sentence can carry them."""

from __future__ import annotations

import re

from copilot.agents.extractive.verbs import is_past

_PLACEHOLDER = re.compile(r"\s*\b(?:company|employer) name\b", re.IGNORECASE)
"""What templates leave in place of a name."""
_NO_EMPLOYER = re.compile(r"confidential|n/a|various\b", re.IGNORECASE)
_NO_NAME = re.compile(r"\b(I|I['’]\w+|my|we|our|which|who|that|have|has)\b")
_NO_INSTITUTION = re.compile(
    r"(?:(?:the|a|my|name of|local)\s+)*(?:high\s+)?"
    r"(?:university|college|school|institut(?:e|ion)|academy)(?:\s+name)?\W*",
    re.IGNORECASE,
)
MAX_NAME_WORDS = 7


_UNIQUE = re.compile(
    r"(?:head|chief|vice|president|director of|deputy head|ceo|cto|cfo|coo|owner|founder|"
    r"co-founder|principal of|secretary of)\b",
    re.IGNORECASE,
)
"""Positions that one person holds, which English names without an article."""
_AN = re.compile(
    r"(?!uni|use|usa|eu|one\b|once\b|(?-i:U[A-Z]{1,3}\b))[aeiou]|(?-i:[AEFHILMNORSX](?=[A-Z]{1,4}\b)|[AEFHILMNORSX]\b)",
    re.IGNORECASE,
)
"""What is spoken with a vowel at its beginning: an engineer, an HR assistant; a user, a one-off."""


def spoken_employer(name: str | None) -> str:
    """An employer as a sentence can carry it; empty for a placeholder or half a sentence."""
    whole = balanced(name or "")
    if _PLACEHOLDER.match(whole):
        return ""
    plain = _PLACEHOLDER.sub("", whole)
    if _reads_as_a_deed(plain):
        return ""
    if len(plain.split()) > MAX_NAME_WORDS or _NO_NAME.search(plain):
        plain = plain.partition(",")[0].strip()
    if _NO_EMPLOYER.match(plain) or _NO_NAME.search(plain):
        return ""
    return plain if len(plain.split()) <= MAX_NAME_WORDS else ""


def balanced(text: str) -> str:
    """Without brackets that are not closed or hold nothing, and without loose marks at the end."""
    plain = re.sub(r"[(\[]\s*[)\]]", " ", text)
    for opening, closing in ("()", "[]"):
        if plain.count(opening) != plain.count(closing):
            plain = plain.replace(opening, " ").replace(closing, " ")
    return " ".join(plain.split()).rstrip(".,;:–—- ")


def _reads_as_a_deed(name: str) -> bool:
    """ "Expanded revenue by $734k" is no employer, whatever place in the résumé it had."""
    words = name.split()
    if re.search(r"[$€£%]", name):
        return True
    return len(words) >= 3 and is_past(words[0].lower()) and any(w.islower() for w in words[1:])


def with_article(position: str) -> str:
    """An English position as one says it after "as": a nurse, an engineer, head of sales."""
    if _UNIQUE.match(position):
        return position
    return f"{'an' if _AN.match(position) else 'a'} {position}"


def spoken_position(position: str | None) -> str:
    """A position as a sentence can carry it; empty for what is none."""
    plain = _PLACEHOLDER.sub("", balanced(position or ""))
    long = len(plain.split()) > MAX_NAME_WORDS
    return "" if long or _NO_NAME.search(plain) or any(c.isdigit() for c in plain) else plain


def spoken_institution(name: str | None) -> str:
    """Where somebody studied; empty for a placeholder, which names no school."""
    plain = balanced(name or "")
    return "" if _NO_INSTITUTION.fullmatch(plain) else plain
