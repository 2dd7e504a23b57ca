"""What a user has spent on models."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from copilot.database.models import Budget, ModelCall, User


class MonthlyUsage(NamedTuple):
    spent_usd: Decimal
    reserved_usd: Decimal
    day: date | None
    """The last day (UTC) of the month on which money was reserved, and what was of it."""
    day_spent_usd: Decimal
    day_reserved_usd: Decimal
    own_budget_usd: Decimal | None
    """The user's own limit; None means that the setting holds."""
    models: Sequence[Row[*tuple[Any, ...]]]
    """provider, model, calls, input_tokens, output_tokens, cached_tokens, cost_usd"""


def of_month(session: Session, user_id: UUID, month: date) -> MonthlyUsage:
    """``month`` is its first day (UTC)."""
    budget = session.get(Budget, (user_id, month))
    own = session.scalar(select(User.budget_usd).where(User.id == user_id))
    models = session.execute(
        select(
            ModelCall.provider,
            ModelCall.model,
            func.count().label("calls"),
            func.sum(ModelCall.input_tokens).label("input_tokens"),
            func.sum(ModelCall.output_tokens).label("output_tokens"),
            func.sum(ModelCall.cached_tokens).label("cached_tokens"),
            func.sum(ModelCall.cost_usd).label("cost_usd"),
        )
        .where(ModelCall.month == month)
        .group_by(ModelCall.provider, ModelCall.model)
        .order_by(ModelCall.provider, ModelCall.model)
    ).all()
    return MonthlyUsage(
        budget.spent_usd if budget else Decimal(0),
        budget.reserved_usd if budget else Decimal(0),
        budget.day if budget else None,
        budget.day_spent_usd if budget else Decimal(0),
        budget.day_reserved_usd if budget else Decimal(0),
        own,
        models,
    )
