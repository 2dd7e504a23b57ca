"""Places of work against where the candidate lives and wants to work."""

from __future__ import annotations

import re
from collections.abc import Iterable

from copilot.domain.match import Evidence
from copilot.domain.posting import Posting, RemotePolicy
from copilot.domain.profile import Goals
from copilot.domain.resume import Resume
from copilot.matching.judgement import NOT_SAID, Judgement, met, missing, partly, quote
from copilot.skills.names import fold

_WORD = re.compile(r"[^\W\d_]{2,}")
# Words in places that tell no place apart.
_EMPTY_WORDS = """the and of or area greater metro metropolitan city county remote hybrid office
    region in at on site onsite district state province"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
_COUNTRIES = {
    "us": "united states", "usa": "united states", "u s": "united states", "uk": "united kingdom",
    "gb": "united kingdom", "de": "germany", "deutschland": "germany", "fr": "france",
    "es": "spain",
    "pl": "poland", "polska": "poland", "at": "austria", "ch": "switzerland", "nl": "netherlands",
    "it": "italy", "ie": "ireland", "ca": "canada", "au": "australia", "in": "india",
}  # fmt: skip
_REMOTE = re.compile(
    r"\bremote\b|\bhome[- ]?office\b|\bwork from home\b|\banywhere\b|\bzdaln", re.IGNORECASE
)


def place_words(place: str) -> frozenset[str]:
    return frozenset(fold(hit) for hit in _WORD.findall(place)) - _EMPTY


def city_of(place: str) -> str:
    """What stands before the first comma: "Lyon, France" → "lyon"."""
    return " ".join(
        fold(hit) for hit in _WORD.findall(place.split(",")[0]) if fold(hit) not in _EMPTY
    )


def same_place(a: str, b: str) -> bool:
    """Whether one names the other's city, or both the same region or country only."""
    city_a, city_b = city_of(a), city_of(b)
    if not city_a or not city_b:
        return False
    if _COUNTRIES.get(city_a, city_a) == _COUNTRIES.get(city_b, city_b):
        return True
    # A goal may be a whole country or region: "Germany" takes "Berlin, Germany".
    parts_a = {_COUNTRIES.get(part, part) for part in map(city_of, a.split(","))}
    parts_b = {_COUNTRIES.get(part, part) for part in map(city_of, b.split(","))}
    wide_a = "," not in a and _COUNTRIES.get(city_a, city_a) in parts_b
    wide_b = "," not in b and _COUNTRIES.get(city_b, city_b) in parts_a
    return wide_a or wide_b


def home_of(resume: Resume) -> tuple[str, str] | None:
    """The path and the words of where the candidate lives."""
    location = resume.basics.location
    if location is None:
        return None
    parts = [p for p in (location.city, location.region, location.country_code) if p]
    if not parts:
        return None
    path = "basics.location." + (
        "city" if location.city else "region" if location.region else "countryCode"
    )
    return path, ", ".join(parts)


def _home_evidence(resume: Resume) -> tuple[Evidence, ...]:
    home = home_of(resume)
    return (quote(home[0], home[1].split(",")[0], 1.0),) if home else ()


def judge_place(
    places: Iterable[str], remote: RemotePolicy | None, asked: str, resume: Resume, goals: Goals
) -> Judgement:
    """``places`` are the posting's; ``asked`` is what it says about them in its own words."""
    named = [place for place in places if city_of(place)]
    if remote is RemotePolicy.REMOTE or (remote is None and _REMOTE.search(asked)):
        if RemotePolicy.REMOTE in goals.remote_policies:
            return met("The work is remote, as you want it.", ())
        if not named and not goals.remote_policies:
            return met("The work is remote, so no place stands in the way.", (), 0.8)
    home = home_of(resume)
    shown = named[0] if named else ""
    for place in named:
        for goal in goals.locations:
            if same_place(place, goal):
                return met(f"{place} is where you want to work.", ())
        if home is not None and same_place(place, home[1]):
            return met(f"You live in {home[1].split(',')[0]}.", _home_evidence(resume))
    words = frozenset(fold(hit) for hit in _WORD.findall(asked))
    stated = [*goals.locations, *([home[1]] if home else [])]
    for place in stated:
        city = place_words(place.split(",")[0])
        if city and city <= words:
            return met(f"{place.split(',')[0]} is named in the posting.", _home_evidence(resume))
    if remote is RemotePolicy.REMOTE and not goals.remote_policies:
        return partly(
            f"The work is remote, but bound to {shown}; {NOT_SAID.lower()} that you live there."
        )
    if not stated:
        return missing(f"{NOT_SAID} where you live or want to work.")
    known = "; ".join(place.split(",")[0] for place in stated[:3])
    return missing(
        f"The place of work is {shown or 'another one'}; your profile says {known}.",
        evidence=_home_evidence(resume),
    )


def places_of(posting: Posting) -> tuple[str, ...]:
    return tuple(place for place in posting.locations if place.strip())
