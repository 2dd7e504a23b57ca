"""Entries with an employer, a position and dates: work, volunteering, dated projects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median_low

from copilot.documents.resumes.dates import periods
from copilot.documents.resumes.fragments import (
    Dated,
    Fragment,
    comma_parts,
    dated,
    is_label,
    fragments,
    remainder,
)
from copilot.documents.resumes.paragraphs import paragraphs
from copilot.documents.resumes.source import Found, Line, Source
from copilot.documents.resumes.vocabulary import (
    institution_score,
    is_place,
    organisation_score,
    role_score,
)

_MAX_HEAD_LINES = 4
_MAX_HEAD_LENGTH = 110
_SENTENCE = re.compile(r"[.!?]$")
_LABELLED = re.compile(
    r"(?i)^\W*(?:responsibilit|dut(?:y|ies)|key |technolog|environment|tools?\b|skills|achievement|description|project|roles? (?:and|&)|tasks|aufgaben"
    r"|zadania|obowiazki|missions|funciones|tareas|stack|achievements|summary|team size|operating system|hardware|databases?\b|software|languages?\b|framework)"
)
# Sentences of a summary that mention a period.
_NARRATED = re.compile(
    r"(?i)^(?:i |presently|currently|worked|working|was |has |have |had |successfully|responsible|experience|and |the "
    r"|my |got |am |during|trained|completed|project )"
)
_ORDER_BONUS = 0.25
_MAX_UNDATED_HEAD = 3


@dataclass(slots=True)
class Entry:
    """Fields by their JSON name; ``points`` are highlights or a summary."""

    fields: dict[str, Found] = field(default_factory=dict)
    points: list[Found] = field(default_factory=list)
    prose: Found | None = None
    current: bool = False


@dataclass(slots=True)
class _Block:
    head: list[Line]
    dates: list[Dated]
    body: list[Line]


def read_entries(source: Source, lines: Sequence[Line]) -> list[Entry]:
    blocks = _blocks(lines)
    parts = [fragments(source, block.head, block.dates) for block in blocks]
    position_first = _position_first(parts)
    return [
        _entry(source, block, pieces, position_first)
        for block, pieces in zip(blocks, parts, strict=True)
    ]


def _is_head(line: Line) -> bool:
    text = line.text.strip()
    if line.is_item and not line.draft.bold:
        return False
    if len(text) > _MAX_HEAD_LENGTH or _LABELLED.match(text):
        return False
    if _SENTENCE.search(text) and len(text.split()) > 5 and not has_form(text):
        return False
    return not text[:1].islower()


def has_form(text: str) -> bool:
    return bool(re.search(r"(?i)\b(?:inc|ltd|corp|co|llc|s\.a|o\.o|e\.v)\.$", text))


def _is_anchor(line: Line) -> bool:
    found = list(periods(line.text))
    if not found or len(line.text) > 160:
        return False
    rest = remainder(line)
    is_range = any(period.is_range for period in found)
    if line.is_item and not line.draft.bold and not (is_range and found[0].start < 6 + line.bullet):
        if not (is_range and len(rest) < 70 and found[-1].end >= len(line.text.rstrip()) - 2):
            return False
    words = rest.split()
    if _NARRATED.match(rest):
        return False
    if not is_range:
        leads = found[0].start <= line.bullet + 1 and role_score(rest) > 0 and not line.is_item
        if leads and len(words) <= 20 and not _SENTENCE.search(line.text.rstrip()):
            return True
        edge = found[0].start <= line.bullet + 2 or found[-1].end >= len(line.text.rstrip()) - 2
        if not edge or len(words) > 8 or _SENTENCE.search(line.text.rstrip()):
            return False
        if not (found[0].is_month or len(words) <= 6) or line.text[:1].islower():
            return False
        return not line.is_item
    if len(words) > 18:
        return False
    return not (_SENTENCE.search(rest) and len(words) > 9)


def _blocks(lines: Sequence[Line]) -> list[_Block]:
    anchors = [index for index, line in enumerate(lines) if _is_anchor(line)]
    anchors = _without_repeats(lines, anchors)
    if not anchors:
        return _undated(lines)
    before = _lines_before(lines, anchors)
    starts = [anchor - count for anchor, count in zip(anchors, before, strict=True)]
    blocks: list[_Block] = []
    if starts[0] > 0:
        blocks += _undated(lines[: starts[0]])
    for number, anchor in enumerate(anchors):
        stop = starts[number + 1] if number + 1 < len(anchors) else len(lines)
        after = _lines_after(lines, starts[number], anchor, stop)
        head = list(lines[starts[number] : anchor + 1 + after])
        dates = [entry for line in head for entry in dated(line)]
        blocks.append(_Block(head, dates, list(lines[anchor + 1 + after : stop])))
    return blocks


def _without_repeats(lines: Sequence[Line], anchors: list[int]) -> list[int]:
    """A line below an anchor with a date alone belongs to the same head if that had no range."""
    kept: list[int] = []
    for index in anchors:
        if kept and index == kept[-1] + 1:
            ranged = any(period.is_range for period in periods(lines[kept[-1]].text))
            if not ranged and not remainder(lines[kept[-1]]):
                continue
        kept.append(index)
    return kept


def _lines_before(lines: Sequence[Line], anchors: list[int]) -> list[int]:
    """How many lines above each anchor belong to its entry.

    Above the first anchor stands nothing else, so it shows how heads are built here.
    """
    available = []
    for number, anchor in enumerate(anchors):
        floor = anchors[number - 1] + 1 if number else 0
        count = 0
        while anchor - count - 1 >= floor and count < _MAX_HEAD_LINES:
            if not _is_head(lines[anchor - count - 1]):
                break
            count += 1
            # Space above a line parts entries only where lines of one head have none.
        available.append(count)
    usual = min(available[0] or _MAX_HEAD_LINES, median_low(available))
    if len(available) > 1 and available[0] == 0:
        usual = 0
    counts = []
    for anchor, count in zip(anchors, available, strict=True):
        allowed = min(count, usual)
        if allowed and len(anchors) > 1 and remainder(lines[anchor]):
            allowed = _cut_at_gap(lines, anchor, allowed)
        counts.append(allowed)
    return counts


def _cut_at_gap(lines: Sequence[Line], anchor: int, allowed: int) -> int:
    for count in range(allowed):
        if lines[anchor - count].gap:
            rest = remainder(lines[anchor])
            if role_score(rest) >= 0.7 and organisation_score(rest) >= 0.5:
                return count
            return allowed
    return allowed


def _lines_after(lines: Sequence[Line], start: int, anchor: int, stop: int) -> int:
    head = lines[start : anchor + 1]
    texts = [remainder(line) for line in head]
    texts = [text for text in texts if text]
    cells = sum(len(re.split(r"\t|\s[-–—|]\s|,\s", text)) for text in texts)
    after = 0
    while anchor + 1 + after < stop and after < 2:
        line = lines[anchor + 1 + after]
        text = line.text.strip()
        if not _is_head(line) or _is_anchor(line) or len(text) > 80 or line.is_item:
            break
        named = max(map(role_score, texts), default=0.0) > 0 and cells >= 2
        telling = (
            is_place(text)
            or (role_score(text) >= 0.8 and len(text.split()) <= 7)
            or (organisation_score(text) >= 0.6 and len(text.split()) <= 8)
            or line.draft.bold
        )
        place_led = is_place(text.split("\t")[0])
        if cells == 0 or (not named and telling) or (place_led and cells < 4):
            after += 1
            texts.append(text)
            cells += 1
            continue
        if not named and not line.gap and after == 0 and len(texts) < 2 and len(text.split()) <= 6:
            after += 1
            texts.append(text)
            cells += 1
            continue
        break
    return after


def _undated(lines: Sequence[Line]) -> list[_Block]:
    """Entries without dates: each begins at a short line that looks like a position."""
    blocks: list[_Block] = []
    for line in lines:
        text = _first_part(line.text)
        opens = (
            _is_head(line)
            and len(text) < 90
            and (
                role_score(text) >= 0.8
                or (
                    (line.draft.bold or line.gap)
                    and (organisation_score(text) >= 0.6 or role_score(text) >= 0.7)
                )
            )
        )
        below_head = bool(blocks and blocks[-1].head and not blocks[-1].body)
        if (
            below_head
            and len(blocks[-1].head) < _MAX_UNDATED_HEAD
            and (
                opens
                or (
                    _is_head(line)
                    and len(text) < 60
                    and (organisation_score(text) >= 0.6 or is_place(text))
                )
            )
        ):
            blocks[-1].head.append(line)
        elif opens:
            blocks.append(_Block([line], [], []))
        elif blocks:
            blocks[-1].body.append(line)
        else:
            blocks.append(_Block([], [], [line]))
    return blocks


def _first_part(text: str) -> str:
    return re.split(r"\t|\s+[|–—]\s+|\s*\(", text.strip(), maxsplit=1)[0]


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
    source: Source, block: _Block, pieces: Sequence[Fragment], position_first: bool
) -> Entry:
    entry = Entry()
    _date_fields(entry, block.dates)
    _name_fields(source, entry, list(pieces), position_first)
    points = paragraphs(source, block.body, 0.8)
    items = any(line.is_item for line in block.body)
    if len(points) == 1 and not items:
        entry.prose = points[0]
    elif items and not block.body[0].is_item and len(points) > 1:
        entry.prose, entry.points = points[0], points[1:]
    else:
        entry.points = points
    return entry


def _date_fields(entry: Entry, dates: Sequence[Dated]) -> None:
    ranked = sorted(dates, key=lambda d: (not d.period.is_range, d.start))
    if not ranked:
        return
    best = ranked[0]
    sure = 0.95 if best.period.is_range else 0.6
    where = ((best.start, best.end),)
    if best.period.first:
        entry.fields["startDate"] = Found(best.period.first, where, sure)
    if best.period.last:
        entry.fields["endDate"] = Found(best.period.last, where, sure)
    elif not best.period.is_range and best.period.first:
        # One date says when, not since when.
        entry.fields["endDate"] = Found(best.period.first, where, 0.5)
    entry.current = best.period.current


def _name_fields(
    source: Source, entry: Entry, pieces: list[Fragment], position_first: bool
) -> None:
    pieces = [part for piece in pieces for part in _divided(piece)]
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
             and not is_label(p.text)]  # fmt: skip
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
    for key, choice in (("position", position), ("name", employer)):
        if choice is not None:
            role, organisation, piece = choice
            signal = role if key == "position" else organisation
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
            if score > best[0]:
                best = (score, position, employer)
    if best[1] is None:
        first, second = scored[0], scored[1]
        return (first, second) if position_first else (second, first)
    return best[1], best[2]


def _adjacent(pieces: Sequence[Fragment], places: Sequence[Fragment]) -> bool:
    first, last = pieces.index(places[0]), pieces.index(places[-1])
    return last - first == len(places) - 1


def _divided(fragment: Fragment) -> list[Fragment]:
    """A fragment cut at the commas that part a position, an employer and a place."""
    if is_place(fragment.text):
        return [fragment]
    parts = comma_parts(fragment)
    if len(parts) < 2:
        return _place_in_brackets(fragment)
    tail = next(
        (n for n in range(1, len(parts)) if is_place(_text_of(fragment, parts[n:]))), len(parts)
    )
    # "Gdynia" of "Harbour Works, Gdynia, Poland" is known by the country after it.
    if (
        tail > 2
        and tail < len(parts)
        and len(parts[tail - 1].text.split()) <= 2
        and not (organisation_score(parts[tail - 1].text) or role_score(parts[tail - 1].text))
    ):
        tail -= 1
    result: list[Fragment] = []
    heads = parts[:tail]
    cut = next(
        (
            n
            for n in range(1, len(heads))
            if (role_score(heads[n - 1].text) > 0) != (role_score(heads[n].text) > 0)
            and not has_form(heads[n].text + ".")
        ),
        None,
    )
    for group in [heads[:cut], heads[cut:]] if cut else [heads]:
        result.append(_spanning(fragment, group))
    if tail < len(parts):
        result.append(_spanning(fragment, parts[tail:]))
    return result


def _place_in_brackets(fragment: Fragment) -> list[Fragment]:
    match = re.search(r"\s*\(([^()]+)\)$", fragment.text)
    if match is None or not is_place(match[1]) or match.start() == 0:
        return [fragment]
    start = fragment.start + match.start(1)
    return [
        Fragment(fragment.start, fragment.start + match.start(), fragment.text[: match.start()],
                 fragment.row),
        Fragment(start, start + len(match[1]), match[1], fragment.row),
    ]  # fmt: skip


def _spanning(fragment: Fragment, parts: Sequence[Fragment]) -> Fragment:
    start, end = parts[0].start, parts[-1].end
    return Fragment(
        start, end, fragment.text[start - fragment.start : end - fragment.start], fragment.row
    )


def _text_of(fragment: Fragment, parts: Sequence[Fragment]) -> str:
    return _spanning(fragment, parts).text
