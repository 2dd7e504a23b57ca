"""An uploaded résumé on its way to a profile."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from copilot.database.base import Base, CreatedAt, Id, UserId, tenant_key


class ResumeImport(Base):
    """Its run reads the bytes; the user confirms what was read into a profile version."""

    __tablename__ = "imports"
    __table_args__ = (
        tenant_key(),
        ForeignKeyConstraint(["user_id", "sha256"], ["blobs.user_id", "blobs.sha256"]),
    )

    id: Mapped[Id]
    user_id: Mapped[UserId]
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    media_type: Mapped[str] = mapped_column(String(100))
    reading: Mapped[dict[str, Any] | None]
    """A ``copilot.documents.resumes.ResumeReading`` once the run has succeeded."""
    reader_version: Mapped[str | None] = mapped_column(String(60))
    profile_version_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("profile_versions.id", ondelete="SET NULL")
    )
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]
