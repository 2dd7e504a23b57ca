"""One candidate, one profile, one posting."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, String, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from copilot.database.base import Base, CreatedAt, Id, UserId, of_tenant, tenant_key

TRACKING = ("saved", "applied", "interviewing", "offered", "rejected", "withdrawn", "accepted")


class Application(Base):
    __tablename__ = "applications"
    __table_args__ = (
        tenant_key(),
        of_tenant("profile_id", "profiles"),
        of_tenant("posting_id", "postings"),
        UniqueConstraint("user_id", "profile_id", "posting_id"),
        CheckConstraint(f"tracking in {TRACKING!r}", name="tracking_known"),
    )

    id: Mapped[Id]
    user_id: Mapped[UserId]
    profile_id: Mapped[UUID] = mapped_column()
    posting_id: Mapped[UUID] = mapped_column(index=True)
    tracking: Mapped[str] = mapped_column(String(20), server_default="saved")
    notes: Mapped[str] = mapped_column(server_default="")
    options: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    """Writing options, template and paper."""
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
