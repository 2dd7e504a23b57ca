"""Vectors: one row per posting or profile version, dimension and encoder; never mixed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from copilot.database.base import Base, CreatedAt, UserId, of_tenant

WIDTH = 384
DIMENSIONS = ("skills", "experience", "goals")
DEFAULT_ENCODER = "all-MiniLM-L6-v2-int8@1"
HNSW_OPTIONS = {"m": "16", "ef_construction": "128"}


def _nearest(dimension: str) -> Index:
    """The partial HNSW index of one dimension and the default encoder."""
    return Index(
        f"ix_posting_vectors_{dimension}",
        "vector",
        postgresql_using="hnsw",
        postgresql_ops={"vector": "halfvec_cosine_ops"},
        postgresql_with=HNSW_OPTIONS,
        postgresql_where=text(f"dimension = '{dimension}' and encoder = '{DEFAULT_ENCODER}'"),
    )


class PostingVector(Base):
    __tablename__ = "posting_vectors"
    __table_args__ = (
        of_tenant("posting_id", "postings"),
        CheckConstraint(f"dimension in {DIMENSIONS!r}", name="dimension_known"),
        *(_nearest(dimension) for dimension in DIMENSIONS),
    )

    posting_id: Mapped[UUID] = mapped_column(primary_key=True)
    dimension: Mapped[str] = mapped_column(String(12), primary_key=True)
    encoder: Mapped[str] = mapped_column(String(100), primary_key=True)
    """name@version"""
    user_id: Mapped[UserId]
    vector: Mapped[Any] = mapped_column(HALFVEC(WIDTH))
    source_version: Mapped[str] = mapped_column(String(120))
    """Parser and analyser versions of what was embedded."""
    created_at: Mapped[CreatedAt]


class ProfileVector(Base):
    __tablename__ = "profile_vectors"
    __table_args__ = (
        of_tenant("profile_version_id", "profile_versions"),
        CheckConstraint(f"dimension in {DIMENSIONS!r}", name="dimension_known"),
    )

    profile_version_id: Mapped[UUID] = mapped_column(primary_key=True)
    dimension: Mapped[str] = mapped_column(String(12), primary_key=True)
    encoder: Mapped[str] = mapped_column(String(100), primary_key=True)
    user_id: Mapped[UserId]
    vector: Mapped[Any] = mapped_column(HALFVEC(WIDTH))
    created_at: Mapped[CreatedAt]
