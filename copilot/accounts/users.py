"""Signing up, in and out; changing and erasing an account."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from config.settings import SignUp
from copilot.accounts import passwords
from copilot.accounts.tokens import ALL_SCOPES, IssuedToken, issue
from copilot.database.identifiers import new_id
from copilot.database.models import Invite, Token, User
from copilot.database.session import Database
from copilot.errors import Conflict, Forbidden, NotFound, SignUpClosed, Unauthenticated

_REDEEM = text("select redeem_invite(:code, :guest)")
_CREDENTIALS = text("select * from credentials(:address)")
_WRONG = "The e-mail address or the password is wrong."


def sign_up(
    database: Database,
    *,
    email: str,
    password: str,
    mode: SignUp = SignUp.OPEN,
    invite: str | None = None,
    is_operator: bool = False,
) -> User:
    """Raises SignUpClosed (closed, or the invitation cannot be used), InvalidInput (the password
    breaks a rule) or Conflict (the address is taken)."""
    if mode is SignUp.CLOSED:
        raise SignUpClosed("Ask an operator for an account.")
    if mode is SignUp.INVITE and not invite:
        raise SignUpClosed("Signing up needs an invitation; ask an operator for one.")
    passwords.check_rules(password, email)
    user = User(
        id=new_id(),
        email=email,
        password_hash=passwords.hash_password(password),
        is_operator=is_operator,
        created_at=datetime.now(UTC),
    )
    with database.transaction(user.id) as session:
        session.add(user)
        flush_address(session)
        if mode is SignUp.INVITE and invite:
            redeemed = session.execute(_REDEEM, {"code": code_hash(invite), "guest": user.id})
            if not redeemed.scalar_one():
                raise SignUpClosed("The invitation is unknown, used or expired.")
    return user


def sign_in(
    database: Database, *, email: str, password: str, name: str, lifetime: timedelta
) -> IssuedToken:
    """A session token with every scope. Raises Unauthenticated, the same for an unknown address
    and for a wrong password."""
    with database.transaction() as session:
        found = session.execute(_CREDENTIALS, {"address": email}).one_or_none()
    # Hashing takes long: no connection is held meanwhile.
    if not passwords.verify(password, found.password_hash if found else None) or found is None:
        raise Unauthenticated(_WRONG)
    stronger = None
    if passwords.is_outdated(found.password_hash):
        stronger = passwords.hash_password(password)
    with database.transaction(found.user_id) as session:
        if stronger is not None:
            session.execute(update(User).values(password_hash=stronger))
        return issue(
            session,
            found.user_id,
            kind="session",
            name=name,
            scopes=ALL_SCOPES,
            lifetime=lifetime,
        )


def of_session(session: Session, user_id: UUID) -> User:
    user = session.get(User, user_id)
    if user is None:
        raise NotFound("This account is gone.")
    return user


def change(
    database: Database,
    user_id: UUID,
    *,
    keep_token: UUID,
    current_password: str,
    email: str | None,
    password: str | None,
) -> User:
    """A new password ends every other session; tokens that the user made stay, they can be revoked
    one by one. Raises Forbidden (the current password is wrong), InvalidInput or Conflict."""
    with database.transaction(user_id) as session:
        held = of_session(session, user_id)
    if not passwords.verify(current_password, held.password_hash):
        raise Forbidden("The current password is wrong.")
    made = None
    if password is not None:
        passwords.check_rules(password, email or held.email)
        made = passwords.hash_password(password)
    with database.transaction(user_id) as session:
        user = of_session(session, user_id)
        if email is not None:
            user.email = email
        flush_address(session)
        if made is not None:
            user.password_hash = made
            revoke(session, kind="session", but=keep_token)
    return user


def revoke(session: Session, *, kind: str | None = None, but: UUID | None = None) -> None:
    """Revoke the user's tokens, of one kind or all."""
    statement = update(Token).where(Token.revoked_at.is_(None))
    if kind is not None:
        statement = statement.where(Token.kind == kind)
    if but is not None:
        statement = statement.where(Token.id != but)
    session.execute(statement.values(revoked_at=datetime.now(UTC)))


def erase(session: Session, user_id: UUID) -> None:
    """Everything of the user goes with the account, in the caller's transaction."""
    session.execute(delete(User).where(User.id == user_id))


def flush_address(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        if "uq_users_email" in str(error.orig):
            raise Conflict("There is an account with this e-mail address; sign in.") from None
        raise


def invite(session: Session, lifetime: timedelta) -> str:
    """A code for one person, in a transaction of the operator's."""
    code = secrets.token_urlsafe(18)
    now = datetime.now(UTC)
    session.add(Invite(code_hash=code_hash(code), created_at=now, expires_at=now + lifetime))
    session.flush()
    return code


def code_hash(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()


def reset_password(session: Session, *, email: str, password: str) -> None:
    """In a transaction that may change every user: ends all sessions and revokes all tokens.
    Raises NotFound or InvalidInput."""
    passwords.check_rules(password, email)
    user_id = session.scalar(select(User.id).where(text("lower(email) = lower(:e)")), {"e": email})
    if user_id is None:
        raise NotFound("There is no account with this e-mail address.")
    session.execute(
        update(User)
        .where(User.id == user_id)
        .values(password_hash=passwords.hash_password(password))
    )
    session.execute(
        update(Token)
        .where(Token.user_id == user_id, Token.revoked_at.is_(None))
        .values(revoked_at=datetime.now(UTC))
    )
