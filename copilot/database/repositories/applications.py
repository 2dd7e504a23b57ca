"""Applications with what a list of them shows: the posting, the last run, the score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple
from uuid import UUID

from sqlalchemy import Row, delete, exists, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import Session

from copilot.database.identifiers import new_id
from copilot.database.models import (
    Application,
    Document,
    MatchRow,
    ModelCall,
    PostingRow,
    Run,
)
from copilot.database.repositories.pages import Page, newest_first
from copilot.errors import NotFound


class ApplicationView(NamedTuple):
    application: Application
    posting: Row[*tuple[Any, ...]]
    """title, company, location, source_url"""
    last_run: Row[*tuple[Any, ...]] | None
    """id, status"""
    score: float | None


def get_or_create(
    session: Session,
    user_id: UUID,
    *,
    profile_id: UUID,
    posting_id: UUID,
    options: Mapping[str, Any],
) -> tuple[Application, bool]:
    """The application of this profile to this posting, locked, and whether it is new."""
    made = session.execute(
        insert(Application)
        .values(
            id=new_id(),
            user_id=user_id,
            profile_id=profile_id,
            posting_id=posting_id,
            options=dict(options),
        )
        .on_conflict_do_nothing(index_elements=["user_id", "profile_id", "posting_id"])
        .returning(Application)
    ).scalar()
    if made is not None:
        return made, True
    row = session.scalars(
        select(Application)
        .where(Application.profile_id == profile_id, Application.posting_id == posting_id)
        .with_for_update(key_share=True)
    ).one()
    return row, False


def get(
    session: Session, application_id: UUID, *, lock: Literal["change", "delete"] | None = None
) -> Application:
    """Locked to be changed, which lets workers add documents meanwhile, or to be deleted, which
    waits for them first. Raises NotFound."""
    statement = select(Application).where(Application.id == application_id)
    if lock is not None:
        statement = statement.with_for_update(key_share=lock == "change")
    row = session.scalars(statement).one_or_none()
    if row is None:
        raise NotFound("There is no such application.")
    return row


def last_run(session: Session, application_id: UUID) -> Run | None:
    return session.scalars(
        select(Run).where(Run.application_id == application_id).order_by(Run.id.desc()).limit(1)
    ).one_or_none()


def newest_page(
    session: Session,
    *,
    tracking: str | None,
    profile_id: UUID | None,
    posting_id: UUID | None,
    after: UUID | None,
    limit: int,
) -> Page[ApplicationView]:
    statement = select(Application)
    if tracking is not None:
        statement = statement.where(Application.tracking == tracking)
    if profile_id is not None:
        statement = statement.where(Application.profile_id == profile_id)
    if posting_id is not None:
        statement = statement.where(Application.posting_id == posting_id)
    page = newest_first(session, statement, Application.id, after=after, limit=limit)
    return Page(views(session, page.items), page.after)


def views(session: Session, applications: Sequence[Application]) -> list[ApplicationView]:
    """Three queries, however many applications."""
    ids = [application.id for application in applications]
    postings = {
        row.id: row
        for row in session.execute(
            select(
                PostingRow.id,
                PostingRow.title,
                PostingRow.company,
                PostingRow.location,
                PostingRow.source_url,
            ).where(PostingRow.id.in_({a.posting_id for a in applications}))
        )
    }
    runs = {
        row.application_id: row
        for row in session.execute(
            select(Run.application_id, Run.id, Run.status)
            .where(Run.application_id.in_(ids))
            .ext(distinct_on(Run.application_id))
            .order_by(Run.application_id, Run.id.desc())
        )
    }
    scores = {
        row.application_id: row.score
        for row in session.execute(
            select(MatchRow.application_id, MatchRow.score)
            .where(MatchRow.application_id.in_(ids))
            .ext(distinct_on(MatchRow.application_id))
            .order_by(MatchRow.application_id, MatchRow.id.desc())
        )
    }
    return [
        ApplicationView(row, postings[row.posting_id], runs.get(row.id), scores.get(row.id))
        for row in applications
    ]


def newest_documents(session: Session, application_id: UUID) -> dict[str, int]:
    """Kind → newest version."""
    rows = session.execute(
        select(Document.kind, Document.version)
        .where(Document.application_id == application_id)
        .ext(distinct_on(Document.kind))
        .order_by(Document.kind, Document.version.desc())
    )
    return {row.kind: row.version for row in rows}


def match_of(session: Session, application_id: UUID, run_id: UUID | None) -> MatchRow:
    """The newest match, or that of one run. Raises NotFound."""
    get(session, application_id)
    statement = select(MatchRow).where(MatchRow.application_id == application_id)
    if run_id is not None:
        statement = statement.where(MatchRow.run_id == run_id)
    row = session.scalars(statement.order_by(MatchRow.id.desc()).limit(1)).one_or_none()
    if row is None:
        raise NotFound("There is no match yet; look at the run.")
    return row


def has_call_in_flight(session: Session, application_id: UUID) -> bool:
    """Whether money is reserved for a model call that has not been answered yet."""
    statement = exists().where(
        ModelCall.run_id == Run.id,
        Run.application_id == application_id,
        ModelCall.status == "reserved",
    )
    return bool(session.scalar(select(statement)))


def remove(session: Session, application_id: UUID) -> None:
    """With its runs, match and documents."""
    session.execute(delete(Application).where(Application.id == application_id))
