"""The dispatcher sends what must be sent, and lets people in fairly."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from config.queues import QueueName
from config.settings import load
from copilot.errors import BrokerUnavailable
from copilot.pipeline import step_ledger
from copilot.pipeline.dispatch import Due, Tick, tick
from copilot.pipeline.states import StepName
from devstack.people import apply, sign_up

if TYPE_CHECKING:
    from uuid import UUID

    from config.settings import Settings
    from copilot.database.session import Database

ALL_QUEUES = [queue.value for queue in QueueName]
GRACE_S = 0.2


class Outbox:
    """A broker that a test can read, break and pretend to be busy."""

    def __init__(self) -> None:
        self.sent: list[Due] = []
        self.down = False
        self.empty = ALL_QUEUES

    def empty_queues(self) -> list[str]:
        if self.down:
            raise BrokerUnavailable
        return self.empty

    def publish(self, due: Due) -> None:
        if self.down:
            raise BrokerUnavailable
        self.sent.append(due)

    def runs(self) -> list[UUID]:
        return [due.run_id for due in self.sent]


@pytest.fixture
def outbox() -> Outbox:
    return Outbox()


def settings_with(**changes: object) -> Settings:
    values: dict[str, object] = {
        "database_url": "postgresql://unused",
        "broker_url": "redis://unused",
        "dispatch_seconds": 0.001,
        "publish_grace_seconds": GRACE_S,
        "lease_seconds": 0.4,
        "heartbeat_seconds": 0.1,
    }
    return load(**(values | changes))


def ticked(database: Database, outbox: Outbox, **changes: object) -> Tick:
    time.sleep(0.005)
    done = tick(database, outbox, settings_with(**changes), "dispatcher")
    assert done is not None
    return done


def test_a_run_that_waits_is_released_and_its_whole_chain_sent(
    web: Database, worker_database: Database, outbox: Outbox
) -> None:
    run_id = apply(web, sign_up(web), request_id="r-1")
    assert ticked(worker_database, outbox) == Tick(0, 1, 1)
    [due] = outbox.sent
    assert due.run_id == run_id
    assert due.request_id == "r-1"
    assert [name for name, _ in due.steps] == [
        "parse_posting",
        "embed_posting",
        "match_profile",
        "tailor_resume",
        "write_cover_letter",
    ]
    assert [queue for _, queue in due.steps] == ["parse", "embed", "embed", "generate", "generate"]


def test_a_message_is_sent_once_while_it_may_still_arrive(
    web: Database, worker_database: Database, outbox: Outbox
) -> None:
    apply(web, sign_up(web))
    ticked(worker_database, outbox)
    assert ticked(worker_database, outbox).sent == 0


def test_a_message_whose_queue_is_empty_is_sent_again(
    web: Database, worker_database: Database, outbox: Outbox
) -> None:
    apply(web, sign_up(web), released=True)
    assert ticked(worker_database, outbox).sent == 0
    time.sleep(GRACE_S)
    assert ticked(worker_database, outbox).sent == 1
    assert outbox.sent[0].lost


def test_a_message_in_a_queue_with_others_is_not_sent_again(
    web: Database, worker_database: Database, outbox: Outbox
) -> None:
    apply(web, sign_up(web), released=True)
    outbox.empty = []
    time.sleep(GRACE_S)
    assert ticked(worker_database, outbox).sent == 0


def test_a_message_that_a_later_one_overtook_is_sent_again(
    web: Database, worker_database: Database, outbox: Outbox
) -> None:
    candidate = sign_up(web)
    overtaken = apply(web, candidate, released=True)
    time.sleep(2 * GRACE_S)
    later = apply(web, candidate, released=True)
    outbox.empty = []
    with worker_database.transaction(candidate.user_id) as session:
        step_ledger.claim(
            session,
            later,
            candidate.user_id,
            StepName.PARSE_POSTING,
            worker="w",
            lease_seconds=30,
        )
    ticked(worker_database, outbox)
    assert outbox.runs() == [overtaken]


def test_with_the_broker_down_nothing_is_lost(
    web: Database, worker_database: Database, outbox: Outbox
) -> None:
    run_id = apply(web, sign_up(web))
    outbox.down = True
    assert ticked(worker_database, outbox) == Tick(0, 1, 0)
    outbox.down = False
    ticked(worker_database, outbox)
    assert outbox.runs() == [run_id]


def test_what_the_broker_refused_is_sent_by_the_next_tick(
    web: Database, worker_database: Database, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = apply(web, sign_up(web))

    def refuse(due: Due) -> None:
        raise BrokerUnavailable

    with monkeypatch.context() as patched:
        patched.setattr(outbox, "publish", refuse)
        assert ticked(worker_database, outbox).sent == 0
    ticked(worker_database, outbox, publish_grace_seconds=60)
    assert outbox.runs() == [run_id]


def test_a_dead_workers_step_is_taken_back_and_left_to_its_queues_workers(
    web: Database, worker_database: Database, outbox: Outbox
) -> None:
    candidate = sign_up(web)
    run_id = apply(web, candidate, released=True)
    with worker_database.transaction(candidate.user_id) as session:
        step_ledger.claim(
            session,
            run_id,
            candidate.user_id,
            StepName.PARSE_POSTING,
            worker="w",
            lease_seconds=0.4,
        )
    assert ticked(worker_database, outbox).taken_back == 0
    time.sleep(0.5)
    assert ticked(worker_database, outbox) == Tick(1, 0, 0)
    with worker_database.transaction() as session:
        for queue, found in (("parse", [run_id]), ("embed", [])):
            rows = session.execute(
                text("select run_id from lost_steps(array[:q], 9)"), {"q": queue}
            )
            assert rows.scalars().all() == found


def test_each_tick_is_done_once(worker_database: Database, outbox: Outbox) -> None:
    settings = settings_with(dispatch_seconds=3600)
    done = [tick(worker_database, outbox, settings, f"d{n}") for n in range(5)]
    assert sum(result is not None for result in done) == 1


def test_one_users_hundred_runs_do_not_keep_another_waiting(
    web: Database, worker_database: Database, outbox: Outbox
) -> None:
    busy, other = sign_up(web), sign_up(web)
    for _ in range(30):
        apply(web, busy)
    only = apply(web, other)
    ticked(worker_database, outbox, window_total=10, window_per_user=5)
    assert only in outbox.runs()
    assert Counter(due.user_id for due in outbox.sent) == {busy.user_id: 5, other.user_id: 1}


def test_the_window_is_kept(web: Database, worker_database: Database, outbox: Outbox) -> None:
    for _ in range(6):
        candidate = sign_up(web)
        for _ in range(3):
            apply(web, candidate)
    ticked(worker_database, outbox, window_total=8, window_per_user=5)
    assert len(outbox.sent) == 8
    assert max(Counter(due.user_id for due in outbox.sent).values()) == 2
    ticked(worker_database, outbox, window_total=8, window_per_user=5)
    assert len(outbox.sent) == 8


def test_a_terminal_run_stays_terminal(web: Database, worker_database: Database) -> None:
    candidate = sign_up(web)
    run_id = apply(web, candidate)
    with worker_database.transaction(candidate.user_id) as session:
        session.execute(
            text("update runs set status = 'cancelled', finished_at = now() where id = :id"),
            {"id": run_id},
        )
    with (
        pytest.raises(Exception, match="is over"),
        worker_database.transaction(candidate.user_id) as session,
    ):
        session.execute(
            text(
                "update runs set status = 'running', finished_at = null, started_at = now()"
                " where id = :id"
            ),
            {"id": run_id},
        )
