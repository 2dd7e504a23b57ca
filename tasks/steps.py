"""One task per step. A message carries the run id and the user id, nothing else."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from celery.exceptions import Ignore

from copilot.errors import DatabaseUnavailable
from copilot.pipeline.execution import execute
from copilot.pipeline.states import StepName
from workers.app import app
from workers.lifecycle import this_worker

log = logging.getLogger(__name__)


@app.task(name=StepName.PARSE_POSTING.task)
def parse_posting(*, run_id: str, user_id: str) -> None:
    _run(StepName.PARSE_POSTING, run_id, user_id)


@app.task(name=StepName.EMBED_POSTING.task)
def embed_posting(*, run_id: str, user_id: str) -> None:
    _run(StepName.EMBED_POSTING, run_id, user_id)


@app.task(name=StepName.MATCH_PROFILE.task)
def match_profile(*, run_id: str, user_id: str) -> None:
    _run(StepName.MATCH_PROFILE, run_id, user_id)


@app.task(name=StepName.TAILOR_RESUME.task)
def tailor_resume(*, run_id: str, user_id: str) -> None:
    _run(StepName.TAILOR_RESUME, run_id, user_id)


@app.task(name=StepName.WRITE_COVER_LETTER.task)
def write_cover_letter(*, run_id: str, user_id: str) -> None:
    _run(StepName.WRITE_COVER_LETTER, run_id, user_id)


@app.task(name=StepName.READ_RESUME.task)
def read_resume(*, run_id: str, user_id: str) -> None:
    _run(StepName.READ_RESUME, run_id, user_id)


def _run(step: StepName, run_id: str, user_id: str) -> Any:
    worker = this_worker()
    ids = UUID(run_id), UUID(user_id)
    try:
        outcome = execute(worker, *ids, step)
    except DatabaseUnavailable as error:
        # It stayed away for longer than a message should wait; the dispatcher sends it again.
        log.warning("step_put_off", extra={"step": step, "reason": str(error)})
        raise Ignore from None
    if not outcome.goes_on:
        # The rest of the chain must not follow; the row says why, and the dispatcher goes on.
        raise Ignore
