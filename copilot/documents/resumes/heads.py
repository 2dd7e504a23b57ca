"""Where the entries of a section begin: told by dates, and by how the first head is built."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median_low

from copilot.documents.resumes.addresses import is_address
from copilot.documents.resumes.dates import Period, periods
from copilot.documents.resumes.fragments import Dated, dated, is_affiliation, remainder
from copilot.documents.resumes.source import CELL, Line
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
    r"(?i)^\W*(?:responsibilit|dut(?:y|ies)|key |technolog|environment|tools?\b|skills"
    r"|achievement|description|project|roles? (?:and|&)|tasks|aufgaben"
    r"|zadania|obowiazki|missions|funciones|tareas|stack|achievements|summary|team size"
    r"|operating system|hardware|databases?\b|software|languages?\b|framework)"
)
# Sentences of a summary that mention a period.
_NARRATED = re.compile(
    r"(?i)^(?:i |presently|currently|worked|working|was |has |have |had |successfully"
    r"|responsible|experience(?:d in| in| of| with)|and |job profile |technologies used|tools used"
    r"|my |got |am |during|trained (?:in|on|by|the)|completed|(?-i:[Tt]he [a-z]|project [a-z]))"
)
_DOING = re.compile(r"^[A-Za-z]{3,}(?:ing|ed)\s+[a-z]")
_LONGEST_BESIDE = 12
"""Words of a head beside a period; more are a description."""
_LONGEST_TITLE = 2
_SURE_ROLE = 0.7
_MAX_UNDATED_HEAD = 3
_MAX_LINES_AFTER = 3
_SHORT_HEAD = 6
"""Words of an employer's name below a position."""
_FIRM = re.compile(r"\t|\s[-–—|·•]\s")
_CELLS = re.compile(r"\t|\s[-–—|·•]\s|,\s")
_EDGE = 6
_SHORT_ITEM = 70


@dataclass(slots=True)
class Block:
    head: list[Line]
    dates: list[Dated]
    body: list[Line]


def _is_head(line: Line) -> bool:
    text = line.text.strip()
    if line.is_item and not line.draft.bold:
        return False
    if len(text) > _MAX_HEAD_LENGTH or _LABELLED.match(text):
        return False
    if _SENTENCE.search(text) and len(text.split()) > 5 and not has_form(text):
        return False
    if not text[:1].islower() or is_address(text) or line.draft.level > 0:
        return True
    # The name of a program or a shop in lower case, alone below a space.
    return line.gap and len(text.split()) == 1


def has_form(text: str) -> bool:
    return bool(re.search(r"(?i)\b(?:inc|ltd|corp|co|llc|s\.a|o\.o|e\.v)\.$", text))


def is_narration(text: str) -> bool:
    """Whether ``text`` begins like a sentence about work rather than like a name."""
    words = text.split()
    if _NARRATED.match(text) and len(words) > 1:
        return True
    return (
        len(words) > _LONGEST_TITLE
        and bool(_DOING.match(text))
        and not organisation_score(text)
        and role_score(text) < _SURE_ROLE
    )


def _is_anchor(line: Line) -> bool:
    found = list(periods(line.text))
    if not found or len(line.text) > 160:
        return False
    rest = remainder(line)
    is_range = any(period.is_range for period in found)
    if line.is_item and not line.draft.bold and not _dated_item(line, found, rest):
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


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """The entries of a section, in order; text before the first has a block without a head."""
    lines = [part for line in lines for part in _parted(line)]
    anchors = [index for index, line in enumerate(lines) if _is_anchor(line)]
    anchors = _without_repeats(lines, anchors)
    if not anchors:
        return _undated(lines)
    before = _lines_before(lines, anchors)
    starts = [anchor - count for anchor, count in zip(anchors, before, strict=True)]
    blocks: list[Block] = []
    if starts[0] > 0:
        blocks += _undated(lines[: starts[0]])
    for number, anchor in enumerate(anchors):
        stop = starts[number + 1] if number + 1 < len(anchors) else len(lines)
        after = _lines_after(lines, starts[number], anchor, stop)
        head = list(lines[starts[number] : anchor + 1 + after])
        dates = [entry for line in head for entry in dated(line)]
        blocks.append(Block(head, dates, list(lines[anchor + 1 + after : stop])))
    return blocks


def _parted(line: Line) -> list[Line]:
    """A period and the description that follows it on the same line, each as a line."""
    first = next(periods(line.text), None)
    if first is None or not first.is_range or first.start > 0 or line.is_item:
        return [line]
    rest = line.text[first.end :]
    begin = first.end + len(rest) - len(rest.lstrip(" \t:,;–—-"))
    if len(rest.split()) <= _LONGEST_BESIDE or CELL in line.text:
        return [line]
    draft = replace(line.draft, text=line.text[begin:], gap=False)
    return [
        Line(replace(line.draft, text=line.text[: first.end], wraps=False), line.start, 0),
        Line(draft, line.start + begin, 0),
    ]


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
    """How many lines below an anchor still belong to its head."""
    texts = [text for line in lines[start : anchor + 1] if (text := remainder(line))]
    after = 0
    while anchor + 1 + after < stop and after < _MAX_LINES_AFTER:
        line = lines[anchor + 1 + after]
        if not _is_head(line) or _is_anchor(line) or len(line.text) > 80 or line.is_item:
            break
        if line.draft.level > 0 or not _adds_to_head(line, texts, after):
            break
        after += 1
        texts.append(line.text.strip())
    return after


def _adds_to_head(line: Line, texts: Sequence[str], after: int) -> bool:
    text = line.text.strip()
    if is_address(text):
        return True
    firm = sum(len(_FIRM.split(part)) for part in texts)
    cells = sum(len(_CELLS.split(part)) for part in texts)
    has_role = max(map(role_score, texts), default=0.0) > 0
    named = has_role and cells >= 2
    # A comma after a position may part a speciality: "Staff Nurse, Cardiology".
    employed = has_role and (
        firm >= 2
        or (cells >= 2 and any(organisation_score(part) or institution_score(part)
                               for whole in texts for part in _CELLS.split(whole)))
    )  # fmt: skip
    if not employed and after == 0 and not line.gap and is_affiliation(text):
        return True
    telling = (
        is_place(text)
        or (role_score(text) >= 0.8 and len(text.split()) <= 7)
        or (organisation_score(text) >= 0.6 and len(text.split()) <= 8)
        or line.draft.bold
    )
    place_led = is_place(text.split("\t")[0])
    if cells == 0 or (not employed and telling) or (place_led and cells < 4):
        return True
    return (
        not named
        and not line.gap
        and after == 0
        and len(texts) < 2
        and len(text.split()) <= _SHORT_HEAD
    )


def _undated(lines: Sequence[Line]) -> list[Block]:
    """Entries without dates: each begins at a short line that looks like a position."""
    blocks: list[Block] = []
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
            blocks.append(Block([line], [], []))
        elif blocks:
            blocks[-1].body.append(line)
        else:
            blocks.append(Block([], [], [line]))
    return blocks


def _first_part(text: str) -> str:
    return re.split(r"\t|\s+[|–—]\s+|\s*\(", text.strip(), maxsplit=1)[0]


def _dated_item(line: Line, found: Sequence[Period], rest: str) -> bool:
    """A bullet that is an entry's head, as its period at an edge shows."""
    if not any(period.is_range for period in found):
        return False
    at_end = found[-1].end >= len(line.text.rstrip()) - 2
    return found[0].start < _EDGE + line.bullet or (len(rest) < _SHORT_ITEM and at_end)
