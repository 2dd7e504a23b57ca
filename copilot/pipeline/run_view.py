"""What a step is told about its run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RunView:
    """The row of a run without its session, and what earlier steps left behind."""

    id: UUID
    user_id: UUID
    lineage_id: UUID
    application_id: UUID | None
    import_id: UUID | None
    posting_id: UUID | None
    profile_version_id: UUID | None
    options: Mapping[str, Any]
    created_at: datetime
    results: Mapping[str, Mapping[str, Any]]
    """Step name → result of the steps that succeeded."""
