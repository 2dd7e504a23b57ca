"""Workers are frozen, killed by what they work on, and replaced by a new version."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from benchmarks.chaos.findings import Findings
from benchmarks.chaos.stage import SETUP_S
from copilot.database import migrate
from devstack.worker_processes import wait_until

if TYPE_CHECKING:
    from uuid import UUID

    from benchmarks.chaos.stage import Stage

# An additive change, as a next version of the product would bring.
_NEXT_MIGRATION = """
set lock_timeout = '4s';
alter table steps add column chaos_note text;
update alembic_version set version_num = 'chaos'
"""


def killed(stage: Stage, *, times: int, steps: int, within: float | None) -> Findings:
    """SIGKILL to a worker with ``steps`` of them at work. Each must be at work again, elsewhere,
    ``within`` so many seconds."""
    findings = Findings()
    stage.settings(window_per_user=steps)
    doomed, other = stage.start(workers=2, concurrency=steps)
    candidate = stage.sign_up()
    ids: list[UUID] = []
    recoveries: list[float] = []
    for number in range(times):
        stage.set_aside(other)
        some = [stage.apply(candidate, {"tailor_resume": {"seconds": 2.0}}) for _ in range(steps)]
        ids += some
        wanted = [(str(run), "tailor_resume") for run in some]

        def missing(least: int, of: list[tuple[str, str]] = wanted) -> int:
            starts = stage.starts()
            return sum(starts[step] < least for step in of)

        wait_until(lambda m=missing: not m(1), SETUP_S, every=0.02)
        doomed.kill()
        at = time.monotonic()
        other.thaw()
        while missing(2) and time.monotonic() - at < stage.patience:
            time.sleep(0.05)
        if missing(2):
            break
        recoveries.append(time.monotonic() - at)
        stage.settle(some)
        if number + 1 < times:
            doomed = stage.workers.worker(concurrency=steps)
    findings.figures |= {"kills": times, "interrupted": len(ids), "recovered": len(recoveries)}
    findings.expect("recovered", len(recoveries) == times, "steps of a dead worker stood still")
    findings.within("recovery", recoveries, within)
    if not findings.broken:
        findings.all_succeeded(stage.settle(ids))
    return findings


def frozen(stage: Stage, *, times: int, steps: int, seconds: float) -> Findings:
    """SIGSTOP until another worker has taken the steps over and is at work, then SIGCONT: the
    frozen worker's results are ready at once, and stale."""
    findings = Findings()
    stage.workers.dispatcher(ready=False)
    sleeper = stage.workers.worker(concurrency=steps, ready=False)
    rescuer = stage.workers.worker(concurrency=steps, ready=False)
    sleeper.wait_for("ready.")
    rescuer.wait_for("ready.")
    candidate = stage.sign_up()
    script = {"parse_posting": {"seconds": seconds}}
    ids: list[UUID] = []
    for _ in range(times):
        stage.set_aside(rescuer)
        some = [stage.apply(candidate, script) for _ in range(steps)]
        ids += some

        def begun(least: int, of: list[UUID] = some) -> bool:
            starts = stage.starts()
            return all(starts[str(run), "parse_posting"] >= least for run in of)

        wait_until(lambda b=begun: b(1), SETUP_S)
        sleeper.freeze()
        rescuer.thaw()
        wait_until(lambda b=begun: b(2), SETUP_S)
        sleeper.thaw()
        stage.settle(ids)
    findings.all_succeeded(stage.settle(ids))
    stale = stage.query(
        "select run_id from steps where status = 'succeeded'"
        " and (result ->> 'attempt')::int <> attempts"
    )
    twice = sum(count > 1 for count in stage.commits().values())
    findings.figures |= {
        "freezes": times,
        "frozen_steps": len(ids),
        "stale_commits": len(stale),
        "double_commits": twice,
    }
    findings.expect("no_stale_commit", not stale, f"{len(stale)} results of lost attempts")
    findings.expect("committed_once", not twice, f"{twice} steps committed twice")
    return findings


def longer_than_the_lease(stage: Stage, *, runs: int, leases: float, lease: float) -> Findings:
    findings = Findings()
    stage.settings(lease_seconds=lease, heartbeat_seconds=lease / 6)
    stage.start(workers=2)
    candidate = stage.sign_up()
    script = {"tailor_resume": {"seconds": leases * lease}}
    ids = [stage.apply(candidate, script) for _ in range(runs)]

    def again() -> bool:
        return max(stage.starts().values(), default=0) > 1

    statuses = stage.settle(ids, unless=again)
    starts = stage.starts()
    findings.figures |= {"starts_per_step": round(starts.total() / max(1, len(starts)), 2)}
    findings.expect("started_once", not again(), "a step that was still running was started again")
    findings.all_succeeded(statuses)
    return findings


def poison(stage: Stage, *, innocents: int, seconds: float, within: float | None) -> Findings:
    """One step kills whatever process runs it, among innocents in one pool of threads.

    ``within``: how many seconds later than without the kill the last innocent may be done, for each
    process that was killed with innocents in it.
    """
    findings = Findings()
    stage.settings(window_per_user=innocents + 1)
    (victim,) = stage.start(concurrency=innocents + 2)
    candidate = stage.sign_up()
    script = {"tailor_resume": {"seconds": seconds}}
    others = [stage.apply(candidate, script) for _ in range(innocents)]

    def at_work() -> int:
        return sum(step == "tailor_resume" for _, step in stage.starts())

    wait_until(lambda: at_work() >= innocents // 2, SETUP_S, every=0.02)
    poisoned = stage.apply(candidate, {"tailor_resume": {"kill": True}})
    wait_until(lambda: not victim.alive(), SETUP_S, every=0.02)
    killed = time.monotonic()
    second = stage.workers.worker(concurrency=innocents + 2)
    statuses = stage.settle(others, unless=lambda: not second.alive())
    late = time.monotonic() - killed - 2 * seconds
    findings.expect("one_worker_lost", second.alive(), "the step killed a second worker")
    if findings.broken:
        return findings
    findings.all_succeeded(statuses)
    findings.within("late", [max(0.0, late)], within)
    stage.settle([poisoned])
    findings.expect("one_worker_lost", second.alive(), "the step killed a second worker")
    (row,) = stage.query(
        "select r.status, r.error ->> 'code' as code, s.losses, s.losses_alone from runs r"
        " join steps s on s.run_id = r.id and s.name = 'tailor_resume' where r.id = :id",
        id=str(poisoned),
    )
    (lost,) = stage.query(
        "select count(*) as n from steps where losses > 0 and run_id <> :id", id=str(poisoned)
    )
    findings.figures |= {
        "innocents_lost_with_it": lost.n,
        "poison": row.code or row.status,
        "losses": row.losses,
        "losses_alone": row.losses_alone,
    }
    findings.expect("quarantined", row.code == "step-quarantined", f"it {row.status}: {row.code}")
    findings.expect("alone", row.losses_alone == 3, f"{row.losses_alone} losses alone, not 3")
    findings.expect("alone", row.losses == 4, f"{row.losses} losses, not 1 and 3 alone")
    return findings


def deploy(stage: Stage, *, runs: int, soft_shutdown: float) -> Findings:
    """SIGTERM: what can be finished is finished, the rest is handed back and counts as no loss."""
    findings = Findings()
    stage.settings(soft_shutdown_seconds=soft_shutdown)
    (old,) = stage.start(concurrency=2 * runs)
    candidate = stage.sign_up()
    quick = {"parse_posting": {"seconds": soft_shutdown / 4}}
    # Longer than an end by force would let it live.
    slow = {"parse_posting": {"seconds": 2 * soft_shutdown}}
    quick_ids = [stage.apply(candidate, quick) for _ in range(runs)]
    slow_ids = [stage.apply(candidate, slow) for _ in range(runs)]
    ids = quick_ids + slow_ids
    wait_until(lambda: len(stage.starts()) >= len(ids), SETUP_S, every=0.02)
    code = old.stop(soft_shutdown + 20)
    rows = {
        row.run_id: row
        for row in stage.query("select run_id, status, losses from steps where position = 1")
    }
    finished = sum(rows[run].status == "succeeded" for run in quick_ids)
    back = sum(rows[run].status == "pending" and not rows[run].losses for run in slow_ids)
    findings.figures |= {"exit": code, "finished": finished, "handed_back": back}
    findings.expect("finished_in_time", finished == runs, f"{finished} of {runs} quick steps")
    findings.expect("handed_back", back == runs, f"{back} of {runs} slow steps")
    if not findings.broken:
        stage.workers.worker(concurrency=2 * runs)
        findings.all_succeeded(stage.settle(ids))
        (row,) = stage.query("select sum(losses) as losses from steps")
        findings.figures["losses"] = int(row.losses)
        findings.expect("no_loss", not row.losses, f"{row.losses} losses counted")
    return findings


def new_version(stage: Stage, *, runs: int) -> Findings:
    """Messages that an older version has sent, some of a form that nobody knows any more, meet a
    migrated database and new workers; the next migration comes while they work, with SIGTERM for
    one half of them."""
    findings = Findings()
    candidate = stage.sign_up()
    script = {"parse_posting": {"seconds": 0.3}, "tailor_resume": {"seconds": 0.3}}
    ids = [stage.apply(candidate, script, released=True) for _ in range(runs)]
    publisher = stage.publisher()
    for run in ids:
        publisher.publish(run, candidate.user_id, stage.chain(run), request_id=None)
    broker = stage.broker()
    waiting = broker.lrange("parse", 0, -1)
    renamed = [raw.replace(b"tasks.parse_posting", b"tasks.read_posting") for raw in waiting]
    broker.delete("parse")
    broker.rpush("parse", *waiting[::2], *renamed[1::2])
    # What waits there has been written under the schema before this one.
    migrate.downgrade(stage.addresses.migrate_url, "-1")
    migrate.upgrade(stage.addresses.migrate_url)
    old = stage.start(workers=1, concurrency=4)[0]
    wait_until(lambda: len(stage.starts()) >= min(4, runs // 2), SETUP_S, every=0.02)
    for statement in _NEXT_MIGRATION.split(";"):
        stage.query(statement)
    stage.workers.worker(concurrency=4)
    old.stop()
    findings.all_succeeded(stage.settle(ids))
    findings.figures["messages_nobody_knows"] = len(renamed[1::2])
    return findings
