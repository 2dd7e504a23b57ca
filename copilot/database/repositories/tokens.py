"""The user's bearer tokens."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from copilot.database.models import Token
from copilot.database.repositories.pages import Page, newest_first
from copilot.errors import NotFound


def usable_page(session: Session, *, after: UUID | None, limit: int) -> Page[Token]:
    statement = select(Token).where(Token.revoked_at.is_(None), Token.expires_at > func.now())
    return newest_first(session, statement, Token.id, after=after, limit=limit)


def revoke(session: Session, token_id: UUID) -> None:
    """Revoking twice is no error. Raises NotFound."""
    changed = session.scalar(
        update(Token)
        .where(Token.id == token_id)
        .values(revoked_at=func.coalesce(Token.revoked_at, datetime.now(UTC)))
        .returning(Token.id)
    )
    if changed is None:
        raise NotFound("There is no such token.")
