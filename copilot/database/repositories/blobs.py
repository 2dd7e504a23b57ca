"""Bytes, stored once per user and content."""

from __future__ import annotations

import hashlib
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from copilot.database.models import Blob


def store(session: Session, user_id: UUID, content: bytes, media_type: str) -> bytes:
    """The content's SHA-256, its key."""
    digest = hashlib.sha256(content).digest()
    session.execute(
        insert(Blob)
        .values(user_id=user_id, sha256=digest, content=content, media_type=media_type)
        .on_conflict_do_nothing()
    )
    return digest
