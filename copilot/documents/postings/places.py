"""Places: which words are a city, and what a text says about where the work is."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from babel import Locale

from copilot.documents.postings.cleaning import fold, one_line
from copilot.documents.postings.vocabulary import lines, phrases, words

_AMBIGUOUS = words("ambiguous_cities.txt")
"""City names that are everyday words: taken for a city only beside a region or country."""

_ABBREVIATIONS = {
    "nyc": "New York", "sf": "San Francisco", "la": "Los Angeles", "dc": "Washington",
}  # fmt: skip
_REGIONS = phrases("regions.txt")
_NAME = (
    r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w-]*(?:[.’']\w+|(?<=St)\.)*"
    r"(?:(?:[ -]|\s(?:upon|on|am|an der|de|del|la|of|the|im|sur|in der|near)\s)"
    r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w-]*(?:[.’']\w+)*){0,3}"
)
_TAIL = rf"(?:\s*,\s*{_NAME}){{0,2}}"
_STATED = (
    r"based (?:in|at|out of|from)|located (?:in|at|near)"
    r"|location(?: is|:)|headquarter(?:s|ed) (?:in|at)"
    r"|office (?:is )?(?:in|at|on)|offices (?:are )?(?:in|at)|relocat\w+ to|commut\w+ to"
    r"|position (?:is )?(?:in|at)|role (?:is )?(?:in|at)"
    r"|job (?:is )?(?:in|at)|work(?:ing)? (?:in|from|at)"
    r"|mit Sitz in|Standort|am Standort|basée? à|situé[e]? à|con sede en|gevestigd in|z siedzibą w"
    r"|on[- ]site in|join us in|hq in|hub in|workshop in|clinic in|studio in|lab in"
    r"|campus in|store in|branch in|school in|hospital in"
    r"|life in|live in|living in|centre in|center in"
    r"|heart of|centre of|center of|outskirts of|west of|east of|north of|south of"
)
_PHRASE = re.compile(
    rf"\b(?i:{_STATED})\s+(?:our |the |(?:down|mid)town |[cC]entral "
    rf"|sunny )*(?P<place>{_NAME}{_TAIL})"
)
_OFFICE = re.compile(
    rf"\b(?:[Oo]ur|[Tt]he|[Cc]entral|[Dd]owntown)\s+(?:\w+\s+)?(?P<place>{_NAME})[- ](?:based "
    rf")?(?:office|headquarters|HQ|studio|campus|site|branch"
    rf"|team|location|hub)\b"
)
_IN = re.compile(
    rf"\b(?:in|In|at|near|from|to|around|à|en|w|aus|bei)\s+(?:the )?(?:(?:down"
    rf"|mid)town |[cC]entral |[gG]reater |[a-z]+ )?(?P<place>{_NAME}{_TAIL})"
)
_POSSESSIVE = re.compile(
    r"\b(?P<place>[A-ZÀ-ÖØ-ÞĀ-Ž][\w-]+(?: [A-Z][\w-]+)?)[’']s (?:\w+ ){0,3}(?:start-?ups?"
    r"|compan|employer|agenc)"
)
_WITH_REGION = re.compile(rf"\b(?P<city>{_NAME})\s*,\s*(?P<region>[A-Z]{{2,3}}\b|{_NAME})")
_REMOTE_LINE = re.compile(
    r"\b(?:fully|100 ?%|completely) remote\b|\bremote (?:position"
    r"|role|job|only|company|team|work)\b"
    r"|\bwork (?:from anywhere|from home|remotely)\b|\btelecommut\w+|\banywhere in the world\b"
    r"|\bremotely\b",
    re.IGNORECASE,
)


@cache
def _cities() -> frozenset[str]:
    names = {fold(line) for line in lines("cities.txt")}
    names |= {name.removesuffix(" city") for name in names}
    names |= {"st " + name.removeprefix("saint ") for name in names if name.startswith("saint ")}
    names |= {"saint " + name.removeprefix("st ") for name in names if name.startswith("st ")}
    return frozenset(names)


@cache
def _countries() -> frozenset[str]:
    names = {"uk", "usa", "us", "england", "scotland", "wales", "uae", "europe", "holland",
             "great britain", "the netherlands", "czech republic", "deutschland", "osterreich",
             "schweiz", "northern ireland", "eu"}  # fmt: skip
    for code in ("en", "de", "fr", "es", "nl", "it", "pl"):
        territories = Locale(code).territories
        names |= {fold(name) for key, name in territories.items() if len(key) == 2}
    return frozenset(names)


def warm_up() -> None:
    """Load the tables once, before a server forks."""
    _cities()
    _countries()


def is_city(name: str) -> bool:
    return fold(name) in _cities()


def is_region_or_country(name: str) -> bool:
    folded = fold(name)
    return folded in _REGIONS or folded in _countries()


def is_place(text: str) -> bool:
    """True if a short line is nothing but a place: "Leeds", "Graz, Austria", "Remote, US"."""
    line = one_line(text)
    if not line or len(line) > 80:
        return False
    parts = [p for p in re.split(r"\s*[,/|(·–-]\s*|\)|\s+or\s+|\s+and\s+", line) if p.strip()]
    known = [p for p in parts if is_city(p) or is_region_or_country(p) or fold(p) == "remote"]
    return bool(known) and len(known) >= len(parts) - 1 and parts[0] in known


def find_places(text: str) -> tuple[str, ...]:
    """Where a running text says that the work is, the best supported place first.

    Cities count by how they are said: "based in X" more than a plain "in X", X with its region
    or country more than alone. Empty if no city is named.
    """
    scores: defaultdict[str, float] = defaultdict(float)
    written: dict[str, str] = {}
    length = max(1, len(text))
    for pattern, weight in ((_PHRASE, 4.0), (_OFFICE, 4.0), (_POSSESSIVE, 2.0), (_IN, 1.0)):
        for match in pattern.finditer(text):
            _score(match["place"], weight * (1.3 - match.start() / length / 2), scores, written)
    for match in _WITH_REGION.finditer(text):
        if is_region_or_country(match["region"]):
            place = f"{match['city']}, {match['region']}"
            _score(place, 3.0, scores, written)
    if not scores:
        return ()
    return (written[max(scores, key=lambda key: scores[key])],)


def _score(place: str, weight: float, scores: dict[str, float], written: dict[str, str]) -> None:
    parts = [p for part in place.split(",") if (p := part.strip(" .’'-"))]
    if not parts:
        return
    city = None
    while parts and city is None:
        # "Old Street, London": a street or quarter before its city.
        city = _city_in(parts[0], len(parts) > 1 and is_region_or_country(parts[1]))
        parts = parts[1:] if city is None else parts
    if city is None:
        return
    key = fold(city)
    scores[key] += weight
    region = parts[1] if len(parts) > 1 and is_region_or_country(parts[1]) else None
    full = f"{city}, {region}" if region else city
    if key not in written or len(full) > len(written[key]):
        written[key] = full


def _city_in(name: str, has_region: bool) -> str | None:
    """The city that a capitalised name is or begins with."""
    words = name.replace("\n", " ").split()
    for size in range(min(4, len(words)), 0, -1):
        for start in range(0, len(words) - size + 1):
            part = " ".join(words[start : start + size]).strip(".,;:'’")
            folded = fold(part)
            if folded in _ABBREVIATIONS and part.isupper():
                return part if folded == "nyc" else _ABBREVIATIONS[folded]
            if folded in _AMBIGUOUS and not (has_region and size == len(words)):
                continue
            if len(folded) > 2 and folded in _cities() and part[0].isupper():
                if folded in _countries() and not has_region and size == len(words):
                    continue
                return part
    return None


def says_remote(text: str) -> bool:
    return bool(_REMOTE_LINE.search(text))


_SEPARATED = re.compile(r"\s*[;|•·\n]\s*")
_PERHAPS_SEPARATED = re.compile(r"\s+/\s+|\s*/\s*(?=[A-ZÀ-Ž])|\s+(?:or|oder|ou|und|and|&)\s+")
_REMOTE_PART = re.compile(
    r"^(?:fully |100 ?% )?(?:remote|hybrid|home ?office|work from home|anywhere|on-?site)\b",
    re.IGNORECASE,
)
_MORE = re.compile(r"^\+?\s*\d+ (?:more|other|weitere)\b|^\d+ locations?$", re.IGNORECASE)


def several(text: str) -> tuple[str, ...]:
    """The places in one line: "Oslo; Gdynia, Poland", "Leeds or York". A part that only says how
    one works ("Remote") counts only where nothing else does."""
    parts = [part for part in _SEPARATED.split(text) if part.strip()]
    split: list[str] = []
    for part in parts:
        halves = _PERHAPS_SEPARATED.split(part)
        known = all(is_place(half) for half in halves)
        split += halves if len(halves) > 1 and known else [part]
    lines = [line for part in split if (line := one_line(part)) and not _MORE.match(line)]
    places = [line for line in lines if not _REMOTE_PART.match(line)]
    return tuple(dict.fromkeys(places or lines))
