"""Words by which employers, positions, degrees, schools and places are told apart.

The words stand in files beside this module; all are folded (lower case, no accents).
"""

from __future__ import annotations

import re

from copilot.documents.resumes.countries import country_code
from copilot.documents.resumes.folding import fold, words_of
from copilot.documents.resumes.wordlists import patterns, wordlist

ROLE_WORDS = wordlist("roles")
_ROLE_ENDINGS = re.compile(
    r"(?:entwickler|leiter|berater|ingenieur|techniker|mechaniker|arzt|lehrer|kaufmann|kauffrau"
    r"|verkaufer|pfleger|schwester|assistent|praktikant|mitarbeiter|meister|fuhrer|redakteur"
    r"|manager|koch|student|kraft|elektroniker|informatiker|helfer|fahrer|gestalter|planer"
    r"|forscher|kaufer|therapeut|padagoge|trainer|referent|hilfe|fachmann|fachfrau|bauer)(?:in)?$"
)
ROLE_MODIFIERS = wordlist("role_modifiers")

ORG_WORDS = wordlist("organisations")
_ORG_ENDINGS = re.compile(
    r"(?:werke?|bank|haus|klinik|verlag|versicherung|schule|bau|technik|tech|soft)$"
)
_ORG_FORM = re.compile(
    r"(?i)\b(?:inc|llc|llp|ltd|plc|corp|gmbh|ag|kg|s\.?a\.?|s\.?r\.?l|s\.?p\.?a"
    r"|sp\.? ?z ?o\.? ?o|s\.?l|b\.?v|n\.?v"
    r"|a\.?/?s|oyj?|pvt|pty|s\.?r\.?o|e\.?v|d\.?o\.?o|sp\.? ?j|s\.?c)\b\.?"
)

INSTITUTION_WORDS = wordlist("institutions")
_INSTITUTION_ENDINGS = re.compile(
    r"(?:universitat|hochschule|schule|gymnasium|akademie|kolleg|college|institut|university)$"
)

_DEGREES = re.compile(rf"(?i)(?<![\w.])(?:{'|'.join(patterns('degrees'))})(?!\w)")

PLACES = wordlist("places")
LANGUAGES = wordlist("languages")
_REMOTE = re.compile(r"^(?:remote|home ?office|hybrid|on-?site|zdalnie|teletravail|remoto)$")
_STATE_CODE = re.compile(r"^[A-Z]{2}(?:\s+\d{5}(?:-\d{4})?)?$")
_NAME_PART = re.compile(r"^[A-ZÀ-ÝŁŚŻŹĆĄĘŃÓА-Я][\w.'’-]*(?:[ -][A-ZÀ-ÝŁŚŻŹa-zà-ÿ][\w.'’-]*){0,3}$")


def role_score(text: str) -> float:
    """0 to 1: how much ``text`` looks like a position."""
    words = words_of(text)
    if not words:
        return 0.0
    hits = [word for word in words if word in ROLE_WORDS or _ROLE_ENDINGS.search(word)]
    if not hits:
        return 0.0
    score = 0.7
    if words[-1] in ROLE_WORDS or _ROLE_ENDINGS.search(words[-1]):
        score += 0.2
    if words[0] in ROLE_MODIFIERS or words[0] in ROLE_WORDS:
        score += 0.1
    if len(words) > 10:
        score -= 0.4
    return max(min(score, 1.0), 0.0)


def organisation_score(text: str) -> float:
    """0 to 1: how much ``text`` looks like a company, an authority or a school."""
    words = words_of(text)
    if not words:
        return 0.0
    if words[0] == "companyname" or words[:2] == ["company", "name"]:
        return 1.0
    score = 0.0
    if _ORG_FORM.search(text) and len(words) > 1:
        score = 0.8
    hits = sum(word in ORG_WORDS or bool(_ORG_ENDINGS.search(word)) for word in words)
    if hits:
        score = max(score, 0.6 + 0.1 * min(hits, 3))
    if len(words) > 12:
        score -= 0.4
    return max(score, 0.0)


def institution_score(text: str) -> float:
    words = words_of(text)
    hits = sum(
        word in INSTITUTION_WORDS or bool(_INSTITUTION_ENDINGS.search(word)) for word in words
    )
    return min(1.0, 0.7 + 0.1 * hits) if hits else 0.0


def find_degree(text: str) -> re.Match[str] | None:
    return _DEGREES.search(fold(text, keep_length=True))


def is_place(text: str) -> bool:
    """Whether ``text`` is a place and nothing else, such as "Gdynia, Poland" or "Austin, TX"."""
    parts = [part.strip(" .()") for part in text.split(",")]
    parts = [part for part in parts if part]
    if not parts or len(parts) > 4 or len(text) > 60:
        return False
    known = [
        fold(part) in PLACES or bool(_STATE_CODE.match(part)) or bool(_REMOTE.match(fold(part)))
        for part in parts
    ]
    # A country's name is telling after a comma; alone it may be anything ("Chad", "Jordan").
    known[-1] = known[-1] or (len(parts) > 1 and country_code(parts[-1]) is not None)
    if all(known):
        return len(parts) > 1 or not _STATE_CODE.match(parts[0])
    unknown = known.count(False)
    # "Harbour Works, Gdynia, Poland" begins with an employer.
    if unknown > 1 or (unknown and len(parts) > 2 and not known[0]):
        return False
    return any(known) and all(
        ok or (_NAME_PART.match(part) and not role_score(part) and not organisation_score(part))
        for ok, part in zip(known, parts, strict=True)
    )


_LETTERS = re.compile(r"[^\W\d_]+")


def first_language(text: str) -> re.Match[str] | None:
    """The first name of a spoken language in ``text``."""
    return next((m for m in _LETTERS.finditer(text) if fold(m[0]) in LANGUAGES), None)
