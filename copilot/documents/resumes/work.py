"""Entries with an employer, a position and dates: work, volunteering, dated projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from copilot.documents.resumes.addresses import is_address
from copilot.documents.resumes.division import divided
from copilot.documents.resumes.fragments import (
    Dated,
    Fragment,
    fragments,
    is_label,
)
from copilot.documents.resumes.heads import Block, blocks_of, is_narration
from copilot.documents.resumes.paragraphs import paragraphs
from copilot.documents.resumes.source import Found, Line, Source
from copilot.documents.resumes.vocabulary import (
    institution_score,
    is_place,
    organisation_score,
    role_score,
)

_ORDER_BONUS = 0.25
_CUT_OFF = 0.45
_LONGEST_PLACE = 3
"""Words of a place that no vocabulary knows."""
_LONGEST_UNKNOWN = 5
"""Words of an employer or position that no vocabulary knows."""


@dataclass(slots=True)
class Entry:
    """Fields by their JSON name; ``points`` are highlights or a summary."""

    fields: dict[str, Found] = field(default_factory=dict)
    points: list[Found] = field(default_factory=list)
    prose: Found | None = None


def read_entries(source: Source, lines: Sequence[Line]) -> list[Entry]:
    blocks = blocks_of(lines)
    parts = [fragments(source, block.head, block.dates) for block in blocks]
    position_first = _position_first(parts)
    placed = any(is_place(piece.text) for pieces in parts for piece in pieces)
    return [
        _entry(source, block, pieces, position_first, placed)
        for block, pieces in zip(blocks, parts, strict=True)
    ]


def _position_first(parts: Sequence[Sequence[Fragment]]) -> bool:
    """Whether heads name the position before the employer, by those that leave no doubt."""
    votes = 0
    for pieces in parts:
        roles = [n for n, piece in enumerate(pieces) if role_score(piece.text) >= 0.8]
        if not roles:
            continue
        others = [n for n, piece in enumerate(pieces) if role_score(piece.text) == 0
                  and not is_place(piece.text)]  # fmt: skip
        if others:
            votes += 1 if roles[0] < others[0] else -1
    return votes >= 0


def _entry(
    source: Source, block: Block, pieces: Sequence[Fragment], position_first: bool, placed: bool
) -> Entry:
    entry = Entry()
    date_fields(entry.fields, block.dates)
    _name_fields(source, entry, list(pieces), position_first, placed)
    points = paragraphs(source, block.body, 0.8)
    items = any(line.is_item for line in block.body)
    if len(points) == 1 and not items:
        entry.prose = points[0]
    elif items and not block.body[0].is_item and len(points) > 1:
        entry.prose, entry.points = points[0], points[1:]
    else:
        entry.points = points
    return entry


def date_fields(fields: dict[str, Found], dates: Sequence[Dated]) -> None:
    ranked = sorted(dates, key=lambda d: (not d.period.is_range, d.start))
    if not ranked:
        return
    best = ranked[0]
    sure = 0.95 if best.period.is_range else 0.6
    where = ((best.start, best.end),)
    if best.period.first:
        fields["startDate"] = Found(best.period.first, where, sure)
    if best.period.last:
        fields["endDate"] = Found(best.period.last, where, sure)
    elif not best.period.is_range and best.period.first:
        # One date says when, not since when.
        fields["endDate"] = Found(best.period.first, where, 0.5)


def _name_fields(
    source: Source, entry: Entry, pieces: list[Fragment], position_first: bool, placed: bool
) -> None:
    """``placed``: other heads of the section name places."""
    pieces = _without_address(source, entry, pieces)
    pieces = [part for piece in pieces for part in divided(piece)]
    places = [piece for piece in pieces if is_place(piece.text)]
    if places:
        first = places[0]
        same = [p for p in places if p.row == first.row]
        place = source.found(
            first.start, same[-1].end if _adjacent(pieces, same) else first.end, 0.8
        )
        if place is not None:
            entry.fields["location"] = place
    names = [p for p in pieces if p not in places and not p.text[:1].islower()
             and not is_label(p.text) and not is_narration(p.text)]  # fmt: skip
    if not names:
        return
    scored = [
        (
            role_score(piece.text),
            max(organisation_score(piece.text), institution_score(piece.text)),
            piece,
        )
        for piece in names[:6]
    ]
    position, employer = _assign(scored, position_first)
    if position is not None and employer is not None:
        position = _with_speciality(source, position, employer, names)
        if not places and (placed or position[2].row != employer[2].row):
            _place_beside(source, entry, employer, position, names)
    for key, choice in (("position", position), ("name", employer)):
        if choice is not None:
            role, organisation, piece = choice
            other = organisation if key == "position" else role
            if other and not (role if key == "position" else organisation):
                continue  # all that speaks for it says that it is the other
            signal = role if key == "position" else organisation
            if not signal and (
                "startDate" not in entry.fields or len(piece.text.split()) > _LONGEST_UNKNOWN
            ):
                # Neither a word nor a date speaks for it: it stays unplaced.
                continue
            value = source.found(piece.start, piece.end, round(0.55 + 0.4 * signal, 2))
            if value is not None:
                entry.fields[key] = value


_Scored = tuple[float, float, Fragment]


def _assign(
    scored: Sequence[_Scored], position_first: bool
) -> tuple[_Scored | None, _Scored | None]:
    if len(scored) == 1:
        role, organisation, _ = scored[0]
        if role > organisation or (role and role == organisation):
            return scored[0], None
        if organisation > role:
            return None, scored[0]
        return None, scored[0]
    best: tuple[float, _Scored | None, _Scored | None] = (-1.0, None, None)
    for p, position in enumerate(scored):
        for e, employer in enumerate(scored):
            if p == e:
                continue
            score = position[0] - 0.8 * position[1] + employer[1] - 0.8 * employer[0]
            score += _ORDER_BONUS if (p < e) is position_first else 0.0
            score -= 0.15 * (min(p, 3) + min(e, 3))
            # "Staff Nurse, Cardiology": what a comma cuts off is an employer if nothing else is.
            score -= _CUT_OFF if employer[2].cut else 0.0
            if score > best[0]:
                best = (score, position, employer)
    if best[1] is None:
        first, second = scored[0], scored[1]
        return (first, second) if position_first else (second, first)
    return best[1], best[2]


def _without_address(source: Source, entry: Entry, pieces: Sequence[Fragment]) -> list[Fragment]:
    for piece in pieces:
        if is_address(piece.text) and "url" not in entry.fields:
            value = source.found(piece.start, piece.end, 0.9)
            if value is not None:
                entry.fields["url"] = value
    return [piece for piece in pieces if not is_address(piece.text)]


def _with_speciality(
    source: Source, position: _Scored, employer: _Scored, names: Sequence[Fragment]
) -> _Scored:
    """A comma after the position cuts off what belongs to it where the employer is another."""
    role, organisation, piece = position
    after = next((n for n in names if n.cut and n.row == piece.row and n.start > piece.end), None)
    if after is None or after is employer[2] or source.text[piece.end : after.start].strip() != ",":
        return position
    text = source.text[piece.start : after.end]
    return role, organisation, Fragment(piece.start, after.end, text, piece.row)


def _place_beside(
    source: Source,
    entry: Entry,
    employer: _Scored,
    position: _Scored,
    names: Sequence[Fragment],
) -> None:
    """A short name that alone follows the employer on its line is its place."""
    piece = employer[2]
    follow = [n for n in names if n.row == piece.row and n.start > piece.start]
    if len(follow) != 1 or follow[0].cut or follow[0].start <= position[2].start:
        return
    beside = follow[0]
    words = beside.text.split()
    if (
        len(words) <= _LONGEST_PLACE
        and not any(char.isdigit() for char in beside.text)
        and not (role_score(beside.text) or organisation_score(beside.text))
        and all(word[:1].isupper() or len(word) <= _LONGEST_PLACE for word in words)
    ):
        value = source.found(beside.start, beside.end, 0.5)
        if value is not None:
            entry.fields["location"] = value


def _adjacent(pieces: Sequence[Fragment], places: Sequence[Fragment]) -> bool:
    first, last = pieces.index(places[0]), pieces.index(places[-1])
    return last - first == len(places) - 1
