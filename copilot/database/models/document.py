"""Documents that the product made or the user edited, in versions, and their renditions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from copilot.database.base import Base, CreatedAt, Id, UserId, of_tenant, tenant_key


class Document(Base):
    """One version of one document of an application."""

    __tablename__ = "documents"
    __table_args__ = (
        tenant_key(),
        of_tenant("application_id", "applications"),
        of_tenant("run_id", "runs"),
        UniqueConstraint("application_id", "kind", "version"),
        CheckConstraint("kind in ('resume', 'cover_letter')", name="kind_known"),
        CheckConstraint("author in ('engine', 'user')", name="author_known"),
        CheckConstraint("(author = 'engine') = (run_id is not null)", name="engine_has_run"),
        # One run makes each document once, whatever is delivered twice.
        Index(
            "uq_documents_run_kind",
            "run_id",
            "kind",
            unique=True,
            postgresql_where=text("run_id is not null"),
        ),
    )

    id: Mapped[Id]
    user_id: Mapped[UserId]
    application_id: Mapped[UUID]
    run_id: Mapped[UUID | None]
    kind: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    author: Mapped[str] = mapped_column(String(10))
    content: Mapped[dict[str, Any]]
    """JSON Resume, or a ``copilot.domain.letter.CoverLetter``."""
    edits: Mapped[list[Any]]
    """What was changed against the profile, each with reason and evidence."""
    report: Mapped[dict[str, Any]]
    """A ``copilot.domain.claims.GateReport``."""
    engine: Mapped[str | None] = mapped_column(String(100))
    prompt_version: Mapped[str | None] = mapped_column(String(60))
    provenance: Mapped[dict[str, Any]]
    language: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[CreatedAt]


class Rendition(Base):
    """A document in one format, rendered once per version, template and paper."""

    __tablename__ = "renditions"
    __table_args__ = (
        of_tenant("document_id", "documents"),
        ForeignKeyConstraint(["user_id", "sha256"], ["blobs.user_id", "blobs.sha256"]),
    )

    document_id: Mapped[UUID] = mapped_column(primary_key=True)
    format: Mapped[str] = mapped_column(String(10), primary_key=True)
    layout: Mapped[str] = mapped_column(String(40), primary_key=True)
    """template/paper/renderer version."""
    user_id: Mapped[UserId]
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[CreatedAt]
