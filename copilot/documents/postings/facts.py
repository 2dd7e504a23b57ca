"""What one source says about a posting, and how several sources become one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from copilot.documents.postings.cleaning import fold
from copilot.documents.postings.vocabulary import phrases
from copilot.domain.posting import FieldSource, RemotePolicy, Salary

ENOUGH_TEXT = 200
"""Characters of description below which a source is taken for a stub if another one has more."""

_GENERIC_TITLES = phrases("generic_titles.txt")


@dataclass(frozen=True, slots=True)
class Facts:
    """Fields as one source states them; None and empty where it says nothing."""

    source: FieldSource
    title: str | None = None
    company: str | None = None
    locations: tuple[str, ...] = ()
    remote_policy: RemotePolicy | None = None
    employment_types: tuple[str, ...] = ()
    salary: Salary | None = None
    date_posted: date | None = None
    valid_through: date | None = None
    description: str | None = None
    """Markdown."""
    apply_url: str | None = None
    canonical_url: str | None = None


MERGED = (
    "title",
    "company",
    "locations",
    "remote_policy",
    "employment_types",
    "salary",
    "date_posted",
    "valid_through",
    "apply_url",
    "canonical_url",
)


@dataclass(frozen=True, slots=True)
class Merged:
    fields: dict[str, object]
    sources: dict[str, FieldSource]

    @property
    def title(self) -> str | None:
        value = self.fields.get("title")
        return value if isinstance(value, str) else None

    @property
    def description(self) -> str:
        value = self.fields.get("description")
        return value if isinstance(value, str) else ""


def is_generic_title(title: str, company: str | None = None) -> bool:
    """True for what pages put where a title belongs: "Job details", the company's own name."""
    folded = fold(title)
    return (
        not folded
        or folded in _GENERIC_TITLES
        or len(title) > 160
        or (company is not None and folded == fold(company))
    )


def merge(readings: Sequence[Facts]) -> Merged:
    """Take each field from the first source that states it; ``readings`` stand in order of trust.

    A generic title and a description that is a stub beside another source's give way.
    """
    fields: dict[str, object] = {}
    sources: dict[str, FieldSource] = {}
    company = next((r.company for r in readings if r.company), None)
    for name in MERGED:
        for reading in readings:
            value = getattr(reading, name)
            if not value:
                continue
            stated = reading.source is FieldSource.CLIENT
            if name == "title" and not stated and is_generic_title(value, company):
                continue
            fields[name] = value
            sources[name] = reading.source
            break
    described = [r for r in readings if r.description]
    chosen = next(
        (
            r
            for r in described
            if r.source is FieldSource.CLIENT or len(r.description or "") >= ENOUGH_TEXT
        ),
        max(described, key=lambda r: len(r.description or ""), default=None),
    )
    if chosen is not None:
        fields["description"] = chosen.description
        sources["description"] = chosen.source
    return Merged(fields, sources)
