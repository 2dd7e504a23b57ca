"""Runs a step in a process of its own.

A step that was lost with a dead worker may have killed it. From then on it runs alone: a process
that was made for it, with nothing else inside, watched by the worker that started it. Who dies
then is to blame, and nobody else is hurt. The processes are forked from a server that has loaded
the code once, so each costs milliseconds and little memory.
"""

from __future__ import annotations

import ctypes
import logging
import multiprocessing
import os
import signal
import sys
import threading
from dataclasses import dataclass
from functools import cache
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from uuid import UUID

from config.settings import settings
from copilot.errors import DatabaseUnavailable, StepQuarantined
from copilot.observability import metrics
from copilot.observability.context import bound, request_id
from copilot.observability.logging import configure_logging
from copilot.pipeline import step_ledger
from copilot.pipeline.context import Worker
from copilot.pipeline.execution import Outcome, load, start, work
from copilot.pipeline.process import build_worker
from copilot.pipeline.states import StepName
from copilot.pipeline.step_ledger import Claim, Refusal

log = logging.getLogger(__name__)

MAX_LOSSES_ALONE = 3
_AT_ONCE = threading.BoundedSemaphore(16)
_PR_SET_PDEATHSIG = 1
_PUT_OFF = 63
"""The process could not reach the database: nobody's fault, the lease lapses."""
_CODES = {outcome: 64 + number for number, outcome in enumerate(Outcome)}


@dataclass(frozen=True, slots=True)
class _Order:
    claim: Claim
    worker_name: str
    request_id: str | None
    parent: int


@cache
def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["copilot.pipeline.warm"])
    return context


def start_ahead() -> None:
    """Start the server that processes are forked from, so that the first step that needs one does
    not wait for it. Costs one more process of about 150 MB."""
    _context()
    forkserver.ensure_running()


def execute_alone(worker: Worker, run_id: UUID, user_id: UUID, step: StepName) -> Outcome:
    """As ``execution.execute``, in a process made for this attempt.

    If that process dies the loss is written down at once; after three the step fails with
    StepQuarantined.
    """
    with _AT_ONCE:
        started = start(worker, run_id, user_id, step, alone=True)
        if isinstance(started, Refusal):
            if started is Refusal.ALREADY_SUCCEEDED:
                return Outcome.ALREADY_SUCCEEDED
            return Outcome.REFUSED
        claimed = started.claim
        order = _Order(claimed, worker.name, request_id.get(), os.getpid())
        process = _context().Process(target=_main, args=(order,), name=f"alone-{step}")
        # Kept here too: until the process is up nobody else would renew the lease.
        with worker.heartbeat.keep(claimed):
            process.start()
            process.join()
        code = process.exitcode
        process.close()
    for outcome, known in _CODES.items():
        if code == known:
            return outcome
    if code == _PUT_OFF:
        return Outcome.LOST
    return _lost(worker, claimed, code)


def _lost(worker: Worker, claim: Claim, code: int | None) -> Outcome:
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
            "exit": code,
            "losses_alone": losses,
            "outcome": outcome.value,
        },
    )
    return outcome


def _main(order: _Order) -> None:
    _die_with(order.parent)
    configured = settings()
    configure_logging(
        level=configured.log_level,
        environment=configured.environment,
        process=order.worker_name,
    )
    claim = order.claim
    alone = build_worker(configured, f"{order.worker_name}/alone-{os.getpid()}", pool_size=2)
    with bound(request_id=order.request_id, run_id=str(claim.run_id), user_id=str(claim.user_id)):
        try:
            outcome = work(alone, load(alone, claim))
        except DatabaseUnavailable as error:
            log.warning("step_put_off", extra={"step": claim.step, "reason": str(error)})
            sys.exit(_PUT_OFF)
    alone.heartbeat.stop()
    alone.database.close()
    sys.exit(_CODES[outcome])


def _die_with(parent: int) -> None:
    """Ask the kernel (Linux) to end this process with the server it was forked from; elsewhere the
    lease lapses on its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    try:
        os.kill(parent, 0)
    except ProcessLookupError:
        sys.exit(1)
