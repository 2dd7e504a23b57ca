"""What several steps read: the posting, the profile version, the match of a run."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from copilot.agents.contracts import DraftRequest, WritingOptions
from copilot.database.models import Application, Blob, MatchRow, PostingRow, ProfileVersion
from copilot.domain.match import Match
from copilot.domain.posting import Posting, PostingAnalysis
from copilot.domain.profile import Goals, Weights
from copilot.domain.resume import Resume
from copilot.errors import NotFound
from copilot.pipeline.context import RunView


def posting_row(session: Session, run: RunView) -> PostingRow:
    """The posting that the run is about. Raises NotFound if it was deleted meanwhile."""
    if run.posting_id is not None:
        wanted = select(PostingRow).where(PostingRow.id == run.posting_id)
    else:
        wanted = (
            select(PostingRow)
            .join(Application, Application.posting_id == PostingRow.id)
            .where(Application.id == run.application_id)
        )
    row = session.scalars(wanted).one_or_none()
    if row is None:
        raise NotFound("The posting of this run was deleted.")
    return row


def read_posting(row: PostingRow) -> tuple[Posting, PostingAnalysis]:
    return Posting.model_validate(row.parsed), PostingAnalysis.model_validate(row.analysis)


def profile_version(session: Session, run: RunView) -> ProfileVersion:
    return session.get_one(ProfileVersion, run.profile_version_id)


def read_profile(row: ProfileVersion) -> tuple[Resume, Goals, Weights]:
    return (
        Resume.from_json(row.resume),
        Goals.model_validate(row.goals),
        Weights.model_validate(row.weights),
    )


def draft_request(session: Session, run: RunView) -> DraftRequest:
    """All that an agent may use to write for this run."""
    posting, analysis = read_posting(posting_row(session, run))
    profile, _, _ = read_profile(profile_version(session, run))
    match = session.get_one(MatchRow, UUID(run.results["match_profile"]["match_id"]))
    options = {
        name: run.options[name]
        for name in WritingOptions.model_fields
        if run.options.get(name) is not None
    }
    return DraftRequest(
        profile=profile,
        posting=posting,
        analysis=analysis,
        match=Match.model_validate(match.content),
        options=WritingOptions.model_validate(options),
    )


def keep_blob(session: Session, user_id: UUID, content: bytes, media_type: str) -> bytes:
    """Store bytes once per user; answers with their SHA-256."""
    digest = sha256(content).digest()
    session.execute(
        insert(Blob)
        .values(user_id=user_id, sha256=digest, content=content, media_type=media_type)
        .on_conflict_do_nothing()
    )
    return digest
