"""The ledger of paid model calls, saved responses, and what users may spend."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, Numeric, String, text
from sqlalchemy.orm import Mapped, mapped_column

from copilot.database.base import Base, CreatedAt, Id, UserId, of_tenant, tenant_key

Money = Numeric(12, 6)
CALL_STATES = ("reserved", "usable", "unusable", "failed", "unknown")


class ModelCall(Base):
    """One request to a provider. Written before it is sent, settled when it is answered."""

    __tablename__ = "model_calls"
    __table_args__ = (
        tenant_key(),
        of_tenant("run_id", "runs"),
        CheckConstraint(f"status in {CALL_STATES!r}", name="status_known"),
        CheckConstraint(
            "(status = 'reserved') = (settled_at is null)", name="settled_unless_reserved"
        ),
        CheckConstraint("cost_usd >= 0 and reserved_usd >= 0", name="money_not_negative"),
        Index("ix_model_calls_run_id", "run_id"),
        Index(
            "ix_model_calls_reserved", "created_at", postgresql_where=text("status = 'reserved'")
        ),
    )

    id: Mapped[Id]
    user_id: Mapped[UserId]
    run_id: Mapped[UUID]
    lineage_id: Mapped[UUID]
    step: Mapped[str] = mapped_column(String(30))
    token: Mapped[UUID]
    """The fencing token of the attempt that made the call."""
    call_number: Mapped[int]
    """Counts the calls of one attempt from 1."""
    request_hash: Mapped[bytes] = mapped_column(LargeBinary)
    agent: Mapped[str] = mapped_column(String(40))
    provider: Mapped[str] = mapped_column(String(20))
    model: Mapped[str] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(10), server_default="reserved")
    month: Mapped[date]
    """The budget month that it was reserved in (its first day, UTC)."""
    reserved_usd: Mapped[Decimal] = mapped_column(Money)
    cost_usd: Mapped[Decimal] = mapped_column(Money, server_default=text("0"))
    input_tokens: Mapped[int] = mapped_column(server_default=text("0"))
    output_tokens: Mapped[int] = mapped_column(server_default=text("0"))
    cached_tokens: Mapped[int] = mapped_column(server_default=text("0"))
    duration_ms: Mapped[int | None]
    error: Mapped[dict[str, Any] | None]
    created_at: Mapped[CreatedAt]
    settled_at: Mapped[datetime | None]


class ModelResponse(Base):
    """A usable response that was paid for, replayed when its step runs again."""

    __tablename__ = "model_responses"
    __table_args__ = (of_tenant("model_call_id", "model_calls"),)

    lineage_id: Mapped[UUID] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(String(30), primary_key=True)
    call_number: Mapped[int] = mapped_column(primary_key=True)
    request_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    user_id: Mapped[UserId]
    model_call_id: Mapped[UUID] = mapped_column(unique=True)
    response: Mapped[dict[str, Any]]
    created_at: Mapped[CreatedAt]


class Budget(Base):
    """What a user has spent and reserved in one calendar month (UTC), and on the last day of it on
    which money was reserved. What was reserved the day before and is settled after counts for that
    day, and so no more."""

    __tablename__ = "budgets"
    __table_args__ = (
        CheckConstraint("spent_usd >= 0 and reserved_usd >= 0", name="money_not_negative"),
        CheckConstraint(
            "day_spent_usd >= 0 and day_reserved_usd >= 0", name="money_of_day_not_negative"
        ),
    )

    user_id: Mapped[UserId] = mapped_column(primary_key=True, index=False)
    month: Mapped[date] = mapped_column(primary_key=True)
    spent_usd: Mapped[Decimal] = mapped_column(Money, server_default=text("0"))
    reserved_usd: Mapped[Decimal] = mapped_column(Money, server_default=text("0"))
    day: Mapped[date | None]
    day_spent_usd: Mapped[Decimal] = mapped_column(Money, server_default=text("0"))
    day_reserved_usd: Mapped[Decimal] = mapped_column(Money, server_default=text("0"))


class TotalBudget(Base):
    """What all users together have spent and reserved in one calendar month (UTC). Money spent for
    a user who is erased stays spent."""

    __tablename__ = "total_budgets"
    __table_args__ = (
        CheckConstraint("spent_usd >= 0 and reserved_usd >= 0", name="money_not_negative"),
    )

    month: Mapped[date] = mapped_column(primary_key=True)
    spent_usd: Mapped[Decimal] = mapped_column(Money, server_default=text("0"))
    reserved_usd: Mapped[Decimal] = mapped_column(Money, server_default=text("0"))
