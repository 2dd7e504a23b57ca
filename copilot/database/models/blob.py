"""Bytes that came in and documents that were made, once per user and content."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from copilot.database.base import Base, CreatedAt, UserId


class Blob(Base):
    __tablename__ = "blobs"
    __table_args__ = (CheckConstraint("sha256 = sha256(content)", name="content_matches_hash"),)

    user_id: Mapped[UserId] = mapped_column(primary_key=True, index=False)
    sha256: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    media_type: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[CreatedAt]
