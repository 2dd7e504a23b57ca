"""Users with an application, as rows, for tests and measurements of what happens below the API."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from copilot.database.identifiers import new_id
from copilot.database.models import (
    Application,
    Blob,
    PostingRow,
    Profile,
    ProfileVersion,
    Run,
    User,
)
from copilot.domain.profile import Goals, Weights
from copilot.pipeline.runs import start_application_run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from copilot.database.session import Database

RESUME: Mapping[str, object] = {
    "basics": {"name": "Ida Nyström", "email": "ida@example.org", "label": "Backend developer"},
    "work": [
        {
            "name": "Tallkotten AB",
            "position": "Backend developer",
            "startDate": "2019-03",
            "highlights": [
                "Built an order service in Python and PostgreSQL for 40 warehouses",
                "Cut the nightly import from 3 hours to 20 minutes",
            ],
        }
    ],
    "education": [
        {"institution": "Uppsala universitet", "studyType": "BSc", "area": "Computer science"}
    ],
    "skills": [{"name": "Python"}, {"name": "PostgreSQL"}, {"name": "Docker"}],
    "languages": [{"language": "Swedish", "fluency": "Native"}],
}

POSTING = """# Backend engineer

Company: Granskog Logistics
Location: Göteborg

We are looking for a backend engineer who keeps our parcel network running.

## What you need
- At least 3 years of experience with Python
- Good knowledge of PostgreSQL
- Experience with Kubernetes

## Nice to have
- Docker

## What you will do
- Build services that route parcels between terminals
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    user_id: UUID
    profile_version_id: UUID


def sign_up(database: Database, resume: Mapping[str, object] = RESUME) -> Candidate:
    """A user with one profile; the password hash is none, so nobody can sign in."""
    user_id = new_id()
    with database.transaction(user_id) as session:
        session.add(User(id=user_id, email=f"{user_id}@example.org", password_hash="-"))  # noqa: S106
        session.flush()
        profile = Profile(id=new_id(), user_id=user_id, name="Main")
        session.add(profile)
        session.flush()
        version = ProfileVersion(
            id=new_id(),
            user_id=user_id,
            profile_id=profile.id,
            number=1,
            resume=dict(resume),
            goals=Goals().model_dump(mode="json"),
            weights=Weights().model_dump(mode="json"),
            source="api",
        )
        session.add(version)
    return Candidate(user_id, version.id)


def apply(
    database: Database,
    candidate: Candidate,
    *,
    posting: str = POSTING,
    media_type: str = "text/markdown",
    released: bool = False,
    request_id: str | None = None,
    script: Mapping[str, object] | None = None,
) -> UUID:
    """A posting of its own, an application and its run; answers with the run's id. ``script`` is
    for scripted workers."""
    with database.transaction(candidate.user_id) as session:
        application = _application(session, candidate, posting, media_type)
        run = start_application_run(
            session,
            application,
            candidate.profile_version_id,
            options={"script": script} if script else {},
            released=released,
            request_id=request_id,
        )
        return run.id


def _application(
    session: Session, candidate: Candidate, posting: str, media_type: str
) -> Application:
    content = f"{posting}\n<!-- {uuid4()} -->\n".encode()
    digest = sha256(content).digest()
    version = session.get_one(ProfileVersion, candidate.profile_version_id)
    session.add(
        Blob(
            user_id=candidate.user_id,
            sha256=digest,
            content=content,
            media_type=media_type,
        )
    )
    session.flush()
    row = PostingRow(id=new_id(), user_id=candidate.user_id, sha256=digest, media_type=media_type)
    session.add(row)
    session.flush()
    application = Application(
        id=new_id(), user_id=candidate.user_id, profile_id=version.profile_id, posting_id=row.id
    )
    session.add(application)
    session.flush()
    return application


def run_row(database: Database, candidate: Candidate, run_id: UUID) -> Run:
    with database.transaction(candidate.user_id) as session:
        return session.get_one(Run, run_id)
