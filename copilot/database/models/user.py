"""Users and what proves who they are."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, LargeBinary, Numeric, String, text
from sqlalchemy.orm import Mapped, mapped_column

from copilot.database.base import Base, CreatedAt, Id, UserId


class User(Base):
    __tablename__ = "users"
    __table_args__ = (
        Index("uq_users_email", text("lower(email)"), unique=True),
        CheckConstraint("position('@' in email) > 1", name="email_has_at"),
    )

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(320))
    password_hash: Mapped[str]
    """argon2id, with its parameters."""
    is_operator: Mapped[bool] = mapped_column(server_default=text("false"))
    budget_usd: Mapped[Decimal | None] = mapped_column(Numeric(12, 6))
    """Overrides the setting; None means the setting holds."""
    created_at: Mapped[CreatedAt]
    disabled_at: Mapped[datetime | None]


class Token(Base):
    """A bearer token. A session is a token that signing in made."""

    __tablename__ = "tokens"
    __table_args__ = (
        CheckConstraint("kind in ('session', 'token')", name="kind_known"),
        CheckConstraint("octet_length(token_hash) = 32", name="hash_is_sha256"),
    )

    id: Mapped[Id]
    user_id: Mapped[UserId]
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(100))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    """SHA-256 of the token: it has 256 random bits, so a fast hash is enough."""
    scopes: Mapped[list[str]] = mapped_column(ARRAY(String(40)))
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class Invite(Base):
    """Lets one person sign up when sign-up is by invitation."""

    __tablename__ = "invites"

    code_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime]
    used_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    used_at: Mapped[datetime | None]


class IdempotencyKey(Base):
    """What a request with this key was answered, so that sending it again changes nothing."""

    __tablename__ = "idempotency_keys"

    user_id: Mapped[UserId] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    request_hash: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int]
    body: Mapped[dict[str, Any]]
    headers: Mapped[dict[str, Any]]
    created_at: Mapped[CreatedAt]
