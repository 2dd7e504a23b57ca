"""Tailors the profile's résumé to the posting; the truth gate stands before the row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypedDict

from sqlalchemy.orm import Session

from copilot.agents import rehearsal
from copilot.agents.contracts import DraftRequest, TailoredResume
from copilot.agents.extractive.summary import resume_language
from copilot.agents.resume_optimizer import fit_to_pages, optimize_resume
from copilot.documents.rendering import (
    DocumentFormat,
    Paper,
    Template,
    measure_resume,
    render_resume,
)
from copilot.observability import metrics
from copilot.pipeline.context import Resources, RunView, StepContext
from copilot.pipeline.layout import Layout
from copilot.pipeline.steps.documents import RENDERED_AHEAD, store_document
from copilot.pipeline.steps.rows import draft_request


class _Look(TypedDict):
    template: Template
    paper: Paper
    language: str


@dataclass(frozen=True, slots=True)
class Output:
    tailored: TailoredResume
    language: str
    layout: Layout
    renditions: Mapping[DocumentFormat, bytes]


def before_fork(resources: Resources) -> None:
    resources.prepare_engine("resume_optimizer")
    rehearsal.tailor()


def warm_up(resources: Resources) -> None:
    resources.prepare_engine("resume_optimizer")
    tailored = rehearsal.tailor()
    measure_resume(tailored.resume)
    for format in RENDERED_AHEAD:
        render_resume(tailored.resume, format)


def load(session: Session, run: RunView) -> DraftRequest:
    return draft_request(session, run)


def compute(inputs: DraftRequest, context: StepContext) -> Output:
    engine = context.worker.resources.engine("resume_optimizer", context)
    tailored = optimize_resume(inputs, engine)
    outcome = "fell_back" if tailored.provenance.fell_back else "accepted"
    metrics.agent_executions.labels("resume_optimizer", engine.name, outcome).inc()
    language = resume_language(inputs.profile)
    layout = Layout.of(context.run.options)
    look: _Look = {"template": layout.template, "paper": layout.paper, "language": language}
    tailored = fit_to_pages(
        inputs,
        tailored,
        partial(measure_resume, **look),
        pages=context.run.options.get("resume_pages"),
        today=context.run.created_at.date(),
    )
    renditions = {
        format: render_resume(tailored.resume, format, **look) for format in RENDERED_AHEAD
    }
    return Output(tailored, language, layout, renditions)


def store(
    session: Session, run: RunView, inputs: DraftRequest, output: Output
) -> Mapping[str, Any]:
    tailored = output.tailored
    return store_document(
        session,
        run,
        kind="resume",
        content=tailored.resume.to_json(),
        edits=[edit.model_dump(mode="json") for edit in tailored.edits],
        report=tailored.report,
        provenance=tailored.provenance,
        language=output.language,
        layout=output.layout.key,
        renditions=output.renditions,
    )
