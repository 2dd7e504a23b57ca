"""Whose turn it is: users among each other, and beats."""

from __future__ import annotations

import random
import statistics
import time
from typing import TYPE_CHECKING

from benchmarks.chaos.findings import Findings
from benchmarks.chaos.stage import SETUP_S
from devstack.worker_processes import wait_until

if TYPE_CHECKING:
    from uuid import UUID

    from benchmarks.chaos.stage import Stage
    from devstack.worker_processes import Process

DISPATCHERS = 2

# The work of a tick, as it happens: each tick releases runs twice (people's and batches).
_WATCH_TICKS = """
create table chaos_ticks (due_at timestamptz, batch boolean not null);
alter function release_runs(boolean, integer, integer) rename to chaos_release_runs;
create function release_runs(batch boolean, window_total integer, window_per_user integer)
returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into chaos_ticks select max(t.due_at), batch from ticks t where t.name = 'dispatch';
  return chaos_release_runs(batch, window_total, window_per_user);
end $$;
"""


def one_among_hundred(
    stage: Stage, *, many: int, window: int, times: int, ratio: float | None
) -> Findings:
    """One user has ``many`` applications under way when another submits one, ``times`` over.

    ``ratio``: how many times as long as on an idle system the one may take. At any scale no more
    than half of the many may be done before the one.
    """
    findings = Findings()
    # One user's window does not fill the pool, as in the settings that the product comes with.
    stage.settings(window_per_user=window, window_total=4 * many)
    stage.start(concurrency=2 * window)
    script = {"tailor_resume": {"seconds": 0.5}, "write_cover_letter": {"seconds": 0.5}}

    def seconds_of_one() -> tuple[UUID, float | None]:
        other = stage.sign_up()
        run = stage.apply(other, script)
        stage.settle([run])
        (row,) = stage.query(
            "select extract(epoch from finished_at - created_at)::float8 as seconds from runs"
            " where id = :id",
            id=str(run),
        )
        return run, row.seconds

    idle = [seconds for _, seconds in (seconds_of_one() for _ in range(times)) if seconds]
    busy = stage.sign_up()
    for _ in range(many):
        stage.apply(busy, script)
    loaded = []
    overtaken = 0
    for _ in range(times):
        run, seconds = seconds_of_one()
        findings.expect("not_starved", seconds is not None, "the one was not done")
        if seconds is None:
            return findings
        loaded.append(seconds)
        (row,) = stage.query(
            "select count(*) as n from runs r, runs one where one.id = :one and r.user_id = :busy"
            " and r.finished_at between one.created_at and one.finished_at",
            one=str(run),
            busy=str(busy.user_id),
        )
        overtaken = max(overtaken, row.n)
    findings.figures |= {
        "many": many,
        "idle_s": round(statistics.median(idle), 2),
        "among_many_s": round(max(loaded), 2),
        "ratio": round(max(loaded) / statistics.median(idle), 2),
        "done_before_the_one": overtaken,
    }
    findings.expect("not_starved", overtaken <= many / 2, f"{overtaken} of {many} came first")
    if ratio is not None:
        found = findings.figures["ratio"]
        findings.expect("in_time", found <= ratio, f"{found} times as long as on an idle system")
    return findings


def three_beats(stage: Stage, *, ticks: int, kills: int, seed: int = 1) -> Findings:
    """Three beats send every tick to two dispatchers, and one after the other is killed at random.

    A period in which no dispatcher came to tick is no loss, the next tick does its work; such are
    counted apart.
    """
    findings = Findings()
    dice = random.Random(seed)
    stage.settings(dispatch_seconds=0.5)
    for statement in _WATCH_TICKS.split(";\n", 2):
        stage.query(statement)
    makers = [lambda: stage.workers.worker(["dispatch"], concurrency=1, ready=False)] * DISPATCHERS
    makers += [stage.workers.beat] * 3
    running: list[Process] = [make() for make in makers]
    for process in running[:DISPATCHERS]:
        process.wait_for("ready.")
    stage.workers.worker()
    candidate = stage.sign_up()
    ids = [stage.apply(candidate) for _ in range(5)]
    stage.query("delete from chaos_ticks; delete from ticks where name = 'dispatch'")

    def done() -> int:
        (row,) = stage.query("select count(distinct due_at) as n from chaos_ticks")
        return int(row.n)

    for kill in range(kills):
        goal = ticks * (kill + 1) // (kills + 1)
        wait_until(lambda g=goal: done() >= g, SETUP_S + ticks, every=0.02)
        time.sleep(0.5 * dice.random())
        victim = dice.randrange(len(running))
        running[victim].kill()
        running[victim] = makers[victim]()
        if victim < DISPATCHERS:
            running[victim].wait_for("ready.")
    wait_until(lambda: done() >= ticks, SETUP_S + ticks)
    findings.all_succeeded(stage.settle(ids))
    (row,) = stage.query(
        "with work as (select due_at, batch, count(*) as n from chaos_ticks group by 1, 2),"
        " begun as (select due_at, count(*) as n from ticks where name = 'dispatch' group by 1)"
        " select (select count(*) from begun) as ticks,"
        " (select count(*) from work where n > 1) as twice,"
        " (select count(*) from begun b where 2 > (select count(*) from work w"
        "   where w.due_at = b.due_at)) as never,"
        " (select count(*) from generate_series((select min(due_at) from begun),"
        "   (select max(due_at) from begun), interval '0.5 s') g"
        "   where not exists (select from begun b where b.due_at = g)) as missed"
    )
    findings.figures |= {
        "ticks": row.ticks,
        "kills": kills,
        "work_done_twice": row.twice,
        "work_not_done": row.never,
        "periods_without_a_tick": row.missed,
    }
    findings.expect("once", not row.twice, f"the work of {row.twice} ticks was done twice")
    findings.expect("every", not row.never, f"the work of {row.never} ticks was not done")
    return findings
