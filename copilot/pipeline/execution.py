"""Runs one step: claim and load, compute, store and complete."""

from __future__ import annotations

import importlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar, cast
from uuid import UUID, uuid4

from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_exponential_jitter

from copilot.errors import CopilotError, DatabaseUnavailable, LeaseLost, RunStopped, Transient
from copilot.observability import metrics
from copilot.pipeline import step_ledger
from copilot.pipeline.backoff import delay_after
from copilot.pipeline.context import StepContext, StepFunction, Worker
from copilot.pipeline.states import StepName
from copilot.pipeline.step_ledger import Claim, Refusal

log = logging.getLogger(__name__)
T = TypeVar("T")

# How long a worker waits for the database before it lets a message go; the dispatcher sends it
# again when the database is back.
_PATIENCE_CLAIM_S = 30.0
_PATIENCE_COMPLETE_S = 120.0
# What nobody foresaw seldom passes by itself: a person should not wait long to hear of it.
_UNEXPECTED_ATTEMPTS = 3


class Outcome(Enum):
    SUCCEEDED = "succeeded"
    ALREADY_SUCCEEDED = "already-succeeded"
    """Done before: the chain may go on, nothing was done."""
    REFUSED = "refused"
    """Somebody else's, not yet due, or over: the chain ends here."""
    MUST_RUN_ALONE = "must-run-alone"
    """Was lost with a dead worker before: run it in a process of its own."""
    GIVEN_BACK = "given-back"
    """Will be attempted again; the dispatcher sends the rest of the chain then."""
    FAILED = "failed"
    LOST = "lost"
    """Taken back while it ran; the result was dropped."""

    @property
    def goes_on(self) -> bool:
        return self in (Outcome.SUCCEEDED, Outcome.ALREADY_SUCCEEDED)


def execute(worker: Worker, run_id: UUID, user_id: UUID, step: StepName) -> Outcome:
    """Work on a step if it may be worked on. Raises DatabaseUnavailable if the database stays
    away; everything else ends in a row."""
    started = start(worker, run_id, user_id, step)
    if isinstance(started, Refusal):
        if started is Refusal.ALREADY_SUCCEEDED:
            return Outcome.ALREADY_SUCCEEDED
        if started is Refusal.MUST_RUN_ALONE:
            return Outcome.MUST_RUN_ALONE
        return Outcome.REFUSED
    return work(worker, started)


@dataclass(frozen=True, slots=True)
class Started:
    """A claim with what its step has loaded, or with the error that loading met."""

    claim: Claim
    function: StepFunction
    inputs: Any
    error: Exception | None = None


def start(
    worker: Worker, run_id: UUID, user_id: UUID, step: StepName, *, alone: bool = False
) -> Started | Refusal:
    """Claim a step and load what it needs."""
    claimed = claim(worker, run_id, user_id, step, alone=alone)
    return claimed if isinstance(claimed, Refusal) else load(worker, claimed)


def claim(
    worker: Worker, run_id: UUID, user_id: UUID, step: StepName, *, alone: bool = False
) -> Claim | Refusal:
    """Claim a step, once it is known whether it may be."""
    claimed = _claim(worker, run_id, user_id, step, alone)
    if isinstance(claimed, Refusal):
        metrics.step_refusals.labels(step, claimed).inc()
        log.info("step_refused", extra={"step": step, "reason": claimed})
    else:
        metrics.step_attempts.labels(step).inc()
        metrics.step_wait.labels(step).observe(max(0.0, claimed.waited_seconds))
    return claimed


def _claim(
    worker: Worker, run_id: UUID, user_id: UUID, step: StepName, alone: bool
) -> Claim | Refusal:
    # One token for all tries: a claim whose answer was lost is the same claim again.
    token = uuid4()

    def attempt() -> Claim | Refusal:
        with worker.database.transaction(user_id, durable=False) as session:
            return step_ledger.claim(
                session,
                run_id,
                user_id,
                step,
                worker=worker.name,
                lease_seconds=worker.settings.lease_seconds,
                alone=alone,
                token=token,
            )

    return _patiently(attempt, _PATIENCE_CLAIM_S)


def load(worker: Worker, claim: Claim) -> Started:
    """What the step of a claim needs."""
    function = step_function(claim.step)

    def read() -> Any:
        with worker.database.transaction(claim.user_id, durable=False) as session:
            return function.load(session, claim.run)

    try:
        return Started(claim, function, _patiently(read, _PATIENCE_CLAIM_S))
    except DatabaseUnavailable:
        raise
    except Exception as error:  # noqa: BLE001  raised again where the work begins
        # The claim stands: the error becomes the step's.
        return Started(claim, function, None, error)


def work(worker: Worker, started: Started) -> Outcome:
    """Do the work of a claim and write down how it went."""
    claim, function = started.claim, started.function
    began = time.monotonic()
    with worker.heartbeat.keep(claim) as lease:
        try:
            if started.error is not None:
                raise started.error
            output = function.compute(started.inputs, StepContext(worker, claim.run, lease))
            if lease.lost:
                raise LeaseLost
            finished = _patiently(lambda: _store(worker, started, output), _PATIENCE_COMPLETE_S)
        except (LeaseLost, RunStopped):
            outcome = Outcome.LOST
        except Transient as error:
            outcome = _give_back(worker, claim, error)
        except CopilotError as error:
            outcome = _fail(worker, claim, error)
        except Exception:
            # The border of the work: whatever a library throws becomes a row and a report, or the
            # step would hang until its lease lapses and count as a death of its worker.
            log.exception("step_raised", extra={"step": claim.step, "attempt": claim.attempt})
            outcome = _give_back(
                worker,
                claim,
                Transient("Something unexpected happened on our side; the operator was told."),
                at_most=_UNEXPECTED_ATTEMPTS,
            )
        else:
            outcome = Outcome.SUCCEEDED
            if finished:
                metrics.runs_finished.labels("succeeded").inc()
    seconds = time.monotonic() - began
    metrics.step_duration.labels(claim.step, outcome.value).observe(seconds)
    log.info(
        "step_finished",
        extra={
            "step": claim.step,
            "outcome": outcome.value,
            "attempt": claim.attempt,
            "duration_ms": round(1000 * seconds),
            "waited_ms": round(1000 * claim.waited_seconds),
        },
    )
    return outcome


def step_function(step: StepName) -> StepFunction:
    """The module of a step, loaded when first needed: each queue's workers load only their own."""
    return cast(StepFunction, importlib.import_module(f"copilot.pipeline.steps.{step.value}"))


def _store(worker: Worker, started: Started, output: Any) -> bool:
    """Answers whether the run is finished. Rows and status are one transaction; a step that stores
    no rows is done in the one round trip that completes it."""
    claim = started.claim
    with worker.database.transaction(claim.user_id) as session:
        result = started.function.store(session, claim.run, started.inputs, output)
        return step_ledger.complete(session, claim, result)


def _give_back(
    worker: Worker, claim: Claim, error: Transient, at_most: int | None = None
) -> Outcome:
    if claim.attempt - claim.losses >= (at_most or worker.settings.max_attempts):
        return _fail(worker, claim, error if at_most is None else CopilotError(error.detail))

    def write() -> bool:
        with worker.database.transaction(claim.user_id) as session:
            return step_ledger.give_back(
                session,
                claim,
                delay_seconds=delay_after(max(1, claim.attempt - claim.losses), error),
                error=error.as_problem(),
            )

    return Outcome.GIVEN_BACK if _patiently(write, _PATIENCE_COMPLETE_S) else Outcome.LOST


def _fail(worker: Worker, claim: Claim, error: CopilotError) -> Outcome:
    def write() -> bool:
        with worker.database.transaction(claim.user_id) as session:
            return step_ledger.fail(session, claim, error.as_problem())

    if not _patiently(write, _PATIENCE_COMPLETE_S):
        return Outcome.LOST
    metrics.runs_finished.labels("failed").inc()
    log.warning("step_failed", extra={"step": claim.step, "code": error.code})
    return Outcome.FAILED


def _patiently(function: Callable[[], T], seconds: float) -> T:
    """Wait out a database that is away; each function is one transaction and safe to repeat,
    because the fencing token decides."""
    try:
        return function()
    except DatabaseUnavailable:
        again = Retrying(
            retry=retry_if_exception_type(DatabaseUnavailable),
            stop=stop_after_delay(seconds),
            wait=wait_exponential_jitter(multiplier=0.1, max=2),
            reraise=True,
        )
    return again(function)
