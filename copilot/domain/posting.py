"""A job posting as read from a page, and its analysis."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from copilot.domain.values import Value


class RemotePolicy(StrEnum):
    ONSITE = "onsite"
    HYBRID = "hybrid"
    REMOTE = "remote"


class SalaryPeriod(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class FieldSource(StrEnum):
    """Where a field of a posting was read, the most trusted first."""

    CLIENT = "client"
    JSON_LD = "json-ld"
    SITE = "site-reader"
    META = "meta"
    PAGE = "page"
    TEXT = "text"
    WORK = "work"
    """A title that is the text's own words for the work, where nothing names the role."""


class Salary(Value):
    minimum: float | None = None
    maximum: float | None = None
    currency: str | None = None
    """ISO 4217."""
    period: SalaryPeriod | None = None


class Signal(Value):
    """A hint that a posting may be a ghost or a scam. A hint, never a verdict."""

    code: str
    message: str


class Posting(Value):
    """What a page says. ``None`` and empty mean that the page does not say it."""

    title: str
    company: str | None = None
    locations: tuple[str, ...] = ()
    remote_policy: RemotePolicy | None = None
    employment_types: tuple[str, ...] = ()
    salary: Salary | None = None
    date_posted: date | None = None
    valid_through: date | None = None
    description: str
    """The posting's text as Markdown; hidden text is gone."""
    apply_url: str | None = None
    canonical_url: str | None = None
    language: str | None = None
    """ISO 639-1."""
    sources: dict[str, FieldSource] = Field(default_factory=dict)
    """Field name → where it was read."""
    signals: tuple[Signal, ...] = ()


class RequirementKind(StrEnum):
    SKILL = "skill"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    CERTIFICATE = "certificate"
    LANGUAGE = "language"
    LOCATION = "location"
    PERMIT = "permit"
    RESPONSIBILITY = "responsibility"
    TRAIT = "trait"


class Requirement(Value):
    """One thing the posting asks for."""

    id: str
    """Stable within one analysis: r1, r2, …"""
    text: str
    """The requirement in short."""
    quote: str
    """The words of the posting, verbatim from its description (or title)."""
    kind: RequirementKind
    must_have: bool
    skills: tuple[str, ...] = ()
    """Names of skills asked for, as the posting writes them."""
    years: float | None = Field(default=None, ge=0)
    """Years of experience asked for, the lower bound."""
    confidence: float = Field(ge=0, le=1)


class PostingAnalysis(Value):
    """What the job analyzer made of a posting."""

    requirements: tuple[Requirement, ...]
    skills: tuple[str, ...] = ()
    """All skills the posting names, as it writes them, most important first."""
    responsibilities: tuple[str, ...] = ()
    """Verbatim sentences of the posting."""
    company_facts: tuple[str, ...] = ()
    """Verbatim sentences of the posting about the employer."""
    seniority: str | None = None
    language: str | None = None
    """ISO 639-1."""
    confidence: float = Field(ge=0, le=1)
    engine: str
    """extractive, or provider:model."""
    prompt_version: str
