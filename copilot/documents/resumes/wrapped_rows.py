"""Puts together what a narrow column broke: labels of a table, and periods."""

from __future__ import annotations

import re

from copilot.documents.resumes.dates import periods
from copilot.documents.resumes.headings import section_of
from copilot.documents.resumes.rows import Row, Segment

_OPEN_END = re.compile(r"\d\s*[-–—]$")
_SAME_EDGE = 2.0
"""Points."""


def joined_rows(rows: list[Row]) -> list[Row]:
    """The rows, with the second half of a broken label or period moved up to its first half."""
    joined: list[Row] = []
    for row in rows:
        above = joined[-1] if joined and joined[-1].page == row.page else None
        if above is not None and _ends_period(above, row):
            last = above.segments[-1]
            segments = [*above.segments[:-1], Segment([*last.words, *row.segments[0].words])]
            joined[-1] = Row(above.page, above.y, segments)
        elif above is not None and _goes_on_as_label(above, row):
            label = Segment([*above.segments[0].words, *row.segments[0].words])
            joined[-1] = Row(above.page, above.y, [label, *above.segments[1:]])
            joined.append(Row(row.page, row.y, row.segments[1:]))
        else:
            joined.append(row)
    return joined


def _ends_period(above: Row, row: Row) -> bool:
    """ "09/2008 –" above a lone "08/2011"."""
    if len(row.segments) != 1 or not _OPEN_END.search(above.text):
        return False
    text = row.text.strip()
    found = list(periods(text))
    return len(found) == 1 and not found[0].is_range and found[0].end - found[0].start == len(text)


def _goes_on_as_label(above: Row, row: Row) -> bool:
    """ "Work" above "Experience" in the column of labels, each with an entry beside it."""
    if len(above.segments) < 2 or len(row.segments) < 2:
        return False
    first, second = above.segments[0], row.segments[0]
    if abs(first.x0 - second.x0) > _SAME_EDGE or not (first.bold and second.bold):
        return False
    if section_of(first.text) is not None and section_of(second.text) is not None:
        return False  # two labels
    return section_of(f"{first.text} {second.text}") is not None
