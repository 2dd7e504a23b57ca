"""What a candidate states, in versions that never change."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from copilot.database.base import Base, CreatedAt, Id, UserId, of_tenant, tenant_key


class Profile(Base):
    __tablename__ = "profiles"
    __table_args__ = (tenant_key(),)

    id: Mapped[Id]
    user_id: Mapped[UserId]
    name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[CreatedAt]


class ProfileVersion(Base):
    """Insert-only: no role of the product may update a version."""

    __tablename__ = "profile_versions"
    __table_args__ = (
        tenant_key(),
        of_tenant("profile_id", "profiles"),
        UniqueConstraint("profile_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("source in ('api', 'import', 'edit')", name="source_known"),
    )

    id: Mapped[Id]
    user_id: Mapped[UserId]
    profile_id: Mapped[UUID] = mapped_column()
    number: Mapped[int]
    resume: Mapped[dict[str, Any]]
    """A JSON Resume document."""
    goals: Mapped[dict[str, Any]]
    weights: Mapped[dict[str, Any]]
    source: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[CreatedAt]
