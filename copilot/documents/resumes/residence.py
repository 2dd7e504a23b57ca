"""Where a person lives: address, postal code, city, region, country."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.documents.resumes.countries import country_code
from copilot.documents.resumes.source import Found, Line, Source
from copilot.documents.resumes.vocabulary import is_place, role_score

Place = dict[str, Found]
Span = tuple[int, int]

_LONGEST_ADDRESS = 90
"""Characters of a line with a postal code but no word for a street."""
_STREET = re.compile(
    r"(?i)\b(?:str(?:aße|asse|eet|\.)|street|road|rd\.?|avenue|ave\.?|lane|drive|blvd|ul\.|al\."
    r"|os\.|rue|calle|c/|via|weg|allee|platz|gasse)\b|stra(?:ß|ss)e\b"
)
_POSTAL = re.compile(
    r"\b(?P<code>\d{2}-\d{3}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{5}(?:-\d{4})?"
    r"|(?:[A-Z]{1,2}-)?\d{4,5})\b\s+"
    r"(?P<city>[A-ZÀ-ÝŁŚŻŹ][\w'’.-]+(?:[ -][A-ZÀ-ÝŁŚŻŹa-zà-ÿ][\w'’.-]+){0,2})"
)


def read_residence(source: Source, line: Line, parts: Sequence[Span]) -> Place:
    """Fields of ``basics.location`` by their JSON name; empty if the line tells no place.

    ``parts`` are the pieces of the line that are no e-mail, number or link.
    """
    postal = _POSTAL.search(line.text)
    if postal and (_STREET.search(line.text) or len(line.text) < _LONGEST_ADDRESS):
        return _by_postal_code(source, line, postal, parts)
    for start, end in parts:
        text = source.text[start:end]
        if is_place(text) and not role_score(text):
            return _by_city(source, start, end)
    return {}


def _by_postal_code(
    source: Source, line: Line, postal: re.Match[str], parts: Sequence[Span]
) -> Place:
    place: Place = {}
    for key, group in (("postalCode", "code"), ("city", "city")):
        value = source.found(line.start + postal.start(group), line.start + postal.end(group), 0.85)
        if value is not None:
            place[key] = value
    begin = line.start + postal.start()
    before = [part for part in parts if part[0] < begin]
    lead = source.found(before[-1][0], begin, 0.7) if before else None
    if lead is not None and (_STREET.search(lead.value) or any(map(str.isdigit, lead.value))):
        place["address"] = lead
    return place | _beyond_city(source, line.start + postal.end(), line.end)


def _by_city(source: Source, start: int, end: int) -> Place:
    """ "Gdynia, Pomerania, Poland": a city, what lies around it, and the country's code."""
    place: Place = {}
    parts = _between_commas(source.text, start, end)
    if country_code(source.text[slice(*parts[0])]) is None or len(parts) > 1:
        city = source.found(*parts[0], 0.75)
        if city is not None:
            place["city"] = city
        parts = parts[1:]
    return place | _region_and_country(source, parts)


def _beyond_city(source: Source, start: int, end: int) -> Place:
    """What follows a city after a comma, up to the next cell."""
    rest = re.match(r"(?:,\s*[^,\t|•·;@\d]+){1,2}", source.text[start:end])
    if rest is None:
        return {}
    parts = _between_commas(source.text, start, start + rest.end())
    if not all(is_place(source.text[begin:stop].strip()) for begin, stop in parts):
        return {}
    return _region_and_country(source, parts)


def _between_commas(text: str, start: int, end: int) -> list[Span]:
    return [(start + m.start(), start + m.end()) for m in re.finditer(r"[^,]+", text[start:end])]


def _region_and_country(source: Source, parts: Sequence[Span]) -> Place:
    place: Place = {}
    for number, (start, end) in enumerate(parts):
        value = source.found(start, end, 0.75)
        if value is None:
            continue
        code = country_code(value.value) if number == len(parts) - 1 else None
        if code is not None:
            place["countryCode"] = Found(code, value.pieces, 0.8)
        elif "region" in place:
            joined = place["region"]
            pieces = (*joined.pieces, *value.pieces)
            place["region"] = Found(f"{joined.value}, {value.value}", pieces, 0.7)
        else:
            place["region"] = value
    return place
