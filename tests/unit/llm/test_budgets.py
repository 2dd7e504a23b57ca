"""A spent budget says which one it is and when it is empty again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from copilot.llm.budgets import Cap, exhausted, resets_at

ELSEWHERE = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("cap", "now", "then"),
    [
        ("day", datetime(2026, 12, 31, 23, 59, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
        ("day", datetime(2026, 3, 1, 3, 0, tzinfo=ELSEWHERE), datetime(2026, 3, 1, tzinfo=UTC)),
        ("month", datetime(2026, 12, 31, 23, 59, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
        ("month", datetime(2028, 2, 1, tzinfo=UTC), datetime(2028, 3, 1, tzinfo=UTC)),
        ("total", datetime(2026, 1, 31, 12, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)),
    ],
)
def test_accounts_begin_anew_at_midnight_utc(cap: Cap, now: datetime, then: datetime) -> None:
    assert resets_at(cap, now) == then


@pytest.mark.parametrize("cap", ["day", "month", "total"])
def test_the_problem_names_the_account_and_the_wait(cap: Cap) -> None:
    problem = exhausted(cap).as_problem()
    assert problem["type"] == "urn:copilot:problem:budget-exhausted"
    assert problem["budget"] == cap
    wait = datetime.fromisoformat(problem["resets_at"]) - datetime.now(UTC)
    assert abs(wait.total_seconds() - problem["retry_after"]) < 60
