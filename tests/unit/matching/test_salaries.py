"""Salaries by title and place: what is compared, and what never is."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from copilot.domain.posting import RemotePolicy, Salary, SalaryPeriod
from copilot.matching.salaries import PaidPosting, salaries


def paid(
    number: int,
    title: str = "Welder",
    minimum: float | None = 40_000,
    maximum: float | None = None,
    currency: str | None = "EUR",
    period: SalaryPeriod | None = SalaryPeriod.YEAR,
    locations: tuple[str, ...] = ("Gdańsk",),
    remote: RemotePolicy | None = None,
) -> PaidPosting:
    salary = Salary(minimum=minimum, maximum=maximum, currency=currency, period=period)
    return PaidPosting(UUID(int=number), title, locations, remote, salary, date(2026, 1, number))


def test_a_range_holds_the_extremes_the_middle_and_the_dates() -> None:
    (found,) = salaries(
        [paid(1, minimum=40_000, maximum=50_000), paid(3, minimum=60_000), paid(2, minimum=30_000)]
    ).ranges
    assert (found.lowest, found.median, found.highest) == (30_000, 45_000, 60_000)
    assert (found.oldest, found.newest) == (date(2026, 1, 1), date(2026, 1, 3))
    assert found.postings == (UUID(int=1), UUID(int=3), UUID(int=2))


@pytest.mark.parametrize(
    "other",
    [
        paid(2, currency="PLN"),
        paid(2, period=SalaryPeriod.MONTH),
        paid(2, locations=("Sopot",)),
        paid(2, title="Plumber"),
    ],
)
def test_currencies_periods_places_and_titles_are_never_mixed(other: PaidPosting) -> None:
    assert [len(entry.postings) for entry in salaries([paid(1), other]).ranges] == [1, 1]


def test_trimmings_of_a_title_and_the_country_of_a_place_do_not_part_postings() -> None:
    (found,) = salaries(
        [
            paid(1, "Senior Welder (m/f/d)", locations=("Gdańsk, Poland",)),
            paid(2, "Welder - night shift", locations=("gdansk",)),
        ]
    ).ranges
    assert (found.title, found.place) == ("Welder", "Gdańsk")


def test_several_places_count_each_and_remote_is_a_place() -> None:
    found = salaries(
        [
            paid(1, locations=("Gdańsk", "Sopot")),
            paid(2, locations=(), remote=RemotePolicy.REMOTE),
            paid(3, locations=()),
        ]
    )
    assert {entry.place for entry in found.ranges} == {"Gdańsk", "Sopot", "remote", None}


def test_what_cannot_be_compared_is_counted_apart() -> None:
    nothing = PaidPosting(UUID(int=4), "Welder", (), None, None, date(2026, 1, 4))
    found = salaries([paid(1, currency=None), paid(2, period=None), paid(3, minimum=None), nothing])
    assert (found.postings, found.without_unit, found.without_salary) == (4, 2, 2)
    assert found.ranges == ()
