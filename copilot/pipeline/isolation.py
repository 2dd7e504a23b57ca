"""Runs a step in a process of its own.

A step that was lost with a dead worker may have killed it. From then on it runs alone: a process
that was made for it, with nothing else inside, watched by the worker that ordered it. Who dies
then is to blame, and nobody else is hurt.
"""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from pydantic import TypeAdapter

from copilot.errors import DatabaseUnavailable, StepQuarantined
from copilot.observability import metrics
from copilot.observability.context import bound, request_id
from copilot.observability.logging import configure_logging
from copilot.pipeline import step_ledger
from copilot.pipeline.context import Worker
from copilot.pipeline.execution import Outcome, claim, load, work
from copilot.pipeline.heartbeat import Heartbeat, Lease
from copilot.pipeline.nursery import Child, Nursery, NurseryGone, Say, open_nursery
from copilot.pipeline.states import StepName
from copilot.pipeline.step_ledger import Claim, Refusal

log = logging.getLogger(__name__)

MAX_LOSSES_ALONE = 3
_PUT_OFF = 63
"""The process could not reach the database: nobody's fault."""
_CODES = {outcome: 64 + number for number, outcome in enumerate(Outcome)}
_OUTCOMES = {code: outcome for outcome, code in _CODES.items()}


@dataclass(frozen=True, slots=True)
class Order:
    """What a process needs to know to run a step alone."""

    run_id: UUID
    user_id: UUID
    step: StepName
    request_id: str | None


_ORDER = TypeAdapter(Order)
_CLAIM = TypeAdapter(Claim)


class Isolation:
    """One worker's way to run steps alone. Made before the worker starts a thread."""

    def __init__(self, nursery: Nursery) -> None:
        self._nursery = nursery

    @classmethod
    def open(cls, worker: Worker, process: str) -> Isolation:
        """``worker`` must have loaded what its steps need, but hold no connection or thread;
        ``process`` names the processes in log lines."""
        return cls(open_nursery(lambda order, say: _work_alone(worker, process, order, say)))

    def execute(self, worker: Worker, run_id: UUID, user_id: UUID, step: StepName) -> Outcome:
        """As ``execution.execute``, in a process made for this attempt.

        If that process dies the loss is written down at once; after three the step fails with
        StepQuarantined.
        """
        order = Order(run_id, user_id, step, request_id.get())
        try:
            with self._nursery.child(_ORDER.dump_json(order)) as child:
                # The process claims the step itself: it need not wait for the threads of this one.
                word = child.word()
                if word is None:
                    # Refused, or dead before it had begun: nobody's fault.
                    return _OUTCOMES.get(child.wait(), Outcome.LOST)
                claim = _CLAIM.validate_json(word)
                metrics.step_attempts.labels(step).inc()
                with worker.heartbeat.keep(claim):
                    return self._outcome(worker, claim, child)
        except NurseryGone as error:
            # A worker cannot fork a second one: it ends in order, and is started again by whoever
            # keeps it up.
            log.critical("nursery_gone", extra={"step": step, "reason": str(error)})
            os.kill(self._nursery.worker_pid, signal.SIGTERM)
            return Outcome.LOST

    @staticmethod
    def _outcome(worker: Worker, claim: Claim, child: Child) -> Outcome:
        try:
            status = child.wait()
        except NurseryGone:
            # Nobody saw how the process ended, so nobody is blamed.
            _give_back(worker, claim)
            raise
        if status in _OUTCOMES:
            return _OUTCOMES[status]
        if status == _PUT_OFF:
            return _give_back(worker, claim)
        return _lost(worker, claim, status)


def _give_back(worker: Worker, claim: Claim) -> Outcome:
    with worker.database.transaction(claim.user_id) as session:
        taken = step_ledger.give_back(session, claim, delay_seconds=0, error=None, counted=False)
    return Outcome.GIVEN_BACK if taken else Outcome.LOST


def _lost(worker: Worker, claim: Claim, status: int) -> Outcome:
    problem = StepQuarantined(
        f"The step {claim.step} ended its process {MAX_LOSSES_ALONE} times and was set aside. "
        "Nothing else was affected. Submit the input in another form, or ask the operator."
    )
    with worker.database.transaction(claim.user_id) as session:
        losses = step_ledger.losses_alone(session, claim) + 1
        if losses >= MAX_LOSSES_ALONE:
            failed = step_ledger.fail(session, claim, problem.as_problem(), lost_alone=True)
            outcome = Outcome.FAILED if failed else Outcome.LOST
        else:
            taken = step_ledger.lose_alone(session, claim)
            outcome = Outcome.GIVEN_BACK if taken else Outcome.LOST
    metrics.recoveries.labels("died_alone").inc()
    log.error(
        "step_killed_its_process",
        extra={
            "step": claim.step,
            "exit": status,
            "losses_alone": losses,
            "outcome": outcome.value,
        },
    )
    return outcome


class _KeptByTheWorker(Heartbeat):
    """In a process for one step: the worker that waits for it renews the lease. A step that was
    taken back is refused when it stores."""

    @contextmanager
    def keep(self, claim: Claim) -> Iterator[Lease]:
        yield Lease(claim)


def _work_alone(worker: Worker, process: str, order: bytes, say: Say) -> int:
    """In the process made for the order; ``worker`` is what the nursery was born with. Says its
    claim as soon as it has it."""
    told = _ORDER.validate_json(order)
    settings = worker.settings
    configure_logging(level=settings.log_level, environment=settings.environment, process=process)
    heartbeat = _KeptByTheWorker(
        worker.database,
        every_seconds=settings.heartbeat_seconds,
        lease_seconds=settings.lease_seconds,
    )
    alone = replace(worker, heartbeat=heartbeat, name=f"{worker.name}/alone-{os.getpid()}")
    with bound(request_id=told.request_id, run_id=str(told.run_id), user_id=str(told.user_id)):
        try:
            claimed = claim(alone, told.run_id, told.user_id, told.step, alone=True)
            if isinstance(claimed, Refusal):
                done_before = claimed is Refusal.ALREADY_SUCCEEDED
                return _CODES[Outcome.ALREADY_SUCCEEDED if done_before else Outcome.REFUSED]
            say(_CLAIM.dump_json(claimed))
            outcome = work(alone, load(alone, claimed))
        except DatabaseUnavailable as error:
            log.warning("step_put_off", extra={"step": told.step, "reason": str(error)})
            return _PUT_OFF
    alone.database.close()
    return _CODES[outcome]
