"""How a profile meets a posting: every requirement with its evidence, and the scores."""

from __future__ import annotations

from datetime import UTC, date, datetime

from copilot.domain.match import Dimension, Match, RequirementMatch
from copilot.domain.posting import Posting, PostingAnalysis
from copilot.domain.profile import Goals, Weights
from copilot.domain.resume import Resume
from copilot.embeddings import Encoder, encoder_id
from copilot.matching.judging import Candidate, Vector, judge
from copilot.matching.reading import read_profile
from copilot.matching.scoring import DIMENSION_OF, dimension_score, total_score, weight_of
from copilot.matching.wishes import judge_wishes

MATCHER_VERSION = "1"


def match(
    profile: Resume,
    goals: Goals,
    weights: Weights,
    posting: Posting,
    analysis: PostingAnalysis,
    encoder: Encoder,
    *,
    today: date | None = None,
) -> Match:
    """The explained match. The same input gives the same match; ``today`` ends the work that a
    résumé calls current (the UTC date if None).

    A posting without requirements, or an empty profile, gives a match that says so.
    """
    day = today if today is not None else datetime.now(UTC).date()
    read = read_profile(profile, encoder)
    candidate = Candidate(read, goals, day)

    def encode(text: str) -> Vector:
        vector: Vector = encoder.encode([text])[0]
        return vector

    judged = []
    for requirement in analysis.requirements:
        found = judge(requirement, encode, posting, candidate)
        judged.append(
            RequirementMatch(
                requirement=requirement,
                dimension=DIMENSION_OF[requirement.kind],
                verdict=found.verdict,
                weight=weight_of(requirement),
                evidence=found.evidence,
                reason=found.reason,
            )
        )
    wishes = judge_wishes(posting, goals, profile, encoder)
    scores = tuple(
        dimension_score(
            dimension,
            [entry for entry in judged if entry.dimension is dimension],
            wishes if dimension is Dimension.GOALS else (),
        )
        for dimension in Dimension
    )
    return Match(
        score=total_score(scores, weights),
        dimensions=scores,
        requirements=tuple(judged),
        weights=weights,
        encoder=encoder_id(encoder),
        matcher_version=MATCHER_VERSION,
    )
