"""Reads an uploaded résumé, in a subprocess with limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from copilot.database.models import Blob, ResumeImport
from copilot.documents import isolation
from copilot.documents.isolation import read_resume_isolated
from copilot.documents.resumes import READER_VERSION, ResumeReading
from copilot.pipeline.context import Resources, RunView, StepContext


@dataclass(frozen=True, slots=True)
class Inputs:
    import_id: UUID
    content: bytes
    media_type: str


def before_fork(resources: Resources) -> None:
    isolation.warm_up_for_forks()


def warm_up(resources: Resources) -> None:
    isolation.warm_up()


def load(session: Session, run: RunView) -> Inputs:
    row = session.get_one(ResumeImport, run.import_id)
    blob = session.get_one(Blob, (run.user_id, row.sha256))
    return Inputs(row.id, blob.content, row.media_type)


def compute(inputs: Inputs, context: StepContext) -> ResumeReading:
    return read_resume_isolated(inputs.content, inputs.media_type)


def store(
    session: Session, run: RunView, inputs: Inputs, output: ResumeReading
) -> Mapping[str, Any]:
    row = session.get_one(ResumeImport, inputs.import_id)
    row.reading = output.model_dump(mode="json", by_alias=True, exclude_none=True)
    row.reader_version = READER_VERSION
    session.flush()
    return {"unplaced": len(output.unplaced), "warnings": len(output.warnings)}
