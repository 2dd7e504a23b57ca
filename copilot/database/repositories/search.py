"""Search among the user's postings: for a profile by words and vectors together, or by words alone.

For a profile, candidates come from four lists, the best of each: the postings nearest to the
profile's vector in each dimension that counts (the index of vectors answers, as far as it has to
go to satisfy the filters), and those that share its words (the index of words answers). All
candidates are then ranked exactly, by what is stored; no model runs here.

A candidate's score is the plain mean of what its vectors, its words and the skills that it names
have in common with the profile. The three shares were not fitted to anything.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    CTE,
    REAL,
    ColumnElement,
    Double,
    Numeric,
    Row,
    Select,
    Subquery,
    TableValuedAlias,
    Text,
    Uuid,
    any_,
    case,
    cast,
    column,
    exists,
    func,
    literal,
    select,
    true,
    tuple_,
    union,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from copilot.database.models import PostingRow, PostingVector
from copilot.database.repositories.posting_filters import Filters, conditions
from copilot.database.repositories.profile_vectors import ProfileVectors
from copilot.domain.match import Dimension
from copilot.domain.profile import Weights
from copilot.observability import metrics

CANDIDATES = 400
"""How many postings each list offers; nobody pages further."""

# The indexes of vectors are asked for as many rows as the filters leave over, in batches, and what
# they find is put in order afterwards. See ``benchmarks.search`` for recall and speed.
EF_SEARCH = 200
PROBES = 64
MAX_SCAN_TUPLES = 100_000
"""Vectors that one scan may compare. With pgvector's own 20,000 a filter that keeps one posting in
a hundred loses some of the nearest."""
SCAN_MEMORY = 8
"""What one scan may remember, in times of work_mem: with a selective filter it goes far."""
_SETTINGS = {
    "hnsw.iterative_scan": "relaxed_order",
    "hnsw.ef_search": str(EF_SEARCH),
    "hnsw.max_scan_tuples": str(MAX_SCAN_TUPLES),
    "hnsw.scan_mem_multiplier": str(SCAN_MEMORY),
    "ivfflat.iterative_scan": "relaxed_order",
    "ivfflat.probes": str(PROBES),
    # The plan must know the dimension and the encoder: the indexes are partial.
    "plan_cache_mode": "force_custom_plan",
}

# Cosines of the default encoder between pooled texts about work: unrelated ones lie below the
# floor, the closest reach the top.
_COSINE_FLOOR, _COSINE_TOP = 0.2, 0.8
_RELEVANCE_HALF = 0.005
"""The relevance of words at which they count half: about the middle of a field's postings."""
_SKILLS_DOUBT = 2
"""Skills added to those that a posting names: one of one says less than six of six."""

_SHOWN = (
    PostingRow.id,
    PostingRow.title,
    PostingRow.company,
    PostingRow.location,
    PostingRow.language,
    PostingRow.source_url,
    PostingRow.remote_policy,
    PostingRow.employment_types,
    PostingRow.seniority,
    PostingRow.date_posted,
    PostingRow.parsed["salary"].label("salary"),
    PostingRow.created_at,
)


class Place(NamedTuple):
    """Where a page ends: what follows is ranked lower."""

    score: float
    posting_id: UUID


@dataclass(frozen=True, slots=True)
class Hit:
    posting: Row[*tuple[Any, ...]]
    """The columns that a list of postings shows, and ``skills``, those that the posting names."""
    score: float
    """0 to 100; two searches are not comparable."""
    likeness: Mapping[Dimension, float]
    """Cosine for each dimension that both sides state."""
    relevance: float
    """Of the words; 0 if none is shared."""


@dataclass(frozen=True, slots=True)
class Hits:
    items: Sequence[Hit]
    after: Place | None


def for_profile(
    session: Session,
    *,
    vectors: ProfileVectors | None,
    weights: Weights,
    words: str,
    skills: Collection[str],
    filters: Filters,
    holding: str | None = None,
    after: Place | None,
    limit: int,
) -> Hits:
    """The postings that fit the profile, the best first. ``words`` are those of the profile, in the
    form of ``websearch_to_tsquery``; ``skills`` are all names of its skills, in lower case. Without
    vectors these two decide. A posting must hold the words of ``holding``, if given."""
    metrics.vector_search_operations.labels("profile" if vectors else "profile_words").inc()
    _prepare(session)
    wanted = [PostingRow.canonical_id.is_(None), *conditions(filters)]
    if holding is not None:
        wanted.append(PostingRow.id.in_(select(_found(holding).c.posting_id)))
    spoken = _spoken(words)
    lists = [
        select(spoken.c.posting_id)
        .join(PostingRow, PostingRow.id == spoken.c.posting_id)
        .where(*wanted)
        .order_by(spoken.c.relevance.desc(), spoken.c.posting_id)
        .limit(CANDIDATES)
    ]
    counted = _counted(vectors, weights)
    if vectors is not None:
        lists += [_nearest(dimension, vectors, wanted) for dimension in counted]
    offered = [select(part.subquery().c.posting_id) for part in lists]
    candidates = union(*offered).cte("candidates")
    relevance = func.coalesce(spoken.c.relevance, 0.0)
    ranked = select(candidates.c.posting_id, cast(relevance, Double).label("relevance"))
    ranked = ranked.outerjoin(spoken, spoken.c.posting_id == candidates.c.posting_id)
    ranked = ranked.join(PostingRow, PostingRow.id == candidates.c.posting_id)
    shares = [_said(relevance), _skills_shared(skills)]
    if vectors is not None and counted:
        alike = _alike(candidates, vectors, counted)
        ranked = ranked.join(alike, alike.c.posting_id == candidates.c.posting_id)
        ranked = ranked.add_columns(*(alike.c[dimension.value] for dimension in counted))
        shares.append(func.coalesce(_stretched(alike.c.likeness), 0.0))
    score = sum(shares[1:], shares[0]) / len(shares)
    return _page(session, ranked.add_columns(_scored(score)).subquery(), counted, after, limit)


def by_words(
    session: Session, words: str, filters: Filters, *, after: Place | None, limit: int
) -> Hits:
    """The postings that hold the words, as each posting's own language stems them. Quotes, ``or``
    and ``-`` mean what they mean to search engines."""
    metrics.vector_search_operations.labels("words").inc()
    _prepare(session)
    spoken = _spoken(words)
    ranked = (
        select(
            spoken.c.posting_id,
            cast(spoken.c.relevance, Double).label("relevance"),
            _scored(_said(spoken.c.relevance)),
        )
        .join(PostingRow, PostingRow.id == spoken.c.posting_id)
        .where(PostingRow.canonical_id.is_(None), *conditions(filters))
    )
    return _page(session, ranked.subquery(), {}, after, limit)


def has_read_postings(session: Session) -> bool:
    """Whether any posting of the user's has been read, so that it can be found."""
    return bool(session.scalar(select(exists().where(PostingRow.parsed_at.is_not(None)))))


def _prepare(session: Session) -> None:
    settings = (func.set_config(name, value, true()) for name, value in _SETTINGS.items())
    session.execute(select(*settings))


def _spoken(words: str) -> CTE:
    """All of the user's postings with any of the words: posting_id, relevance."""
    found = _found(words)
    return select(found.c.posting_id, found.c.relevance).cte("spoken").prefix_with("materialized")


def _found(words: str) -> TableValuedAlias:
    return func.find_postings(words).table_valued(
        column("posting_id", Uuid), column("relevance", REAL), name="found"
    )


def _counted(vectors: ProfileVectors | None, weights: Weights) -> dict[Dimension, float]:
    """The dimensions that the profile states and whose weight counts, with that weight."""
    if vectors is None:
        return {}
    wanted = {
        Dimension.SKILLS: weights.skills,
        Dimension.EXPERIENCE: weights.experience,
        Dimension.GOALS: weights.goals,
    }
    return {d: weight for d, weight in wanted.items() if weight > 0 and d in vectors.vectors}


def _nearest(
    dimension: Dimension, vectors: ProfileVectors, wanted: Sequence[ColumnElement[bool]]
) -> Select[UUID]:
    """What one dimension offers. With the index the order is nearly exact; the ranking is."""
    return (
        select(PostingVector.posting_id)
        .join(PostingRow, PostingRow.id == PostingVector.posting_id)
        .where(
            PostingVector.dimension == dimension.value,
            PostingVector.encoder == vectors.encoder,
            *wanted,
        )
        .order_by(PostingVector.vector.cosine_distance(vectors.vectors[dimension]))
        .limit(CANDIDATES)
    )


def _alike(
    candidates: CTE, vectors: ProfileVectors, counted: Mapping[Dimension, float]
) -> Subquery:
    """Each candidate with its cosine in each dimension and ``likeness``, their mean by weight over
    the dimensions that both sides state; None without any."""
    stored = PostingVector
    cosine = case(
        *(
            (stored.dimension == d.value, 1 - stored.vector.cosine_distance(vectors.vectors[d]))
            for d in counted
        )
    )
    weight = case(*((stored.dimension == d.value, value) for d, value in counted.items()))
    return (
        select(
            candidates.c.posting_id,
            (func.sum(weight * cosine) / func.sum(weight)).label("likeness"),
            *(func.max(cosine).filter(stored.dimension == d.value).label(d.value) for d in counted),
        )
        .outerjoin(
            stored,
            (stored.posting_id == candidates.c.posting_id) & (stored.encoder == vectors.encoder),
        )
        .group_by(candidates.c.posting_id)
        .subquery()
    )


def _stretched(likeness: ColumnElement[Any]) -> ColumnElement[Any]:
    above = (likeness - _COSINE_FLOOR) / (_COSINE_TOP - _COSINE_FLOOR)
    return func.least(1.0, func.greatest(0.0, above))


def _said(relevance: ColumnElement[Any]) -> ColumnElement[Any]:
    """0 to 1, growing ever slower."""
    return relevance / (relevance + _RELEVANCE_HALF)


def _skills_shared(skills: Collection[str]) -> ColumnElement[Any]:
    """The share of the skills that the posting names which are among ``skills``."""
    named = func.jsonb_array_elements_text(PostingRow.analysis["skills"]).table_valued("value")
    known = func.lower(named.c.value) == any_(literal(list(skills), ARRAY(Text)))
    shared = func.count().filter(known) / cast(func.count() + _SKILLS_DOUBT, Double)
    return select(shared).select_from(named).correlate(PostingRow).scalar_subquery()


def _scored(share: ColumnElement[Any]) -> ColumnElement[Any]:
    # Rounded, so that a cursor says exactly where a page ended.
    return cast(func.round(cast(100 * share, Numeric), 4), Double).label("score")


def _page(
    session: Session,
    ranked: Subquery,
    counted: Mapping[Dimension, float],
    after: Place | None,
    limit: int,
) -> Hits:
    statement = (
        select(
            *_SHOWN,
            PostingRow.analysis["skills"].label("skills"),
            ranked.c.score,
            ranked.c.relevance,
            *(ranked.c[dimension.value].label(f"like_{dimension.value}") for dimension in counted),
        )
        .join(ranked, ranked.c.posting_id == PostingRow.id)
        .order_by(ranked.c.score.desc(), PostingRow.id.desc())
        .limit(limit + 1)
    )
    if after is not None:
        place = tuple_(literal(after.score, Double), literal(after.posting_id))
        statement = statement.where(tuple_(ranked.c.score, PostingRow.id) < place)
    rows = session.execute(statement).all()
    items = [
        Hit(
            posting=row,
            score=row.score,
            likeness={
                dimension: value
                for dimension in counted
                if (value := getattr(row, f"like_{dimension.value}")) is not None
            },
            relevance=row.relevance,
        )
        for row in rows[:limit]
    ]
    last = items[-1] if len(rows) > limit else None
    return Hits(items, Place(last.score, last.posting.id) if last else None)
