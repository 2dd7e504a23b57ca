"""What a search among postings may be narrowed by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from copilot.database.models import Application, PostingRow
from copilot.domain.posting import RemotePolicy


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty and None filter nothing. A posting that does not say what a filter asks is left out."""

    company: str | None = None
    location: str | None = None
    """Part of the name, any case, as is ``company``."""
    remote_policies: tuple[RemotePolicy, ...] = ()
    employment_types: tuple[str, ...] = ()
    """Any of them."""
    seniorities: tuple[str, ...] = ()
    salary_minimum: float | None = None
    """For a year, in ``salary_currency``; the most that the posting states must reach it."""
    salary_currency: str | None = None
    """ISO 4217."""
    newer_than_days: int | None = None
    """By the date that the posting states; where it states none, by when it was submitted."""
    tracking: tuple[str, ...] = ()
    """Of an application for it; any of them."""


def conditions(filters: Filters) -> list[ColumnElement[bool]]:
    row = PostingRow
    found: list[ColumnElement[bool]] = []
    if filters.company:
        found.append(_holds(row.company, filters.company))
    if filters.location:
        found.append(_holds(row.location, filters.location))
    if filters.remote_policies:
        found.append(row.remote_policy.in_([policy.value for policy in filters.remote_policies]))
    if filters.employment_types:
        found.append(or_(*(row.employment_types.contains([t]) for t in filters.employment_types)))
    if filters.seniorities:
        found.append(row.seniority.in_(filters.seniorities))
    if filters.salary_minimum is not None:
        found.append(row.salary_per_year >= filters.salary_minimum)
    if filters.salary_currency:
        found.append(row.salary_currency == filters.salary_currency)
    if filters.newer_than_days is not None:
        oldest = datetime.now(UTC) - timedelta(days=filters.newer_than_days)
        found.append(func.coalesce(row.date_posted, func.date(row.created_at)) >= oldest.date())
    if filters.tracking:
        found.append(
            exists(
                select(Application.id).where(
                    Application.posting_id == row.id, Application.tracking.in_(filters.tracking)
                )
            )
        )
    return found


def _holds(column: InstrumentedAttribute[Any], part: str) -> ColumnElement[bool]:
    return column.icontains(part, autoescape=True)
