"""How long the candidate has worked, from the dates of the résumé."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from copilot.domain.resume import Resume

_DAYS_PER_YEAR = 365.25


def years_worked(resume: Resume, today: date, entries: Iterable[int] | None = None) -> float | None:
    """Years in the given work entries (all of them if None), overlapping times counted once; None
    if none of them states a start."""
    chosen = range(len(resume.work)) if entries is None else sorted(set(entries))
    spans = [span for at in chosen if (span := _span(resume, at, today)) is not None]
    if not spans:
        return None
    days = 0
    reached = date.min
    for start, end in sorted(spans):
        begin = max(start, reached)
        if end > begin:
            days += (end - begin).days
            reached = end
    return days / _DAYS_PER_YEAR


def _span(resume: Resume, at: int, today: date) -> tuple[date, date] | None:
    work = resume.work[at]
    if work.start_date is None:
        return None
    start = _first_day(work.start_date)
    end = _day_after(work.end_date) if work.end_date is not None else today
    return start, min(end, today)


def _first_day(written: str) -> date:
    year, month, day = _parts(written)
    return _day(year, month or 1, day or 1)


def _day_after(written: str) -> date:
    """The first day after a partial date: "2020-03" reaches to April 1. A bare year as the end of
    a job says only that it ended in that year: the middle of it is the fairest guess."""
    year, month, day = _parts(written)
    if month is None:
        return date(year, 7, 1)
    if day is None:
        return date(year + month // 12, month % 12 + 1, 1)
    return _day(year, month, day)


def _day(year: int, month: int, day: int) -> date:
    # The pattern of JSON Resume lets "2021-02-31" through.
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


def _parts(written: str) -> tuple[int, int | None, int | None]:
    parts = [int(part) for part in written.split("-")]
    return (
        parts[0],
        parts[1] if len(parts) > 1 else None,
        parts[2] if len(parts) > 2 else None,
    )
