"""Writes the cover letter; the truth gate stands before the row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from copilot.agents import rehearsal
from copilot.agents.contracts import DraftRequest, WrittenLetter
from copilot.agents.cover_letter_generator import write_letter
from copilot.documents.rendering import DocumentFormat, render_letter
from copilot.observability import metrics
from copilot.pipeline.context import Resources, RunView, StepContext
from copilot.pipeline.layout import Layout
from copilot.pipeline.steps.documents import RENDERED_AHEAD, store_document
from copilot.pipeline.steps.rows import draft_request


@dataclass(frozen=True, slots=True)
class Output:
    written: WrittenLetter
    layout: Layout
    renditions: Mapping[DocumentFormat, bytes]


def before_fork(resources: Resources) -> None:
    resources.prepare_engine("cover_letter_generator")
    rehearsal.write()


def warm_up(resources: Resources) -> None:
    resources.prepare_engine("cover_letter_generator")
    request = rehearsal.request()
    written = rehearsal.write()
    for format in RENDERED_AHEAD:
        render_letter(written.letter, request.profile.basics, format, date=date(2026, 1, 1))


def load(session: Session, run: RunView) -> DraftRequest:
    return draft_request(session, run)


def compute(inputs: DraftRequest, context: StepContext) -> Output:
    engine = context.worker.resources.engine("cover_letter_generator", context)
    written = write_letter(inputs, engine)
    outcome = "fell_back" if written.provenance.fell_back else "accepted"
    metrics.agent_executions.labels("cover_letter_generator", engine.name, outcome).inc()
    layout = Layout.of(context.run.options)
    renditions = {
        format: render_letter(
            written.letter,
            inputs.profile.basics,
            format,
            template=layout.template,
            paper=layout.paper,
            # The day the run was made, so that doing the step again gives the same bytes.
            date=context.run.created_at.date(),
        )
        for format in RENDERED_AHEAD
    }
    return Output(written, layout, renditions)


def store(
    session: Session, run: RunView, inputs: DraftRequest, output: Output
) -> Mapping[str, Any]:
    written = output.written
    return store_document(
        session,
        run,
        kind="cover_letter",
        content=written.letter.model_dump(mode="json"),
        edits=[],
        report=written.report,
        provenance=written.provenance,
        language=written.letter.language,
        layout=output.layout.key,
        renditions=output.renditions,
    )
