"""Certificates, awards and publications: a name, who gave it, when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.documents.resumes.addresses import is_address
from copilot.documents.resumes.dates import periods
from copilot.documents.resumes.fragments import remainder
from copilot.documents.resumes.paragraphs import paragraphs
from copilot.documents.resumes.source import Found, Line, Source

Credential = dict[str, Found]

# The strongest separator of a line parts the name from the issuer; a comma may stand in either.
_ISSUER = tuple(
    re.compile(pattern)
    for pattern in (r"\s*\t\s*", r"\s+[·•|]\s+", r"\s[-–—]\s", r",\s", r"\s\b(?:by|from)\b\s")
)
_FIRM = 2
"""How many of the separators part a title from who gave it whatever the title is."""
_LONGEST_NAME = 14
_LONGEST_ISSUER = 8
"""Words."""
_LONGEST_ENTRY = 25
_EDGE = 2


@dataclass(frozen=True, slots=True)
class Members:
    """What the members of an entry are called in the document that is made."""

    name: str
    date: str
    issuer: str
    url: str | None = None
    summary: str | None = None
    loose: bool = False
    """Whether a dash, a comma or "by" parts an issuer off; in titles they are often words."""


def read_credentials(source: Source, lines: Sequence[Line], members: Members) -> list[Credential]:
    """One entry for each bullet, paragraph, or head with lines below it."""
    entries: list[Credential] = []
    for group in _groups(lines):
        if _is_headed(group):
            entries.append(_headed(source, group, members))
            continue
        for paragraph in paragraphs(source, group, 0.75):
            entry = _single(source, paragraph, members)
            if entry is not None:
                entries.append(entry)
            elif entries and members.date not in entries[-1]:
                # A date on a line of its own belongs to what stands above it.
                entries[-1] |= _only_date(source, paragraph, members)
    return entries


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines between heads; a head is marked as one, or has space above it."""
    marked = any(line.draft.level > 0 for line in lines)
    groups: list[list[Line]] = []
    for line in lines:
        opens = line.draft.level > 0 if marked else line.gap
        if opens or not groups:
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _is_headed(group: Sequence[Line]) -> bool:
    """Whether the first line is a name and the others tell of it."""
    first = group[0]
    if len(group) < 2 or any(line.is_item for line in group):
        return False
    if len(remainder(first).split()) > _LONGEST_NAME or not remainder(first):
        return False
    alone = [line for line in group[1:] if _is_date(line)]
    if first.draft.level > 0:
        return True
    dated_head = any(True for _ in periods(first.text)) and first.draft.bold
    return (not any(periods(first.text)) and len(alone) == 1) or (dated_head and not alone)


def _is_date(line: Line) -> bool:
    return not remainder(line) and next(periods(line.text), None) is not None


def _headed(source: Source, group: Sequence[Line], members: Members) -> Credential:
    entry = _named(source, group[0].body_start, group[0].end, members)
    rest: list[Line] = []
    for line in group[1:]:
        if _is_date(line) and members.date not in entry:
            entry |= _dated(source, line.start, line.end, members)
        elif is_address(line.text) and members.url is not None and members.url not in entry:
            _put(source, entry, members.url, line.start, line.end, 0.9)
        elif not rest and members.issuer not in entry and _is_issuer(line):
            _issuer_line(source, line, entry, members)
        else:
            rest.append(line)
    if rest and members.summary is not None:
        parts = paragraphs(source, rest, 0.75)
        pieces = tuple(piece for part in parts for piece in part.pieces)
        if pieces:
            text = "\n".join(part.value for part in parts)
            entry[members.summary] = Found(text, pieces, 0.75)
    return entry


def _is_issuer(line: Line) -> bool:
    text = line.text.rstrip()
    return len(text.split()) <= _LONGEST_ISSUER and not text.endswith((".", "!", "?"))


def _issuer_line(source: Source, line: Line, entry: Credential, members: Members) -> None:
    """ "Board of Nurses · board.example": the issuer, then perhaps an address."""
    begin = line.start
    for part in re.split(r"(\s+[·•|]\s+|\t)", line.text):
        key = members.url if is_address(part) else members.issuer
        if key is not None and key not in entry and any(map(str.isalnum, part)):
            _put(source, entry, key, begin, begin + len(part), 0.7)
        begin += len(part)


def _put(
    source: Source, entry: Credential, key: str, start: int, end: int, confidence: float
) -> None:
    value = source.found(start, end, confidence)
    if value is not None:
        entry[key] = value


def _only_date(source: Source, paragraph: Found, members: Members) -> Credential:
    for start, end in paragraph.pieces:
        if entry := _dated(source, start, end, members):
            return entry
    return {}


def _dated(source: Source, start: int, end: int, members: Members) -> Credential:
    for period in periods(source.text[start:end]):
        value = period.last or period.first
        if value:
            where = ((start + period.start, start + period.end),)
            return {members.date: Found(value, where, 0.7)}
    return {}


def _single(source: Source, paragraph: Found, members: Members) -> Credential | None:
    if len(paragraph.pieces) > 1 or len(paragraph.value.split()) > _LONGEST_ENTRY:
        return {members.name: paragraph}
    start, end = paragraph.pieces[0]
    return _named(source, start, end, members) or None


def _named(source: Source, start: int, end: int, members: Members) -> Credential:
    """Name, issuer, address and date of one line; without a name it is nothing, or its date."""
    entry: Credential = {}
    found = [p for p in periods(source.text[start:end])
             if p.start <= _EDGE or p.end >= end - start - _EDGE]  # fmt: skip
    if found:
        period = found[-1]
        value = period.last or period.first
        if value:
            where = ((start + period.start, start + period.end),)
            entry[members.date] = Found(value, where, 0.8)
        if period.start <= _EDGE:
            start += period.end
        else:
            end = start + period.start
    head = source.text[start:end].rstrip()
    address = re.search(r"(?:[·•|\t]\s*)(\S+)$", head)
    if members.url is not None and address is not None and is_address(address[1]):
        _put(source, entry, members.url, start + address.start(1), start + address.end(1), 0.9)
        end = start + address.start()
    for pattern in _ISSUER if members.loose else _ISSUER[:_FIRM]:
        match = pattern.search(source.text, start, end)
        right = source.found(match.end(), end, 0.6) if match else None
        left = source.found(start, match.start(), 0.75) if match else None
        if left is not None and right is not None:
            return {**entry, members.name: left, members.issuer: right}
    title = source.found(start, end, 0.75)
    return {} if title is None else {**entry, members.name: title}
