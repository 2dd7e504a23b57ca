"""Uploaded résumés on their way to a profile."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from copilot.database.identifiers import new_id
from copilot.database.models import ResumeImport
from copilot.database.repositories import blobs
from copilot.database.repositories.pages import Page, newest_first
from copilot.errors import NotFound


def create(session: Session, user_id: UUID, content: bytes, media_type: str) -> ResumeImport:
    row = ResumeImport(
        id=new_id(),
        user_id=user_id,
        sha256=blobs.store(session, user_id, content, media_type),
        media_type=media_type,
        created_at=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    return row


def get(session: Session, import_id: UUID, *, lock: bool = False) -> ResumeImport:
    statement = select(ResumeImport).where(ResumeImport.id == import_id)
    row = session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    if row is None:
        raise NotFound("There is no such import.")
    return row


def newest_page(session: Session, *, after: UUID | None, limit: int) -> Page[ResumeImport]:
    statement = select(ResumeImport).options(defer(ResumeImport.reading))
    return newest_first(session, statement, ResumeImport.id, after=after, limit=limit)
