"""Skills: groups with keywords, levels where the document states them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from copilot.documents.resumes.source import CELL, Found, Line, Source

_GROUP = re.compile(r"^(?P<name>[^:：\t,;]{2,48}?)\s*(?:[:：]\s*-?|\t)\s*")
_DASH_GROUP = re.compile(r"^(?P<name>[^,;:\t]{2,40}?)\s+[-–—]\s+(?=[^,]+,)")
_SPLIT = re.compile(r"\s*(?:[,;|•·●▪■∙\t➢✓]|\s[/–—]\s|\*\s)\s*")
_LEVEL = re.compile(
    r"(?i)\s*[-–—:(\[]+\s*(?P<level>(?:less than |over |more than "
    r"|ponad )?\d{0,2}\+?\s*(?:years?|yrs?|months?|jahre?|lata?|lat|ans?|años?)"
    r"|expert|advanced|proficient|intermediate|basic|beginner|fluent|good|excellent|experte"
    r"|fortgeschritten|grundkenntnisse|sehr gut|gut"
    r"|zaawansowany|sredniozaawansowany|średniozaawansowany|podstawowy|avance|avancé"
    r"|intermediaire|intermédiaire|debutant|débutant|avanzado|intermedio|basico"
    r"|básico)\s*[)\]]?\s*$"
)
_LINK = re.compile(r"(?i)^(?:https?://|www\.)\S+$")
_PROSE_FROM = 9
_PROSE_PART = 4.0
"""Words between commas, on average."""
_LONGEST_KEYWORD = 12
"""Words; longer pieces are sentences and stay whole."""


@dataclass(slots=True)
class Group:
    name: Found | None = None
    keywords: list[Found] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Levelled:
    name: Found
    level: Found


def read_skills(source: Source, lines: Sequence[Line]) -> tuple[list[Group], list[Levelled]]:
    groups: list[Group] = []
    levelled: list[Levelled] = []
    open_group = Group()
    pending: list[tuple[int, int]] = []

    def flush() -> None:
        for piece in [pending] if _is_prose(source, pending) else _pieces(source, pending):
            _add(source, piece, open_group, levelled)
        pending.clear()

    for index, line in enumerate(lines):
        begin = line.body_start
        label = _label(line)
        wrapped = bool(pending) and not line.is_item and (_goes_on(lines[index - 1], line))
        if label is not None:
            flush()
            if open_group.keywords or open_group.name:
                groups.append(open_group)
            name = source.found(begin, begin + label[0], 0.85)
            open_group = Group(name)
            begin += label[1]
        elif not wrapped:
            flush()
            if line.gap and open_group.name is not None and open_group.keywords:
                groups.append(open_group)
                open_group = Group()
        if begin < line.end:
            pending.append((begin, line.end))
    flush()
    if open_group.keywords or open_group.name:
        groups.append(open_group)
    return groups, levelled


def _is_prose(source: Source, spans: Sequence[tuple[int, int]]) -> bool:
    """Sentences, which commas do not cut into skills."""
    text = " ".join(source.text[start:end] for start, end in spans)
    words = len(text.split())
    parts = len(_SPLIT.split(text.strip(" .,;")))
    return words > _PROSE_FROM and words / parts > _PROSE_PART and "|" not in text


def _label(line: Line) -> tuple[int, int] | None:
    body = line.body
    match = _GROUP.match(body) or _DASH_GROUP.match(body)
    if match is None or len(match["name"].split()) > 6:
        return None
    if CELL in body[match.end("name") : match.end()]:
        # A tab is a label's only where one value follows; else it is a table of skills.
        rest = body[match.end() :]
        if CELL in rest or "," not in rest:
            return None
    return match.end("name"), match.end()


def _goes_on(before: Line, line: Line) -> bool:
    if line.gap:
        return False
    end = before.text.rstrip()
    if end.endswith((",", "&", "/", "(")) or line.text[:1].islower():
        return True
    prose = len(end.split()) >= _PROSE_FROM - 1
    return before.draft.wraps and ("," in before.text or prose) and not end.endswith(".")


def _pieces(source: Source, spans: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """The keywords of consecutive lines; one may run over a line's end."""
    open_piece: list[tuple[int, int]] = []
    for number, (start, end) in enumerate(spans):
        text = source.text[start:end]
        depth = 0
        begin = 0
        cuts = list(_SPLIT.finditer(text))
        for match in cuts:
            inner = text[begin : match.start()]
            depth = inner.count("(") - inner.count(")")
            if depth > 0:
                continue
            open_piece.append((start + begin, start + match.start()))
            yield open_piece
            open_piece = []
            begin = match.end()
        if begin < len(text):
            open_piece.append((start + begin, end))
        if number == len(spans) - 1 and open_piece:
            yield open_piece


def _add(
    source: Source, piece: Sequence[tuple[int, int]], group: Group, levelled: list[Levelled]
) -> None:
    start, end = piece[0][0], piece[-1][1]
    if len(piece) == 1:
        level = _LEVEL.search(source.text[start:end])
        if level is not None and level.start() > 0 and level["level"].strip():
            name = source.found(start, start + level.start(), 0.85)
            value = source.found(start + level.start("level"), start + level.end("level"), 0.85)
            if name is not None and value is not None:
                levelled.append(Levelled(name, value))
                return
        value = source.found(start, end, 0.85)
    else:
        value = source.joined(piece, 0.8)
    if value is None or not any(map(str.isalnum, value.value)):
        return
    if _LINK.match(value.value):
        # It is told among the profiles, or stays unplaced.
        return
    group.keywords.append(
        value if len(value.value.split()) <= _LONGEST_KEYWORD else value.doubted(0.5)
    )
