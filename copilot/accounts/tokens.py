"""Bearer tokens: made once, shown once, stored as a hash."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from copilot.database.models import Token
from copilot.database.session import Database
from copilot.errors import Forbidden, Unauthenticated


class Scope(StrEnum):
    READ = "read"
    """Read everything that is the user's."""
    WRITE = "write"
    """Submit, change and delete profiles, postings, applications and runs."""
    ACCOUNT = "account"
    """Make tokens; change, export and erase the account."""


ALL_SCOPES = tuple(Scope)

# Recognisable, so that scanners find a token that was published by mistake.
_PREFIX = "cop_"
_FORM = re.compile(r"cop_[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Principal:
    """Who a request speaks for, and what it may."""

    user_id: UUID
    token_id: UUID
    kind: str
    scopes: frozenset[str]
    is_operator: bool


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """``secret`` exists only here: the row holds its hash."""

    row: Token
    secret: str


def hash_of(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def issue(
    session: Session,
    user_id: UUID,
    *,
    kind: str,
    name: str,
    scopes: tuple[str, ...],
    lifetime: timedelta,
) -> IssuedToken:
    """Insert a token in the caller's transaction, which must speak for ``user_id``."""
    secret = _PREFIX + secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    row = Token(
        user_id=user_id,
        kind=kind,
        name=name,
        token_hash=hash_of(secret),
        scopes=list(scopes),
        created_at=now,
        expires_at=now + lifetime,
    )
    session.add(row)
    session.flush()
    return IssuedToken(row, secret)


def refuse_wider(wanted: tuple[str, ...], held: frozenset[str]) -> None:
    """Nobody hands on more than they hold. Raises Forbidden."""
    if missing := sorted(set(wanted) - held):
        raise Forbidden(f"This token cannot give away what it does not hold: {', '.join(missing)}.")


_AUTHENTICATE = text("select * from authenticate(:hash)")


def authenticate(database: Database, secret: str) -> Principal:
    """Raises Unauthenticated if the token is unknown, expired, revoked or its user disabled."""
    if not _FORM.fullmatch(secret):
        raise Unauthenticated("This is not a token of this service. Sign in again.")
    # Marking the token as used need not survive a crash.
    with database.transaction(durable=False) as session:
        row = session.execute(_AUTHENTICATE, {"hash": hash_of(secret)}).one_or_none()
    if row is None:
        raise Unauthenticated("The token is unknown, expired or revoked. Sign in again.")
    return Principal(row.user_id, row.token_id, row.kind, frozenset(row.scopes), row.is_operator)
