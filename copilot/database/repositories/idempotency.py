"""What requests with an Idempotency-Key were answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from copilot.database.models import IdempotencyKey
from copilot.errors import IdempotencyKeyReused

# Any constant of its own: one request with a key at a time.
_LOCK_NAMESPACE = 4_170_003
_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:key, :namespace))")


def recall(session: Session, user_id: UUID, key: str, request_hash: bytes) -> IdempotencyKey | None:
    """The answer that was given, or None the first time. Holds the key for the rest of the
    transaction. Raises IdempotencyKeyReused if another request came with it."""
    session.execute(_LOCK, {"key": f"{user_id}/{key}", "namespace": _LOCK_NAMESPACE})
    row = session.get(IdempotencyKey, (user_id, key))
    if row is not None and row.request_hash != request_hash:
        raise IdempotencyKeyReused("Use a new Idempotency-Key for a new request.")
    return row


def remember(
    session: Session,
    user_id: UUID,
    key: str,
    request_hash: bytes,
    *,
    status: int,
    body: dict[str, Any],
    headers: dict[str, Any],
) -> None:
    session.add(
        IdempotencyKey(
            user_id=user_id,
            key=key,
            request_hash=request_hash,
            status=status,
            body=body,
            headers=headers,
        )
    )
    session.flush()
