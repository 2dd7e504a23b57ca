"""Vectors of the posting and of the profile version, one per dimension."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from copilot.database.models import PostingVector, ProfileVector
from copilot.domain.match import Dimension
from copilot.domain.posting import Posting, PostingAnalysis
from copilot.domain.profile import Goals
from copilot.domain.resume import Resume
from copilot.embeddings import Encoder, encode_document, encoder_id
from copilot.matching.texts import dimension_texts_for_posting, dimension_texts_for_profile
from copilot.observability import metrics
from copilot.pipeline.context import Resources, RunView, StepContext
from copilot.pipeline.steps.rows import posting_row, profile_version, read_posting, read_profile

Vectors = Mapping[Dimension, np.ndarray[Any, np.dtype[np.float32]]]


@dataclass(frozen=True, slots=True)
class Inputs:
    posting_id: UUID
    posting: Posting
    analysis: PostingAnalysis
    source_version: str
    embedded: frozenset[str]
    """Encoders that the posting has current vectors of."""
    profile: tuple[UUID, Resume, Goals] | None
    profile_embedded: frozenset[str]


@dataclass(frozen=True, slots=True)
class Output:
    encoder: str
    posting: Vectors | None
    profile: Vectors | None


def before_fork(resources: Resources) -> None:
    """Models do not survive a fork."""


def warm_up(resources: Resources) -> None:
    resources.encoder().encode(["warm"])


def load(session: Session, run: RunView) -> Inputs:
    row = posting_row(session, run)
    posting, analysis = read_posting(row)
    source_version = f"{row.parser_version}/{row.analyzer_version}"
    embedded = session.scalars(
        select(PostingVector.encoder)
        .where(PostingVector.posting_id == row.id, PostingVector.source_version == source_version)
        .distinct()
    )
    inputs = Inputs(
        row.id, posting, analysis, source_version, frozenset(embedded), None, frozenset()
    )
    if run.profile_version_id is None:
        return inputs
    version = profile_version(session, run)
    resume, goals, _ = read_profile(version)
    profile_embedded = session.scalars(
        select(ProfileVector.encoder)
        .where(ProfileVector.profile_version_id == version.id)
        .distinct()
    )
    return replace(
        inputs,
        profile=(version.id, resume, goals),
        profile_embedded=frozenset(profile_embedded),
    )


def compute(inputs: Inputs, context: StepContext) -> Output:
    encoder = context.worker.resources.encoder()
    encoder_name = encoder_id(encoder)
    posting = profile = None
    if encoder_name in inputs.embedded:
        metrics.cache_hits.labels("posting_vectors").inc()
    else:
        posting = _encode(encoder, dimension_texts_for_posting(inputs.posting, inputs.analysis))
    if inputs.profile is not None:
        if encoder_name in inputs.profile_embedded:
            metrics.cache_hits.labels("profile_vectors").inc()
        else:
            _, resume, goals = inputs.profile
            profile = _encode(encoder, dimension_texts_for_profile(resume, goals))
    return Output(encoder_name, posting, profile)


def _encode(encoder: Encoder, texts: Mapping[Dimension, Sequence[str]]) -> Vectors:
    """One vector for each dimension that has any text."""
    return {
        dimension: encode_document(encoder, parts)[0]
        for dimension, parts in texts.items()
        if any(part.strip() for part in parts)
    }


def store(session: Session, run: RunView, inputs: Inputs, output: Output) -> Mapping[str, Any]:
    stored = 0
    if output.posting:
        # A dimension that a newer analysis left empty must not keep its old vector.
        session.execute(
            delete(PostingVector).where(
                PostingVector.posting_id == inputs.posting_id,
                PostingVector.encoder == output.encoder,
            )
        )
        session.execute(
            insert(PostingVector).on_conflict_do_nothing(),
            [
                {
                    "posting_id": inputs.posting_id,
                    "dimension": dimension,
                    "encoder": output.encoder,
                    "user_id": run.user_id,
                    "vector": vector,
                    "source_version": inputs.source_version,
                }
                for dimension, vector in output.posting.items()
            ],
        )
        stored += len(output.posting)
    if output.profile and inputs.profile is not None:
        session.execute(
            insert(ProfileVector).on_conflict_do_nothing(),
            [
                {
                    "profile_version_id": inputs.profile[0],
                    "dimension": dimension,
                    "encoder": output.encoder,
                    "user_id": run.user_id,
                    "vector": vector,
                }
                for dimension, vector in output.profile.items()
            ],
        )
        stored += len(output.profile)
    return {"encoder": output.encoder, "vectors": stored}
