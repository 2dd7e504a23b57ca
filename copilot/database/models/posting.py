"""Postings as users submitted them, and what was read from them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
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
    # What PostgreSQL makes of the above, to search and filter by. Never loaded with a row.
    search: Mapped[str | None] = mapped_column(
        TSVECTOR,
        Computed(
            "setweight(to_tsvector(search_config(language), coalesce(title, '')), 'A') || "
            "setweight(to_tsvector(search_config(language), coalesce(company, '')), 'B') || "
            "setweight(to_tsvector(search_config(language), "
            "left(coalesce(description, ''), 100000)), 'C')",
            persisted=True,
        ),
        deferred=True,
    )
    """Words as the posting's own language stems them; ``search_config`` is a function."""
    remote_policy: Mapped[str | None] = mapped_column(
        Text, Computed("parsed ->> 'remote_policy'", persisted=True), deferred=True
    )
    employment_types: Mapped[list[Any] | None] = mapped_column(
        Computed("parsed -> 'employment_types'", persisted=True), deferred=True
    )
    seniority: Mapped[str | None] = mapped_column(
        Text, Computed("analysis ->> 'seniority'", persisted=True), deferred=True
    )
    date_posted: Mapped[date | None] = mapped_column(
        Computed(
            # A cast to date depends on the session's settings; the parts of an ISO date do not.
            "make_date(substr(parsed ->> 'date_posted', 1, 4)::integer, "
            "substr(parsed ->> 'date_posted', 6, 2)::integer, "
            "substr(parsed ->> 'date_posted', 9, 2)::integer)",
            persisted=True,
        ),
        deferred=True,
    )
    salary_per_year: Mapped[float | None] = mapped_column(
        Double, Computed("yearly_amount(parsed -> 'salary')", persisted=True), deferred=True
    )
    """The most that is stated, for a year; None without a period."""
    salary_currency: Mapped[str | None] = mapped_column(
        Text, Computed("parsed #>> '{salary,currency}'", persisted=True), deferred=True
    )
    created_at: Mapped[CreatedAt]
