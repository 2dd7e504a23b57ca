"""Messages vanish, multiply and arrive late; the broker is wiped, dies and comes back."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest
import redis
from sqlalchemy import func, select, text

from copilot.database.models import Run, Step
from copilot.pipeline.runs import cancel
from devstack.people import apply, sign_up
from devstack.worker_processes import Workers, all_over, statuses, wait_until
from tasks.publishing import ChainPublisher

if TYPE_CHECKING:
    from pathlib import Path

    from copilot.database.session import Database
    from devstack.database import Database as Addresses
    from devstack.services import Valkey

pytestmark = pytest.mark.chaos

BRIEF = {name: {"seconds": 0.2} for name in ("parse_posting", "match_profile", "tailor_resume")}


@pytest.fixture
def publisher(
    redis_url: str, database: Addresses, monkeypatch: pytest.MonkeyPatch
) -> ChainPublisher:
    # Celery reads its options when it is first used.
    monkeypatch.setenv("DATABASE_URL", database.web_url)
    monkeypatch.setenv("BROKER_URL", redis_url)
    return ChainPublisher(redis_url, 1.0)


def test_wiping_the_broker_loses_nothing(web: Database, workers: Workers, redis_url: str) -> None:
    workers.dispatcher(ready=False)
    workers.worker(scripted=True, concurrency=4)
    candidate = sign_up(web)
    ids = [apply(web, candidate, script=BRIEF) for _ in range(20)]
    with redis.Redis.from_url(redis_url) as broker:
        for done in (5, 30, 60):
            wait_until(lambda done=done: len(workers.starts()) >= done, 60)
            broker.flushall()
    wait_until(lambda: all_over(web, candidate.user_id, ids), 90)
    assert set(statuses(web, candidate.user_id, ids).values()) == {"succeeded"}
    assert set(workers.starts().values()) == {1}


def test_a_message_lost_between_pop_and_claim_is_sent_again_within_seconds(
    web: Database, workers: Workers, redis_url: str
) -> None:
    dispatch, beat = workers.dispatcher()
    candidate = sign_up(web)
    ids = [apply(web, candidate) for _ in range(5)]
    with redis.Redis.from_url(redis_url) as broker:
        wait_until(lambda: broker.llen("parse") == 5)
        # What a worker that dies right after the pop leaves behind: nothing.
        assert len(broker.lpop("parse", 5) or []) == 5
    workers.worker(scripted=True)
    assert wait_until(lambda: all_over(web, candidate.user_id, ids), 30) < 15
    assert dispatch.alive()
    assert beat.alive()


def test_every_message_ten_times_in_any_order_does_the_work_once(
    web: Database, workers: Workers, publisher: ChainPublisher
) -> None:
    workers.worker(scripted=True, concurrency=16)
    candidate = sign_up(web)
    ids = [apply(web, candidate, script=BRIEF, released=True) for _ in range(10)]
    with web.transaction(candidate.user_id) as session:
        rows = session.execute(
            select(Step.run_id, Step.name, Step.queue).order_by(Step.run_id, Step.position)
        ).all()
    chains = {run: [(r.name, r.queue) for r in rows if r.run_id == run] for run in ids}
    # Whole chains and every tail of them, as the dispatcher may send them too.
    copies = [
        (run, chain[start:])
        for run, chain in chains.items()
        for start in range(len(chain))
        for _ in range(10 if start == 0 else 2)
    ]
    random.Random(7).shuffle(copies)
    for run, chain in copies:
        publisher.publish(run, candidate.user_id, chain, request_id=None)
    wait_until(lambda: all_over(web, candidate.user_id, ids), 60)
    assert workers.starts() == Counter(
        {(str(run), name): 1 for run in ids for name, _ in chains[run]}
    )


def test_accepting_goes_on_without_a_broker_and_work_starts_when_it_is_back(
    web: Database, database: Addresses, own_valkey: Valkey, tmp_path: Path
) -> None:
    workers = Workers(database, own_valkey.url(), tmp_path)
    try:
        workers.dispatcher()
        workers.worker(scripted=True)
        own_valkey.kill()
        candidate = sign_up(web)
        ids = [apply(web, candidate, released=n < 5) for n in range(10)]
        own_valkey.start()
        wait_until(lambda: all_over(web, candidate.user_id, ids), 60)
        assert set(statuses(web, candidate.user_id, ids).values()) == {"succeeded"}
        assert set(workers.starts().values()) == {1}
    finally:
        workers.close()


def test_two_beats_too_many_do_every_tick_once(web: Database, workers: Workers) -> None:
    workers.dispatcher(beats=3)
    workers.worker(["dispatch"], concurrency=1)
    workers.worker(scripted=True)
    candidate = sign_up(web)
    ids = [apply(web, candidate) for _ in range(5)]
    wait_until(lambda: all_over(web, candidate.user_id, ids), 60)
    logs = [process.log.read_text() for process in workers.started]
    sent = sum(log.count('"event": "dispatched"') for log in logs)
    assert sent >= 1
    assert set(workers.starts().values()) == {1}


def test_no_step_of_a_cancelled_run_begins_after_the_answer(
    web: Database, workers: Workers
) -> None:
    workers.dispatcher(ready=False)
    first = workers.worker(scripted=True, concurrency=8)
    candidate = sign_up(web)
    slow = {name: {"seconds": 0.4} for name in ("parse_posting", "embed_posting", "match_profile")}
    ids = [apply(web, candidate, script=slow) for _ in range(12)]
    wait_until(lambda: len(workers.starts()) >= 6)
    for run_id in ids:
        with web.transaction(candidate.user_id) as session:
            cancel(session, run_id)
    begun = workers.starts()
    first.kill()
    workers.worker(scripted=True, concurrency=8)
    with web.transaction(candidate.user_id) as session:
        # Long enough for two ticks, and for a lease to lapse.
        session.execute(text("select pg_sleep(4)"))
        assert session.scalar(select(func.count()).where(Run.status == "cancelled")) == 12
    # What was claimed in the moment of the answer may still be noted as begun.
    late = workers.starts() - begun
    assert sum(late.values()) == 0


def test_one_users_hundred_do_not_keep_another_waiting(web: Database, workers: Workers) -> None:
    workers.dispatcher(ready=False)
    workers.worker(scripted=True, concurrency=8, window_per_user=8, window_total=64)
    idle, busy, other = sign_up(web), sign_up(web), sign_up(web)
    script = {"tailor_resume": {"seconds": 0.5}, "write_cover_letter": {"seconds": 0.5}}
    alone = apply(web, idle, script=script)
    on_idle = wait_until(lambda: all_over(web, idle.user_id, [alone]), 60)
    many = [apply(web, busy, script=script) for _ in range(100)]
    only = apply(web, other, script=script)
    under_load = wait_until(lambda: all_over(web, other.user_id, [only]), 60)
    assert not all_over(web, busy.user_id, many)
    assert under_load < 2 * on_idle + 1
