"""PostgreSQL is killed in the middle of work and comes back."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from benchmarks.chaos.findings import Findings
from benchmarks.chaos.stage import SETUP_S
from copilot.pipeline.audit import audit
from devstack.worker_processes import wait_until

if TYPE_CHECKING:
    from uuid import UUID

    from benchmarks.chaos.stage import Stage

# Scripted steps make no documents.
_NOT_OF_SCRIPTED_STEPS = {"one_result_of_each_kind"}


def killed_at_work(stage: Stage, *, runs: int, lease: float) -> Findings:
    """Steps end while the database is away for longer than a lease: their results wait for it."""
    assert stage.postgres is not None
    findings = Findings()
    stage.settings(window_per_user=runs, lease_seconds=lease)
    stage.start(concurrency=runs)
    candidate = stage.sign_up()
    script = {name: {"seconds": 1.5} for name in ("parse_posting", "tailor_resume")}
    ids: list[UUID] = [stage.apply(candidate, script) for _ in range(runs)]
    wait_until(lambda: stage.starts().total() >= runs, SETUP_S, every=0.02)
    # A claim does not wait for the disk: it might be forgotten, and made again.
    stage.flush()
    away = lease + 1.0
    stage.postgres.kill()
    time.sleep(away)
    stage.postgres.start()

    def done_again() -> int:
        # The first steps alone: later claims may be forgotten, and made again.
        return sum(n - 1 for (_, step), n in stage.starts().items() if step == "parse_posting")

    findings.all_succeeded(stage.settle(ids, unless=lambda: done_again() > 0))
    (row,) = stage.query("select sum(losses) as losses from steps")
    again = done_again()
    broken = audit(stage.rows).keys() - _NOT_OF_SCRIPTED_STEPS
    findings.figures |= {
        "away_s": away,
        "lease_s": lease,
        "losses": int(row.losses),
        "steps_done_again": again,
    }
    findings.expect("nothing_lost", not row.losses and not again, f"{again} steps done again")
    findings.expect("sound", not broken, f"the audit finds {sorted(broken)}")
    return findings


def api_alone(stage: Stage, *, posts: int) -> Findings:
    """Without PostgreSQL nothing can be accepted: 503 with Retry-After, and not ready."""
    assert stage.postgres is not None
    findings = Findings()
    web = stage.serve()
    findings.expect("accepted", web.submit().status == 202)
    stage.postgres.kill()
    refused = [web.submit() for _ in range(posts)]
    ready = web.ask("GET", "/health/ready")
    stage.postgres.start()
    wait_until(lambda: web.ask("GET", "/health").status == 200, SETUP_S)
    back = web.submit()
    states = {answer.status for answer in refused}
    patient = all(answer.headers.get("Retry-After") for answer in [*refused, ready])
    findings.figures |= {
        "posts": posts,
        "answers": sorted(states),
        "ready_while_away": ready.status,
        "status_when_back": back.status,
    }
    findings.within("answer", (answer.seconds for answer in refused), None)
    findings.expect("says_so", states == {503} and patient, f"{sorted(states)}")
    findings.expect("not_ready", ready.status == 503, f"readiness answers {ready.status}")
    findings.expect("accepted", back.status == 202, f"{back.status} when it was back")
    (row,) = stage.query("select count(*) as n from runs")
    findings.expect("nothing_stored", row.n == 2, f"{row.n} runs of 2 that were accepted")
    return findings


def everything_killed(stage: Stage, *, runs: int) -> Findings:
    """Workers, dispatcher, beat, Valkey and PostgreSQL are killed at once and started again."""
    assert stage.postgres is not None
    findings = Findings()
    stage.settings(window_per_user=max(4, runs * 2 // 3))
    stage.start(concurrency=max(4, runs // 2))
    candidate = stage.sign_up()
    asking = {"calls": 3, "call_seconds": 0.3}
    script = {"parse_posting": {"seconds": 0.3}, "tailor_resume": asking}
    ids = [stage.apply(candidate, script) for _ in range(runs)]
    # A call that is on its way has brought the claim of its step to the disk.
    asked = "select count(distinct run_id) as n from model_calls where status = 'reserved'"
    wait_until(lambda: stage.query(asked)[0].n >= 3, SETUP_S, every=0.02)
    for process in stage.workers.started:
        process.freeze()
    (row,) = stage.query("select count(*) as n from model_calls where status = 'reserved'")
    in_flight = row.n
    for process in stage.workers.started:
        process.kill()
    stage.valkey.kill()
    stage.postgres.kill()
    stage.postgres.start()
    stage.valkey.start()
    stage.start(concurrency=max(4, runs // 2))
    findings.all_succeeded(stage.settle(ids))
    twice = sum(count > 1 for count in stage.commits().values())
    paid, needed = len(stage.calls()), 3 * runs
    findings.figures |= {
        "double_commits": twice,
        "paid_calls": paid,
        "needed_calls": needed,
        "in_flight_at_kills": in_flight,
    }
    findings.expect("committed_once", not twice, f"{twice} steps committed twice")
    findings.expect("paid_once", paid <= needed + in_flight, f"{paid} calls paid")
    return findings


def frozen_at_work(stage: Stage, *, runs: int, away: float) -> Findings:
    """PostgreSQL hangs for longer than a lease and goes on."""
    assert stage.postgres is not None
    findings = Findings()
    stage.settings(window_per_user=runs)
    stage.start(concurrency=runs)
    candidate = stage.sign_up()
    script = {name: {"seconds": 1.5} for name in ("parse_posting", "tailor_resume")}
    ids = [stage.apply(candidate, script) for _ in range(runs)]
    wait_until(lambda: stage.starts().total() >= runs, SETUP_S, every=0.02)
    stage.postgres.freeze()
    time.sleep(away)
    stage.postgres.thaw()
    findings.all_succeeded(stage.settle(ids))
    steps = stage.commits()
    twice = sum(count > 1 for count in steps.values())
    findings.figures |= {
        "away_s": away,
        "double_commits": twice,
        "extra_starts": stage.starts().total() - len(steps),
    }
    findings.expect("committed_once", not twice, f"{twice} steps committed twice")
    return findings
