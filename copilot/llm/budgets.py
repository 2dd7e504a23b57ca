"""The limits of what models may cost: whose they are, and when they begin anew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

from copilot.errors import BudgetExhausted

Cap = Literal["day", "month", "total"]
"""Of one user and day, of one user and calendar month, of all users and calendar month; UTC."""

_ADVICE: dict[Cap, str] = {
    "day": "Your budget for language models is used up for today. Try again tomorrow (UTC), or "
    "use the built-in engine.",
    "month": "Your budget for language models is used up for this month. Raise it, wait for the "
    "next month, or use the built-in engine.",
    "total": "What all users together may spend on language models this month is used up. Ask the "
    "operator to raise it, or use the built-in engine.",
}


def resets_at(cap: Cap, now: datetime) -> datetime:
    """When the account of a cap is empty again. ``now`` is aware; so is the answer, in UTC."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if cap == "day":
        return midnight + timedelta(days=1)
    # Any day of the next month: no month has more than 31 days, and none fewer than 28.
    return (midnight.replace(day=1) + timedelta(days=32)).replace(day=1)


def exhausted(cap: Cap) -> BudgetExhausted:
    now = datetime.now(UTC)
    again = resets_at(cap, now)
    return BudgetExhausted(
        _ADVICE[cap],
        retry_after=round((again - now).total_seconds()) + 1.0,
        budget=cap,
        resets_at=again.isoformat(),
    )
