"""What postings pay, by title and place.

Amounts are compared only with amounts of the same currency for the same period. Nothing is
converted: an hour of work is not a two-thousandth of a year's contract.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from uuid import UUID

from copilot.domain.posting import RemotePolicy, Salary, SalaryPeriod
from copilot.domain.titles import plain_title
from copilot.skills.names import key

REMOTE = "remote"
"""The place of a remote posting that names none."""


@dataclass(frozen=True, slots=True)
class PaidPosting:
    posting_id: UUID
    title: str
    locations: tuple[str, ...]
    remote_policy: RemotePolicy | None
    salary: Salary | None
    dated: date


@dataclass(frozen=True, slots=True)
class SalaryRange:
    title: str
    """As its postings write it most often, without seniority and brackets."""
    place: str | None
    """A city or region; None where the postings name none."""
    currency: str
    """ISO 4217."""
    period: SalaryPeriod
    postings: tuple[UUID, ...]
    lowest: float
    median: float
    """Of the middle of each posting's range."""
    highest: float
    oldest: date
    newest: date


@dataclass(frozen=True, slots=True)
class Salaries:
    postings: int
    """Postings that were read and asked about."""
    without_salary: int
    without_unit: int
    """They state an amount, but no currency or no period, and are left out."""
    ranges: Sequence[SalaryRange]
    """Those with most postings first."""


def salaries(postings: Iterable[PaidPosting]) -> Salaries:
    """A posting that names several places counts in each of them."""
    groups: dict[tuple[str, str, str, SalaryPeriod], list[PaidPosting]] = defaultdict(list)
    places: dict[str, str] = {}
    read = without_salary = without_unit = 0
    for posting in postings:
        read += 1
        paid = posting.salary
        if paid is None or (paid.minimum is None and paid.maximum is None):
            without_salary += 1
            continue
        if paid.currency is None or paid.period is None:
            without_unit += 1
            continue
        title = key(plain_title(posting.title))
        for place in _places(posting):
            places.setdefault(key(place), place)
            groups[title, key(place), paid.currency, paid.period].append(posting)
    ranges = [
        _range(group, places[place] or None, currency, period)
        for (_, place, currency, period), group in groups.items()
    ]
    ranges.sort(key=lambda r: (-len(r.postings), r.title, r.place or "", r.currency, r.period))
    return Salaries(read, without_salary, without_unit, tuple(ranges))


def _range(
    group: Sequence[PaidPosting], place: str | None, currency: str, period: SalaryPeriod
) -> SalaryRange:
    bounds = [_bounds(posting.salary) for posting in group if posting.salary is not None]
    titles = [plain_title(posting.title) for posting in group]
    return SalaryRange(
        title=max(titles, key=lambda title: (titles.count(title), title)),
        place=place,
        currency=currency,
        period=period,
        postings=tuple(posting.posting_id for posting in group),
        lowest=min(low for low, _ in bounds),
        median=median((low + high) / 2 for low, high in bounds),
        highest=max(high for _, high in bounds),
        oldest=min(posting.dated for posting in group),
        newest=max(posting.dated for posting in group),
    )


def _bounds(paid: Salary) -> tuple[float, float]:
    stated = [amount for amount in (paid.minimum, paid.maximum) if amount is not None]
    return min(stated), max(stated)


def _places(posting: PaidPosting) -> list[str]:
    """Cities or regions, without what follows the first comma, each once; an empty name if the
    posting names none."""
    named = {key(city): city for text in posting.locations if (city := text.split(",")[0].strip())}
    if named:
        return list(named.values())
    return [REMOTE if posting.remote_policy is RemotePolicy.REMOTE else ""]
