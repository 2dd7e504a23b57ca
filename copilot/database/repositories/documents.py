"""Documents in versions, and what they were rendered to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, defer

from copilot.database.identifiers import new_id
from copilot.database.models import (
    Application,
    Blob,
    Document,
    ProfileVersion,
    Rendition,
    Run,
)
from copilot.database.repositories import applications, blobs
from copilot.errors import NotFound


def versions(session: Session, application_id: UUID) -> Sequence[Document]:
    """All versions of all documents, without their contents, newest first."""
    applications.get(session, application_id)
    return session.scalars(
        select(Document)
        .where(Document.application_id == application_id)
        .options(defer(Document.content), defer(Document.edits))
        .order_by(Document.kind, Document.version.desc())
    ).all()


def get(session: Session, application_id: UUID, kind: str, version: int | None) -> Document:
    """The newest version, or the named one. Raises NotFound."""
    statement = select(Document).where(
        Document.application_id == application_id, Document.kind == kind
    )
    if version is not None:
        statement = statement.where(Document.version == version)
    row = session.scalars(statement.order_by(Document.version.desc()).limit(1)).one_or_none()
    if row is None:
        applications.get(session, application_id)
        raise NotFound("There is no such document yet; look at the run.")
    return row


def made_before(session: Session, document: Document) -> Document | None:
    """The newest version up to this one that an engine made."""
    return session.scalars(
        select(Document)
        .where(
            Document.application_id == document.application_id,
            Document.kind == document.kind,
            Document.version <= document.version,
            Document.author == "engine",
        )
        .order_by(Document.version.desc())
        .limit(1)
    ).one_or_none()


def profile_version_of(session: Session, document: Document) -> ProfileVersion:
    """What the document speaks from: its run's profile version, or for what the user wrote, that of
    the application's newest run."""
    return _profile_version(session, document.application_id, document.run_id)


def day_of(session: Session, document: Document) -> date:
    """The day that stands in a letter: its run's, as the pipeline writes it, or the edit's own."""
    if document.run_id is None:
        return document.created_at.date()
    return session.get_one(Run, document.run_id).created_at.date()


def newest_profile_version(session: Session, application: Application) -> ProfileVersion:
    """The profile version of the application's newest run. Raises NotFound."""
    return _profile_version(session, application.id, None)


def _profile_version(session: Session, application_id: UUID, run_id: UUID | None) -> ProfileVersion:
    statement = (
        select(ProfileVersion)
        .join(Run, Run.profile_version_id == ProfileVersion.id)
        .where(Run.application_id == application_id)
        .order_by(Run.id.desc())
        .limit(1)
    )
    if run_id is not None:
        statement = statement.where(Run.id == run_id)
    row = session.scalars(statement).one_or_none()
    if row is None:
        raise NotFound("Nothing ran for this application yet.")
    return row


def add_of_user(
    session: Session,
    application: Application,
    kind: str,
    *,
    content: dict[str, Any],
    report: dict[str, Any],
    edits: list[Any],
    language: str,
) -> Document:
    """A version that the user wrote. ``application`` must be locked."""
    newest = session.scalar(
        select(func.max(Document.version)).where(
            Document.application_id == application.id, Document.kind == kind
        )
    )
    row = Document(
        id=new_id(),
        user_id=application.user_id,
        application_id=application.id,
        kind=kind,
        version=(newest or 0) + 1,
        author="user",
        content=content,
        edits=edits,
        report=report,
        provenance={},
        language=language,
        created_at=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    return row


def rendition(session: Session, document_id: UUID, format: str, layout: str) -> bytes | None:
    """The stored bytes, or None if it was not rendered yet."""
    return session.scalar(
        select(Blob.content)
        .join(Rendition, (Rendition.user_id == Blob.user_id) & (Rendition.sha256 == Blob.sha256))
        .where(
            Rendition.document_id == document_id,
            Rendition.format == format,
            Rendition.layout == layout,
        )
    )


def store_rendition(
    session: Session, document: Document, format: str, layout: str, content: bytes, media_type: str
) -> None:
    """Somebody else may have stored the same in the meantime; that is no error."""
    digest = blobs.store(session, document.user_id, content, media_type)
    session.execute(
        insert(Rendition)
        .values(
            document_id=document.id,
            format=format,
            layout=layout,
            user_id=document.user_id,
            sha256=digest,
        )
        .on_conflict_do_nothing()
    )
