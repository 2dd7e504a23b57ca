"""What the user's own postings say together: stored rows only, nothing is computed by a model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.dialects.postgresql import JSONB, distinct_on
from sqlalchemy.orm import Session

from copilot.database.models import Application, MatchRow, PostingRow

MOST_POSTINGS = 2_000
"""The newest so many are looked at."""

_DATED = func.coalesce(PostingRow.date_posted, func.date(PostingRow.created_at)).label("dated")


def requirements(session: Session, profile_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """Each posting that was read, the newest first: id, dated, ``asked`` (requirements of its
    analysis) and ``judged`` (those of its newest match with the profile, each with its verdict;
    None without any). One that was submitted twice counts once."""
    matches = (
        select(Application.posting_id, MatchRow.content["requirements"].label("entries"))
        .join(MatchRow, MatchRow.application_id == Application.id)
        .where(Application.profile_id == profile_id)
        .ext(distinct_on(Application.posting_id))
        .order_by(Application.posting_id, MatchRow.id.desc())
        .subquery()
    )
    # Evidence and reasons are most of a match, and nobody asks for them here.
    entries = func.jsonb_array_elements(matches.c.entries).table_valued("value", name="entry")
    bare = entries.c.value.cast(JSONB).op("-")("evidence").op("-")("reason")
    judged = select(func.jsonb_agg(bare)).select_from(entries).correlate(matches).scalar_subquery()
    return session.execute(
        select(
            PostingRow.id,
            _DATED,
            PostingRow.analysis["requirements"].label("asked"),
            judged.label("judged"),
        )
        .outerjoin(matches, matches.c.posting_id == PostingRow.id)
        .where(PostingRow.analysis.is_not(None), PostingRow.canonical_id.is_(None))
        .order_by(PostingRow.id.desc())
        .limit(MOST_POSTINGS)
    ).all()


def pay(
    session: Session, *, title: str | None, place: str | None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Each posting that was read, the newest first: id, title, locations, remote_policy, salary,
    dated. ``title`` and ``place`` are parts of names, any case."""
    statement = select(
        PostingRow.id,
        PostingRow.title,
        PostingRow.parsed["locations"].label("locations"),
        PostingRow.remote_policy,
        PostingRow.parsed["salary"].label("salary"),
        _DATED,
    ).where(PostingRow.parsed.is_not(None), PostingRow.canonical_id.is_(None))
    if title:
        statement = statement.where(PostingRow.title.icontains(title, autoescape=True))
    if place:
        statement = statement.where(PostingRow.location.icontains(place, autoescape=True))
    return session.execute(statement.order_by(PostingRow.id.desc()).limit(MOST_POSTINGS)).all()
