"""Profiles and their versions, which never change."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal, NamedTuple
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from copilot.database.identifiers import new_id
from copilot.database.models import Application, Profile, ProfileVersion
from copilot.database.repositories.pages import Page, newest_first
from copilot.domain.profile import Goals, Weights
from copilot.domain.resume import Resume
from copilot.errors import Conflict, NotFound

Source = Literal["api", "import", "edit"]


class VersionedProfile(NamedTuple):
    profile: Profile
    version: ProfileVersion


def create(
    session: Session,
    user_id: UUID,
    *,
    name: str,
    resume: Resume,
    goals: Goals,
    weights: Weights,
    source: Source,
) -> VersionedProfile:
    profile = Profile(id=new_id(), user_id=user_id, name=name, created_at=datetime.now(UTC))
    session.add(profile)
    session.flush()
    version = _insert_version(session, profile, 1, resume, goals, weights, source)
    return VersionedProfile(profile, version)


def get(session: Session, profile_id: UUID, number: int | None = None) -> VersionedProfile:
    """With its newest version, or with version ``number``. Raises NotFound."""
    statement = (
        select(Profile, ProfileVersion)
        .join(ProfileVersion, ProfileVersion.profile_id == Profile.id)
        .where(Profile.id == profile_id)
        .order_by(ProfileVersion.number.desc())
        .limit(1)
    )
    if number is not None:
        statement = statement.where(ProfileVersion.number == number)
    row = session.execute(statement).one_or_none()
    if row is None:
        raise NotFound("There is no such profile." if number is None else "No such version.")
    return VersionedProfile(row[0], row[1])


def change(
    session: Session,
    profile_id: UUID,
    *,
    name: str | None,
    resume: Resume | None,
    goals: Goals | None,
    weights: Weights | None,
    source: Source = "edit",
) -> VersionedProfile:
    """A new version with what is given and, for the rest, what the newest one says. The same
    content again makes no version. Raises NotFound."""
    # The lock puts versions that are made at the same time one after the other.
    session.scalars(
        select(Profile).where(Profile.id == profile_id).with_for_update(key_share=True)
    ).one_or_none()
    profile, newest = get(session, profile_id)
    if name is not None:
        profile.name = name
    resume = resume or Resume.from_json(newest.resume)
    goals = goals or Goals.model_validate(newest.goals)
    weights = weights or Weights.model_validate(newest.weights)
    if (
        resume.to_json() == newest.resume
        and goals == Goals.model_validate(newest.goals)
        and weights == Weights.model_validate(newest.weights)
    ):
        session.flush()
        return VersionedProfile(profile, newest)
    version = _insert_version(session, profile, newest.number + 1, resume, goals, weights, source)
    return VersionedProfile(profile, version)


def newest_page(session: Session, *, after: UUID | None, limit: int) -> Page[VersionedProfile]:
    page = newest_first(session, select(Profile), Profile.id, after=after, limit=limit)
    versions = session.scalars(
        select(ProfileVersion)
        .where(ProfileVersion.profile_id.in_([profile.id for profile in page.items]))
        .ext(distinct_on(ProfileVersion.profile_id))
        .order_by(ProfileVersion.profile_id, ProfileVersion.number.desc())
    )
    newest = {version.profile_id: version for version in versions}
    return Page([VersionedProfile(row, newest[row.id]) for row in page.items], page.after)


def versions_page(
    session: Session, profile_id: UUID, *, after: UUID | None, limit: int
) -> Page[ProfileVersion]:
    if session.get(Profile, profile_id) is None:
        raise NotFound("There is no such profile.")
    statement = select(ProfileVersion).where(ProfileVersion.profile_id == profile_id)
    return newest_first(session, statement, ProfileVersion.id, after=after, limit=limit)


def remove(session: Session, profile_id: UUID) -> None:
    """Raises NotFound, or Conflict while applications use it."""
    if session.get(Profile, profile_id) is None:
        raise NotFound("There is no such profile.")
    if session.scalar(select(exists().where(Application.profile_id == profile_id))):
        raise Conflict("Applications use this profile; delete them first.")
    session.execute(delete(Profile).where(Profile.id == profile_id))


def _insert_version(
    session: Session,
    profile: Profile,
    number: int,
    resume: Resume,
    goals: Goals,
    weights: Weights,
    source: Source,
) -> ProfileVersion:
    version = ProfileVersion(
        id=new_id(),
        user_id=profile.user_id,
        profile_id=profile.id,
        number=number,
        resume=resume.to_json(),
        goals=goals.model_dump(mode="json"),
        weights=weights.model_dump(mode="json"),
        source=source,
        created_at=datetime.now(UTC),
    )
    session.add(version)
    session.flush()
    return version
