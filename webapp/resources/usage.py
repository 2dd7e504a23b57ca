from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from config.settings import Settings
from copilot.database.repositories import usage
from copilot.llm.budgets import Cap, resets_at
from webapp.authentication import Resource
from webapp.openapi import ApiBlueprint
from webapp.schemas.usage import UsageQuery, UsageSchema
from webapp.services import services, transaction, user_id

blueprint = ApiBlueprint(
    "usage", __name__, url_prefix="/v1/usage", description="What models have cost"
)


@blueprint.route("")
class Usage(Resource):
    @blueprint.arguments(UsageQuery, location="query")
    @blueprint.response(200, UsageSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Tokens, US dollars and the budget that is left, by calendar month (UTC)"""
        if query["month"] is None:
            month = datetime.now(UTC).date().replace(day=1)
        else:
            month = date.fromisoformat(f"{query['month']}-01")
        with transaction() as session:
            found = usage.of_month(session, user_id(), month)
        budget = found.own_budget_usd
        if budget is None:
            budget = services().settings.user_budget_usd
        left = max(Decimal(0), budget - found.spent_usd - found.reserved_usd)
        now = datetime.now(UTC)
        current = month == now.date().replace(day=1)
        return {
            "month": month.strftime("%Y-%m"),
            "budget_usd": budget,
            "spent_usd": found.spent_usd,
            "reserved_usd": found.reserved_usd,
            "left_usd": left,
            "caps": _caps(found, budget, services().settings, now) if current else [],
            "models": found.models,
        }


def _caps(
    found: usage.MonthlyUsage, budget: Decimal, settings: Settings, now: datetime
) -> list[dict[str, Any]]:
    today = found.day == now.date()
    day_spent = found.day_spent_usd if today else Decimal(0)
    day_reserved = found.day_reserved_usd if today else Decimal(0)
    accounts: tuple[tuple[Cap, Decimal, Decimal, Decimal], ...] = (
        ("day", settings.user_daily_budget_usd, day_spent, day_reserved),
        ("month", budget, found.spent_usd, found.reserved_usd),
    )
    return [
        {
            "period": period,
            "cap_usd": cap,
            "spent_usd": spent,
            "reserved_usd": reserved,
            "left_usd": max(Decimal(0), cap - spent - reserved),
            "resets_at": resets_at(period, now),
        }
        for period, cap, spent, reserved in accounts
    ]
