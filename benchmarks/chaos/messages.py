"""Messages vanish, are popped by the dying, and come many times; the broker is away."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from benchmarks.chaos.findings import Findings
from benchmarks.chaos.stage import SETUP_S
from devstack.worker_processes import wait_until

if TYPE_CHECKING:
    from uuid import UUID

    from benchmarks.chaos.stage import Stage

# Several that wait for a worker: one alone might be taken in the moment of the wipe.
_EVERY_STATE = """
select exists (select from runs where released_at is null and finished_at is null) as waiting,
       (select count(*) from steps where status = 'pending' and published_at is not null
        and next_attempt_at <= now()) >= 3 as published,
       exists (select from steps where status = 'running') as running,
       exists (select from steps where status = 'pending'
               and next_attempt_at > now()) as backing_off,
       exists (select from runs where finished_at is not null) as over
"""


def broker_wiped(stage: Stage, *, runs: int, wipes: int) -> Findings:
    """FLUSHALL while there are runs in every state, and again while the rest goes on."""
    findings = Findings()
    stage.settings(window_per_user=max(6, runs * 2 // 3))
    stage.start(concurrency=3)
    candidate = stage.sign_up()
    brief = {"parse_posting": {"seconds": 0.2}, "match_profile": {"seconds": 0.2}}
    stubborn = {"embed_posting": {"transient": 1}}
    ids = [stage.apply(candidate, {**brief, **(stubborn if n % 3 else {})}) for n in range(runs)]

    def over() -> int:
        (row,) = stage.query("select count(*) as n from runs where finished_at is not null")
        return int(row.n)

    broker = stage.broker()
    wait_until(lambda: all(stage.query(_EVERY_STATE)[0]), SETUP_S, every=0.02)
    broker.flushall()
    for wipe in range(1, wipes):
        # As far as it comes: without the mechanism it comes nowhere.
        goal = over() + (runs - over()) * wipe // wipes
        until = time.monotonic() + stage.patience
        while over() < goal and time.monotonic() < until:
            time.sleep(0.05)
        broker.flushall()
    findings.all_succeeded(stage.settle(ids))
    attempts = {str(run): 1 + bool(n % 3) for n, run in enumerate(ids)}
    extra = sum(
        max(0, times - (attempts[run] if step == "embed_posting" else 1))
        for (run, step), times in stage.starts().items()
    )
    findings.figures |= {"wipes": wipes, "extra_starts": extra}
    findings.expect("started_once", extra == 0, f"{extra} starts too many")
    return findings


def pop_gap(stage: Stage, *, times: int, within: float | None) -> Findings:
    """A worker waits for a message, is frozen, gets the message, and is killed: nobody knows that
    the message ever was. Another worker must have begun the step ``within`` so many seconds."""
    findings = Findings()
    stage.workers.dispatcher(ready=False)
    rescuer = stage.workers.worker(concurrency=4, ready=False)
    doomed = stage.workers.worker(["parse"], concurrency=1, ready=False)
    rescuer.wait_for("ready.")
    broker = stage.broker()
    publisher = stage.publisher()
    candidate = stage.sign_up()
    recoveries: list[float] = []
    ids: list[UUID] = []
    while len(ids) < times:
        doomed.wait_for("ready.")
        stage.set_aside(rescuer)
        wait_until(lambda d=doomed: stage.waits_for_a_message(d), SETUP_S, every=0.01)
        run_id = stage.apply(candidate, released=True)
        doomed.freeze()
        publisher.publish(run_id, candidate.user_id, stage.chain(run_id), request_id=None)
        if broker.llen("parse"):
            # It had just stopped waiting: no gap this time.
            doomed.thaw()
            rescuer.thaw()
            stage.settle([run_id])
            continue
        ids.append(run_id)
        doomed.kill()
        killed = time.monotonic()
        rescuer.thaw()
        if len(ids) < times:
            doomed = stage.workers.worker(["parse"], concurrency=1, ready=False)
        began = (str(run_id), "parse_posting")
        while began not in stage.starts() and time.monotonic() - killed < stage.patience:
            time.sleep(0.02)
        if began in stage.starts():
            recoveries.append(time.monotonic() - killed)
        elif stage.removal is not None:
            break
    findings.figures |= {"gaps": len(ids), "recovered": len(recoveries)}
    findings.expect("recovered", len(recoveries) == len(ids), "a message that was lost stayed lost")
    findings.within("recovery", recoveries, within)
    if not findings.broken:
        findings.all_succeeded(stage.settle(ids))
    return findings


def delivered_many_times(stage: Stage, *, runs: int, copies: int) -> Findings:
    """Every message ``copies`` times, in any order, and so the rest of each chain."""
    findings = Findings()
    candidate = stage.sign_up()
    script = {
        "parse_posting": {"seconds": 0.2},
        "match_profile": {"seconds": 0.2},
        "tailor_resume": {"calls": 1, "call_seconds": 0.2},
        "write_cover_letter": {"calls": 1, "call_seconds": 0.2},
    }
    ids = [stage.apply(candidate, script, released=True) for _ in range(runs)]
    chain = stage.chain(ids[0])
    messages = [
        (run, chain[first:]) for run in ids for first in range(len(chain)) for _ in range(copies)
    ]
    random.Random(7).shuffle(messages)
    publisher = stage.publisher()
    for run, rest in messages:
        publisher.publish(run, candidate.user_id, rest, request_id=None)
    stage.workers.worker(concurrency=16)
    findings.all_succeeded(stage.settle(ids))
    # What is late comes late: every copy must have been looked at.
    broker = stage.broker()
    wait_until(lambda: not any(broker.llen(queue) for _, queue in chain), SETUP_S)
    steps = runs * len(chain)
    starts, commits, calls = stage.starts().total(), stage.commits().total(), len(stage.calls())
    findings.figures |= {
        "messages": len(messages),
        "extra_starts": starts - steps,
        "extra_calls": calls - 2 * runs,
        "extra_commits": commits - steps,
    }
    findings.expect("started_once", starts == steps, f"{starts} starts of {steps} steps")
    findings.expect("paid_once", calls == 2 * runs, f"{calls} calls instead of {2 * runs}")
    findings.expect("committed_once", commits == steps, f"{commits} commits of {steps} steps")
    return findings


def broker_away(stage: Stage, *, posts: int, away: float) -> Findings:
    """Valkey is killed, users go on submitting, Valkey comes back ``away`` seconds later at the
    soonest."""
    findings = Findings()
    workers = stage.start()
    web = stage.serve()
    before = [web.submit() for _ in range(2)]
    stage.valkey.kill()
    killed = time.monotonic()
    during = [web.submit() for _ in range(posts)]
    time.sleep(max(0.0, killed + away - time.monotonic()))
    stage.valkey.start()
    answers = [*before, *during]
    accepted = sum(answer.status == 202 for answer in answers)
    findings.figures |= {"posts": len(answers), "accepted": accepted}
    findings.within("post", (answer.seconds for answer in during), None)
    refused = {answer.status for answer in answers} - {202}
    findings.expect("accepted", not refused, f"answers of status {sorted(refused)}")
    if findings.broken:
        return findings
    ids = [row.id for row in stage.query("select id from runs")]
    findings.all_succeeded(stage.settle(ids))
    alive = all(process.alive() for process in workers)
    findings.expect("workers_outlive_it", alive, "a worker ended with its broker")
    return findings
