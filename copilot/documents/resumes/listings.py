"""Sections that are lists: languages, interests, references."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.documents.resumes.paragraphs import paragraphs
from copilot.documents.resumes.source import Found, Line, Source
from copilot.documents.resumes.vocabulary import first_language

Listed = dict[str, Found]

_LEVEL_GAP = re.compile(r"^[\s\-–—:(|,/\t\[]+")
_ITEM = re.compile(r"\s*(?:[;|•·●▪/]|,(?![^()]*\)))\s*")


def read_languages(source: Source, lines: Sequence[Line]) -> list[Listed]:
    entries: list[Listed] = []
    for line in lines:
        for start, end in _items(source, line):
            entry = _language(source, start, end)
            if entry is not None:
                entries.append(entry)
            elif entries and "fluency" not in entries[-1] and end - start < 50:
                value = source.found(start, end, 0.6)
                if value is not None:
                    entries[-1]["fluency"] = value
    return entries


def _items(source: Source, line: Line) -> list[tuple[int, int]]:
    items = []
    begin = line.body_start
    cells = line.text.count("\t")
    for match in _ITEM.finditer(line.body):
        items.append((begin, line.body_start + match.start()))
        begin = line.body_start + match.end()
    items.append((begin, line.end))
    if cells:
        items = [piece for start, end in items for piece in _cells(source.text, start, end)]
    return [(start, end) for start, end in items if source.text[start:end].strip()]


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cells with a language each; a cell without one is the level of the cell before."""
    pieces: list[tuple[int, int]] = []
    begin = start
    for cell in text[start:end].split("\t"):
        if pieces and first_language(cell) is None:
            pieces[-1] = (pieces[-1][0], begin + len(cell))
        else:
            pieces.append((begin, begin + len(cell)))
        begin += len(cell) + 1
    return pieces


def _language(source: Source, start: int, end: int) -> Listed | None:
    text = source.text[start:end]
    match = first_language(text)
    if match is None or len(text.split()) > 14:
        return None
    name = source.found(start + match.start(), start + match.end(), 0.95)
    if name is None:
        return None
    entry = {"language": name}
    gap = _LEVEL_GAP.match(text[match.end() :])
    after = source.found(start + match.end() + (gap.end() if gap else 0), end, 0.85)
    before = source.found(start, start + match.start(), 0.7)
    level = after if after is not None else before
    if level is not None:
        entry["fluency"] = level
        if after is not None and before is not None:
            entry["fluency"] = Found(
                f"{before.value} {after.value}", (*before.pieces, *after.pieces), 0.6
            )
    return entry


def read_interests(source: Source, lines: Sequence[Line]) -> list[Listed]:
    entries = []
    for line in lines:
        if line.text.rstrip().endswith(".") and len(line.text.split()) > 8:
            value = source.found(line.body_start, line.end, 0.6)
            if value is not None:
                entries.append({"name": value})
            continue
        for start, end in _items(source, line):
            value = source.found(start, end, 0.8)
            if value is not None:
                entries.append({"name": value})
    return entries


def read_references(source: Source, lines: Sequence[Line]) -> list[Listed]:
    return [{"reference": value} for value in paragraphs(source, lines, 0.6)]
