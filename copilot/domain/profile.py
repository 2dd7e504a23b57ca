"""What the candidate wants, beside what the résumé states."""

from __future__ import annotations

from pydantic import Field, model_validator

from copilot.domain.posting import RemotePolicy
from copilot.domain.values import Value


class Goals(Value):
    """What the candidate looks for. Everything may stay empty."""

    titles: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()
    remote_policies: tuple[RemotePolicy, ...] = ()
    employment_types: tuple[str, ...] = ()
    salary_minimum: float | None = Field(default=None, ge=0)
    """Per year, in ``salary_currency``."""
    salary_currency: str | None = None
    text: str | None = None
    """In the candidate's own words."""


class Weights(Value):
    """How much each dimension counts in the total score. Only their ratio matters."""

    skills: float = Field(default=0.5, ge=0, le=1)
    experience: float = Field(default=0.35, ge=0, le=1)
    goals: float = Field(default=0.15, ge=0, le=1)

    @model_validator(mode="after")
    def _something_counts(self) -> Weights:
        if self.skills + self.experience + self.goals <= 0:
            raise ValueError("at least one weight must be above 0")
        return self
