"""Calls to models, which cost money: after a cancellation none begins, after a kill none again."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from benchmarks.chaos.findings import Findings
from benchmarks.chaos.stage import LEASE_S, SETUP_S
from copilot.pipeline.runs import cancel
from devstack.worker_processes import wait_until

if TYPE_CHECKING:
    from uuid import UUID

    from benchmarks.chaos.stage import Stage


def cancelled(stage: Stage, *, runs: int, workers: int) -> Findings:
    """Runs are cancelled while each asks model after model; then all workers are restarted.

    A call begins when it is reserved: that and cancelling lock the same row. The request itself may
    leave a moment after the answer if its reservation came before; such are counted apart.
    """
    findings = Findings()
    stage.settings(window_per_user=runs)
    concurrency = runs // workers + 1
    old = stage.start(workers=workers, concurrency=concurrency)
    candidate = stage.sign_up()
    asking = {"calls": 60, "call_seconds": 0.1}
    ids = [stage.apply(candidate, {"tailor_resume": asking}) for _ in range(runs)]
    wait_until(lambda: len({call.run_id for call in stage.calls()}) == runs, SETUP_S, every=0.02)
    answered: dict[UUID, float] = {}
    for run in ids:
        with stage.web.transaction(candidate.user_id) as session:
            cancel(session, run)
        answered[run] = time.time()
    # Time enough for those that do not know that they were stopped.
    time.sleep(1.0)
    for process in old:
        process.kill()
    begun = stage.starts()
    for process in [
        stage.workers.worker(concurrency=concurrency, ready=False) for _ in range(workers)
    ]:
        process.wait_for("ready.")
    time.sleep(LEASE_S + 1)
    reserved = stage.query("select run_id, created_at from model_calls")
    after = sum(
        row.created_at > datetime.fromtimestamp(answered[row.run_id], UTC) for row in reserved
    )
    sent = Counter(call.run_id for call in stage.calls() if call.at > answered[call.run_id])
    statuses = list(stage.statuses(ids).values())
    again = (stage.starts() - begun).total()
    findings.figures |= {
        "runs": runs,
        "cancelled": statuses.count("cancelled"),
        "calls": len(reserved),
        "calls_begun_after_answer": after,
        "requests_that_left_after_answer": sent.total(),
        "steps_begun_after_restart": again,
    }
    findings.expect("cancelled", statuses.count("cancelled") == runs, "a run is not cancelled")
    findings.expect("nothing_paid_after", not after, f"{after} calls begun after the answer")
    findings.expect(
        "nothing_paid_after",
        max(sent.values(), default=0) <= 1,
        f"{sent.total()} requests left after the answer; each run can have one on its way",
    )
    findings.expect("nothing_begins", not again, f"{again} steps begun after the restart")
    return findings


def paid_again(stage: Stage, *, runs: int, calls: int) -> Findings:
    """Workers are killed when all but the last answer of a step have been saved."""
    findings = Findings()
    stage.settings(window_per_user=runs)
    (victim,) = stage.start(concurrency=runs)
    candidate = stage.sign_up()
    asking = {"calls": calls, "call_seconds": 0.1, "hold_after": calls - 1}
    ids = [stage.apply(candidate, {"tailor_resume": asking}) for _ in range(runs)]
    saved = "select count(*) as n from model_responses"
    wait_until(lambda: stage.query(saved)[0].n == runs * (calls - 1), SETUP_S, every=0.02)
    victim.kill()
    stage.workers.worker(concurrency=runs)
    findings.all_succeeded(stage.settle(ids))
    needed, paid = runs * calls, len(stage.calls())
    findings.figures |= {"needed_calls": needed, "paid_calls": paid}
    findings.expect("paid_once", paid == needed, f"{paid} calls paid, {needed} needed")
    return findings
