"""Postings as they were submitted, once per user and content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, defer

from copilot.database.identifiers import new_id
from copilot.database.models import PostingRow
from copilot.database.repositories import blobs
from copilot.database.repositories.pages import Page, newest_first
from copilot.errors import NotFound

URL_LIST = "text/uri-list"
"""The media type of a posting that was submitted as an address: its bytes are the address."""

_MOST_LOOKALIKES = 100

# Large, and for PostgreSQL alone.
_HEAVY = (defer(PostingRow.search),)


@dataclass(frozen=True, slots=True)
class SubmittedPosting:
    """What a person handed in: bytes, where they come from, what they selected in the page."""

    content: bytes
    media_type: str
    source_url: str | None
    stated: Mapping[str, Any]


def submit(session: Session, user_id: UUID, submitted: SubmittedPosting) -> tuple[PostingRow, bool]:
    """The posting, and whether it is new: the same bytes again are the same posting. What the
    person selected counts again until the posting has been read."""
    digest = blobs.store(session, user_id, submitted.content, submitted.media_type)
    statement = insert(PostingRow).values(
        id=new_id(),
        user_id=user_id,
        sha256=digest,
        media_type=submitted.media_type,
        source_url=submitted.source_url,
        stated=dict(submitted.stated),
    )
    made = session.execute(
        statement.on_conflict_do_nothing(index_elements=["user_id", "sha256"]).returning(
            PostingRow.id
        )
    ).scalar()
    row = session.scalars(
        select(PostingRow).where(PostingRow.sha256 == digest).options(*_HEAVY)
    ).one()
    if made is None and row.parsed is None and submitted.stated:
        row.stated = dict(submitted.stated)
        session.flush()
    return row, made is not None


def get(session: Session, posting_id: UUID) -> PostingRow:
    row = session.scalars(
        select(PostingRow).where(PostingRow.id == posting_id).options(*_HEAVY)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such posting.")
    return row


def require(session: Session, posting_id: UUID) -> None:
    """Raises NotFound unless it is there."""
    if not session.scalar(select(func.count()).where(PostingRow.id == posting_id)):
        raise NotFound("There is no such posting.")


def lookalikes(
    session: Session, row: PostingRow, canonical_url: str | None
) -> Sequence[PostingRow]:
    """The user's other postings that may be the same as ``row``, which has been read: those with
    its fingerprint, address, title or employer, the oldest first."""
    parsed = PostingRow.parsed
    wanted = [PostingRow.fingerprint == row.fingerprint]
    if canonical_url:
        wanted.append(parsed["canonical_url"].astext == canonical_url)
    wanted += [
        func.lower(column) == value.lower()
        for column, value in ((PostingRow.title, row.title), (PostingRow.company, row.company))
        if value
    ]
    return session.scalars(
        select(PostingRow)
        .where(
            PostingRow.user_id == row.user_id,
            PostingRow.id != row.id,
            parsed.is_not(None),
            or_(*wanted),
        )
        .options(*_HEAVY, defer(PostingRow.analysis))
        .order_by(PostingRow.id)
        .limit(_MOST_LOOKALIKES)
    ).all()


def same_as(session: Session, row: PostingRow) -> Sequence[PostingRow]:
    """The user's other postings that are linked as the same one, the oldest first."""
    first = row.canonical_id or row.id
    return session.scalars(
        select(PostingRow)
        .where(
            or_(PostingRow.id == first, PostingRow.canonical_id == first), PostingRow.id != row.id
        )
        .options(*_HEAVY, defer(PostingRow.analysis))
        .order_by(PostingRow.id)
        .limit(_MOST_LOOKALIKES)
    ).all()


def newest_page(session: Session, *, after: UUID | None, limit: int) -> Page[PostingRow]:
    statement = select(PostingRow).options(
        *_HEAVY, defer(PostingRow.description), defer(PostingRow.analysis)
    )
    return newest_first(session, statement, PostingRow.id, after=after, limit=limit)
