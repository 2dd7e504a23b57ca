"""From words with places to lines in reading order.

A page is a stack of regions. A region is read row by row, unless it is two columns, which are read
one after the other. Side by side is not enough for columns: dates set to the right of employers,
and labels before values, stand side by side too and belong to one line. Columns are told by
headings of sections on both sides, or by lists without labels and dates.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from copilot.documents.resumes.dates import has_date
from copilot.documents.resumes.furniture import without_furniture
from copilot.documents.resumes.glyphs import Page
from copilot.documents.resumes.headings import section_of
from copilot.documents.resumes.rows import Row, rows_of
from copilot.documents.resumes.source import DraftLine
from copilot.documents.resumes.wrapped_rows import joined_rows

_MIN_COLUMN_ROWS = 3
_GAP_FACTOR = 1.3
_SAME_SPLIT = 14.0
_MOST_EDGES = 40
_CONTACT = re.compile(r"@|https?://|www\.|linkedin|github|\+?\d[\d ()/-]{7,}")


@dataclass(slots=True)
class Region:
    rows: list[Row]
    right: list[Row] = field(default_factory=list)
    """The right column; empty unless the region has two."""
    split: float = 0.0


def lines_of(pages: Sequence[Page]) -> list[DraftLine]:
    """All lines in reading order; columns that go on over pages are read through."""
    regions: list[Region] = []
    for rows in without_furniture([rows_of(page, n) for n, page in enumerate(pages, 1)]):
        for region in _regions(rows):
            if not (regions and _continues(regions[-1], region)):
                regions.append(region)
    lines: list[DraftLine] = []
    for region in regions:
        lines += _lines(region.rows)
        lines += _lines(region.right)
    return lines


def _regions(rows: list[Row]) -> list[Region]:
    if not rows:
        return []
    best = _best_split(rows)
    if best is None:
        return [Region(rows)]
    first, last, split = best
    first = _below_title(rows, first, last, split)
    left = _side(rows[first:last], split, right=False)
    right = _side(rows[first:last], split, right=True)
    return [
        *_regions(rows[:first]),
        Region(left, right, split),
        *_regions(rows[last:]),
    ]


def _below_title(rows: list[Row], first: int, last: int, split: float) -> int:
    """The first row of the columns proper.

    A name may stand above one column only; it comes before both.
    """
    for index in range(first, last):
        sides = {segment.x0 >= split for segment in rows[index].segments}
        if len(sides) == 2 or _is_heading(rows[index]):
            return index
    return first


def _side(rows: list[Row], split: float, *, right: bool) -> list[Row]:
    side = []
    for row in rows:
        segments = [s for s in row.segments if (s.x0 >= split) is right]
        if segments:
            side.append(Row(row.page, segments[0].words[0].y, segments))
    return side


def _best_split(rows: list[Row]) -> tuple[int, int, float] | None:
    """First row, row after the last, and x of the best pair of columns."""
    edges = Counter(round(segment.x0) for row in rows for segment in row.segments[0:])
    left_edge = min(row.x0 for row in rows)
    best: tuple[int, int, float] | None = None
    best_height = 0.0
    for edge, count in edges.most_common(_MOST_EDGES):
        if count < _MIN_COLUMN_ROWS - 1 or edge < left_edge + 20:
            continue
        split = edge - 2.0
        for first, last in _runs(rows, split):
            height = rows[first].y - rows[last - 1].y
            if height > best_height and _are_columns(rows[first:last], split):
                best, best_height = (first, last, split), height
    return best


def _runs(rows: list[Row], split: float) -> list[tuple[int, int]]:
    """Stretches of rows that nothing crosses at ``split``."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for index, row in enumerate(rows):
        crossed = any(s.x0 < split < s.x1 + 2 for s in row.segments)
        if crossed:
            if start is not None:
                runs.append((start, index))
            start = None
        elif start is None:
            start = index
    if start is not None:
        runs.append((start, len(rows)))
    return [run for run in runs if run[1] - run[0] >= _MIN_COLUMN_ROWS]


def _are_columns(rows: list[Row], split: float) -> bool:
    left = _side(rows, split, right=False)
    right = _side(rows, split, right=True)
    if min(len(left), len(right)) < _MIN_COLUMN_ROWS:
        return False
    headings_left = sum(_is_heading(row) for row in left)
    headings_right = sum(_is_heading(row) for row in right)
    if headings_right and headings_left:
        # Labels before values: the left side is headings and little else.
        return headings_left < 0.6 * len(left)
    if headings_right:
        dated = sum(has_date(row.text) for row in left)
        return dated < 0.4 * len(left)
    if headings_left:
        contacts = sum(bool(_CONTACT.search(row.text)) for row in right)
        dated = sum(has_date(row.text) for row in right)
        return contacts >= 2 and dated == 0
    return _is_list(left, right, len(rows))


def _is_list(left: list[Row], right: list[Row], rows: int) -> bool:
    """Two columns of one list: about as long as each other, no dates, no labels."""
    if min(len(left), len(right)) < 0.6 * rows:
        return False
    texts = [row.text for row in (*left, *right)]
    if any(has_date(text) or text.rstrip().endswith(":") for text in texts):
        return False
    longest_left = max(len(row.text) for row in left)
    longest_right = max(len(row.text) for row in right)
    return longest_right < 2.5 * longest_left


def _is_heading(row: Row) -> bool:
    return len(row.segments) == 1 and section_of(row.text) is not None


def _continues(before: Region, after: Region) -> bool:
    """Whether ``after``, on the next page, belongs to ``before``; then it is joined to it."""
    if not before.right or not after.rows:
        return False
    if after.rows[0].page == (before.rows or before.right)[-1].page:
        return False
    if after.right:
        if abs(after.split - before.split) > _SAME_SPLIT:
            return False
        before.rows += after.rows
        before.right += after.right
        return True
    if min(row.x0 for row in after.rows) >= before.split - _SAME_SPLIT:
        before.right += after.rows
        return True
    if max(row.x1 for row in after.rows) <= before.split + _SAME_SPLIT:
        before.rows += after.rows
        return True
    return False


def _lines(rows: list[Row]) -> list[DraftLine]:
    if not rows:
        return []
    rows = joined_rows(rows)
    pitches = [
        (a.y - b.y) / max(a.size, b.size)
        for a, b in pairwise(rows)
        if a.page == b.page and a.y > b.y
    ]
    usual = median(sorted(pitches)[: max(1, len(pitches) * 2 // 3)]) if pitches else 1.0
    right_edge = max(row.x1 for row in rows)
    left_edge = min(row.x0 for row in rows)
    lines = []
    for index, row in enumerate(rows):
        before = rows[index - 1] if index else None
        top = before is None or before.page != row.page or before.y <= row.y
        gap = (
            before is not None
            and not top
            and (before.y - row.y) / max(before.size, row.size) > _GAP_FACTOR * usual
        )
        lines.append(
            DraftLine(
                text=row.text,
                page=row.page,
                x0=row.x0,
                size=row.size,
                bold=row.bold,
                bold_lead=len(row.segments) > 1 and row.segments[0].bold,
                gap=gap,
                wraps=row.x1 > right_edge - 0.15 * (right_edge - left_edge),
                top=top,
            )
        )
    return lines
