"""Matches as rows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from copilot.database.base import Base, CreatedAt, Id, UserId, of_tenant


class MatchRow(Base):
    __tablename__ = "matches"
    __table_args__ = (
        of_tenant("application_id", "applications"),
        of_tenant("run_id", "runs"),
        CheckConstraint("score between 0 and 100", name="score_in_range"),
    )

    id: Mapped[Id]
    user_id: Mapped[UserId]
    application_id: Mapped[UUID] = mapped_column(index=True)
    run_id: Mapped[UUID] = mapped_column(unique=True)
    score: Mapped[float]
    content: Mapped[dict[str, Any]]
    """A ``copilot.domain.match.Match``."""
    encoder: Mapped[str] = mapped_column(String(100))
    matcher_version: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[CreatedAt]
