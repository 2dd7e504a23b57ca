"""How a run looks to a client, and when it is worth asking again."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from flask import json
from sqlalchemy.orm import Session

from copilot.database.models import Run, Step
from copilot.database.repositories import runs
from copilot.database.repositories.runs import RunView
from copilot.pipeline.runs import percent
from copilot.pipeline.states import RunStatus, StepStatus
from webapp.schemas.run import RunSchema

_SCHEMA = RunSchema()
_TIMES_LAST_S = 30.0
_UNKNOWN_STEP_S = 2.0
_SHORTEST_S, _LONGEST_S = 1, 30


class StepTimes:
    """How long steps take, asked of the database at most twice a minute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seconds: Mapping[str, float] = {}
        self._read_at = -math.inf

    def of(self, session: Session) -> Mapping[str, float]:
        with self._lock:
            if time.monotonic() - self._read_at < _TIMES_LAST_S:
                return self._seconds
            self._read_at = time.monotonic()
        seconds = runs.step_times(session)
        with self._lock:
            self._seconds = seconds
        return seconds


step_times = StepTimes()


def run_links(run: Run) -> dict[str, str]:
    links = {"self": f"/v1/runs/{run.id}"}
    if run.application_id is not None:
        links["application"] = f"/v1/applications/{run.application_id}"
    if run.import_id is not None:
        links["import"] = f"/v1/imports/{run.import_id}"
    if RunStatus(run.status).over:
        if run.status != RunStatus.SUCCEEDED:
            links["retry"] = f"/v1/runs/{run.id}/retry"
    else:
        links["cancel"] = f"/v1/runs/{run.id}/cancel"
    return links


def present(view: RunView) -> dict[str, Any]:
    run = view.run
    presented: dict[str, Any] = _SCHEMA.dump(
        {
            **{column.key: getattr(run, column.key) for column in Run.__table__.columns},
            "percent": 100 if run.status == RunStatus.SUCCEEDED else percent(view.steps),
            "steps": view.steps,
            "cost_usd": view.cost_usd,
            "links": run_links(run),
        }
    )
    return presented


def encoded(view: RunView) -> bytes:
    return json.dumps(present(view)).encode()


def retry_after(session: Session, steps: Sequence[Step]) -> int:
    """Seconds until the run has probably changed: what is left of the step that is at work or next,
    by what it took lately."""
    current = next(
        (step for step in steps if step.status in (StepStatus.PENDING, StepStatus.RUNNING)), None
    )
    if current is None:
        return _SHORTEST_S
    expected = step_times.of(session).get(current.name, _UNKNOWN_STEP_S)
    now = datetime.now(UTC)
    if current.status == StepStatus.RUNNING and current.started_at is not None:
        expected -= (now - current.started_at).total_seconds()
    elif current.next_attempt_at is not None and current.next_attempt_at > now:
        expected += (current.next_attempt_at - now).total_seconds()
    return max(_SHORTEST_S, min(_LONGEST_S, math.ceil(expected)))


def first_retry_after(session: Session, step: str) -> int:
    """For a run that was just made."""
    expected = step_times.of(session).get(step, _UNKNOWN_STEP_S)
    return max(_SHORTEST_S, min(_LONGEST_S, math.ceil(expected)))
