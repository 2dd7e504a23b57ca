"""How a profile meets a posting, explained."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from copilot.domain.posting import Requirement
from copilot.domain.profile import Weights
from copilot.domain.values import Value


class Dimension(StrEnum):
    SKILLS = "skills"
    EXPERIENCE = "experience"
    GOALS = "goals"


class Fulfilment(StrEnum):
    MET = "met"
    PARTLY = "partly"
    MISSING = "missing"


class Evidence(Value):
    """A place in the profile that supports something."""

    path: str
    """A path into the JSON Resume document, such as ``work[0].highlights[2]``."""
    quote: str
    """The words that stand there, verbatim."""
    strength: float = Field(ge=0, le=1)


class RequirementMatch(Value):
    requirement: Requirement
    dimension: Dimension
    verdict: Fulfilment
    weight: float = Field(ge=0)
    """Its share in its dimension before normalisation."""
    evidence: tuple[Evidence, ...] = ()
    reason: str
    """One sentence for a person."""


class DimensionScore(Value):
    dimension: Dimension
    score: float | None = Field(ge=0, le=100)
    """Weighted share of the dimension's requirements that are met; None if the posting and the
    candidate state nothing to compare, and then the dimension does not count."""
    reason: str


class Match(Value):
    score: float = Field(ge=0, le=100)
    dimensions: tuple[DimensionScore, ...]
    requirements: tuple[RequirementMatch, ...]
    weights: Weights
    encoder: str
    """Name and version of the encoder of the vectors that took part."""
    matcher_version: str
