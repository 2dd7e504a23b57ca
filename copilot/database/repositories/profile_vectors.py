"""The stored vectors of a profile, which a search asks with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from copilot.database.models import ProfileVector, ProfileVersion
from copilot.domain.match import Dimension


@dataclass(frozen=True, slots=True)
class ProfileVectors:
    version: int
    """Number of the profile version that they were made of."""
    encoder: str
    vectors: Mapping[Dimension, Any]


def newest_vectors(session: Session, profile_id: UUID, encoder: str) -> ProfileVectors | None:
    """The vectors of the newest version of the profile that has any from ``encoder`` (its name,
    without version); None if no version has been embedded yet."""
    newest = session.execute(
        select(ProfileVersion.id, ProfileVersion.number, ProfileVector.encoder)
        .join(ProfileVector, ProfileVector.profile_version_id == ProfileVersion.id)
        .where(
            ProfileVersion.profile_id == profile_id,
            ProfileVector.encoder.startswith(f"{encoder}@", autoescape=True),
        )
        .order_by(ProfileVersion.number.desc(), ProfileVector.created_at.desc())
        .limit(1)
    ).one_or_none()
    if newest is None:
        return None
    rows = session.execute(
        select(ProfileVector.dimension, ProfileVector.vector).where(
            ProfileVector.profile_version_id == newest.id, ProfileVector.encoder == newest.encoder
        )
    )
    vectors = {Dimension(row.dimension): row.vector for row in rows}
    return ProfileVectors(newest.number, newest.encoder, vectors)
