"""Postings as users submitted them, and what was read from them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from copilot.database.base import Base, CreatedAt, Id, UserId, tenant_key


class PostingRow(Base):
    """A tenant's posting. Unique on its raw bytes; once read, the same posting from elsewhere is
    linked through ``canonical_id``."""

    __tablename__ = "postings"
    __table_args__ = (
        tenant_key(),
        UniqueConstraint("user_id", "sha256"),
        ForeignKeyConstraint(["user_id", "sha256"], ["blobs.user_id", "blobs.sha256"]),
        CheckConstraint("(parsed is null) = (parser_version is null)", name="parsed_has_version"),
        CheckConstraint(
            "(analysis is null) = (analyzer_version is null)", name="analysis_has_version"
        ),
        CheckConstraint("analysis is null or parsed is not null", name="analysed_after_parsed"),
        Index("ix_postings_search", "search", postgresql_using="gin"),
        Index("ix_postings_user_id_fingerprint", "user_id", "fingerprint"),
    )

    id: Mapped[Id]
    user_id: Mapped[UserId]
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    """Of the submitted bytes; for a submitted URL, of the URL."""
    media_type: Mapped[str] = mapped_column(String(100))
    source_url: Mapped[str | None] = mapped_column(String(2000))
    stated: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    """Fields that the person selected in the page."""
    fetched_sha256: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Of the page that the server fetched, for a submitted URL."""
    fetched_at: Mapped[datetime | None]
    canonical_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("postings.id", ondelete="SET NULL")
    )
    fingerprint: Mapped[str | None] = mapped_column(String(100))

    title: Mapped[str | None]
    company: Mapped[str | None]
    location: Mapped[str | None]
    description: Mapped[str | None]
    language: Mapped[str | None] = mapped_column(String(10))
    parsed: Mapped[dict[str, Any] | None]
    """A ``copilot.domain.posting.Posting``."""
    parser_version: Mapped[str | None] = mapped_column(String(60))
    parsed_at: Mapped[datetime | None]
    analysis: Mapped[dict[str, Any] | None]
    """A ``copilot.domain.posting.PostingAnalysis``."""
    analyzer_version: Mapped[str | None] = mapped_column(String(120))
    search: Mapped[str | None] = mapped_column(
        TSVECTOR,
        Computed(
            "setweight(to_tsvector('simple', coalesce(title, '')), 'A') || "
            "setweight(to_tsvector('simple', coalesce(company, '')), 'B') || "
            "setweight(to_tsvector('english', left(coalesce(description, ''), 100000)), 'C')",
            persisted=True,
        ),
    )
    created_at: Mapped[CreatedAt]
