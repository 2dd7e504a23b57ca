"""Compares the profile with the posting, requirement by requirement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from copilot.agents.injections import resume_without_orders
from copilot.agents.untrusted import posting_for_engines
from copilot.database.models import MatchRow
from copilot.domain.match import Fulfilment, Match
from copilot.domain.posting import Posting, PostingAnalysis, Requirement, RequirementKind
from copilot.domain.profile import Goals, Weights
from copilot.domain.resume import Resume
from copilot.matching import match
from copilot.pipeline.context import Resources, RunView, StepContext
from copilot.pipeline.steps.rows import posting_row, profile_version, read_posting, read_profile

# Invented, to load word lists and taxonomy before anybody waits.
_NOBODY = Resume.from_json({"work": [{"position": "Planner", "highlights": ["Planned stock"]}]})
_POSTING = Posting(title="Planner", description="You plan stock in Excel.")
_ANALYSIS = PostingAnalysis(
    requirements=(
        Requirement(
            id="r1",
            text="Excel",
            quote="You plan stock in Excel.",
            kind=RequirementKind.SKILL,
            must_have=True,
            skills=("Excel",),
            confidence=1,
        ),
    ),
    confidence=1,
    engine="none",
    prompt_version="none",
)


@dataclass(frozen=True, slots=True)
class Inputs:
    resume: Resume
    goals: Goals
    weights: Weights
    posting: Posting
    analysis: PostingAnalysis


def before_fork(resources: Resources) -> None:
    """Models do not survive a fork."""


def warm_up(resources: Resources) -> None:
    match(_NOBODY, Goals(), Weights(), _POSTING, _ANALYSIS, resources.encoder())


def load(session: Session, run: RunView) -> Inputs:
    posting, analysis = read_posting(posting_row(session, run))
    resume, goals, weights = read_profile(profile_version(session, run))
    return Inputs(resume, goals, weights, posting, analysis)


def compute(inputs: Inputs, context: StepContext) -> Match:
    # What speaks to machines must not move the score, whichever way.
    resume, _ = resume_without_orders(inputs.resume)
    return match(
        resume,
        inputs.goals,
        inputs.weights,
        posting_for_engines(inputs.posting),
        inputs.analysis,
        context.worker.resources.encoder(),
        # Not the clock: doing the step again tomorrow must give the same match.
        today=context.run.created_at.date(),
    )


def store(session: Session, run: RunView, inputs: Inputs, output: Match) -> Mapping[str, Any]:
    assert run.application_id is not None
    row = MatchRow(
        user_id=run.user_id,
        application_id=run.application_id,
        run_id=run.id,
        score=output.score,
        content=output.model_dump(mode="json"),
        encoder=output.encoder,
        matcher_version=output.matcher_version,
    )
    session.add(row)
    session.flush()
    met = sum(entry.verdict is Fulfilment.MET for entry in output.requirements)
    return {
        "match_id": str(row.id),
        "score": output.score,
        "met": met,
        "requirements": len(output.requirements),
    }
