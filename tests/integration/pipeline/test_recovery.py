"""Workers take up lost steps from the rows, as many at a time as they have room for."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from config.settings import load
from copilot.database.models import Step
from copilot.pipeline import step_ledger
from copilot.pipeline.context import Worker
from copilot.pipeline.execution import Outcome
from copilot.pipeline.heartbeat import Heartbeat
from copilot.pipeline.recovery import Recovery
from copilot.pipeline.states import StepName
from copilot.pipeline.step_ledger import Claim
from devstack.people import apply, sign_up
from devstack.worker_processes import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from copilot.database.session import Database
    from devstack.people import Candidate

FIRST = StepName.PARSE_POSTING


class Beside:
    """In the place of processes: does each step, in its own time, and counts how many at once."""

    def __init__(self) -> None:
        self.may_end = threading.Event()
        self.running = 0
        self.most = 0
        self.done: list[UUID] = []
        self._lock = threading.Lock()

    def execute(self, worker: Worker, run_id: UUID, user_id: UUID, step: StepName) -> Outcome:
        claimed = take(worker.database, run_id, user_id, lease=60, alone=True)
        if not isinstance(claimed, Claim):
            return Outcome.REFUSED
        with self._lock:
            self.running += 1
            self.most = max(self.most, self.running)
        self.may_end.wait(30)
        with worker.database.transaction(user_id) as session:
            step_ledger.complete(session, claimed, {})
        with self._lock:
            self.running -= 1
            self.done.append(run_id)
        return Outcome.SUCCEEDED


def take(
    database: Database, run_id: UUID, user_id: UUID, *, lease: float, alone: bool = False
) -> object:
    with database.transaction(user_id) as session:
        return step_ledger.claim(
            session, run_id, user_id, FIRST, worker="w", lease_seconds=lease, alone=alone
        )


@pytest.fixture
def worker(worker_database: Database) -> Worker:
    settings = load(
        database_url="postgresql://unused", broker_url="redis://unused", dispatch_seconds=0.05
    )
    heartbeat = Heartbeat(worker_database, every_seconds=60, lease_seconds=120)
    resources = None
    return Worker(worker_database, settings, heartbeat, resources, "w")  # type: ignore[arg-type]


@pytest.fixture
def beside() -> Iterator[Beside]:
    made = Beside()
    yield made
    made.may_end.set()


def lose(worker_database: Database, candidate: Candidate, runs: list[UUID]) -> None:
    for run_id in runs:
        assert isinstance(take(worker_database, run_id, candidate.user_id, lease=-1), Claim)
    with worker_database.transaction() as session:
        session.execute(text("select * from lapse_leases(0, 12, '{}'::jsonb)")).all()


def recovering(worker: Worker, beside: Beside, queue: str, at_once: int) -> Recovery:
    made = Recovery(worker, beside, [queue], at_once=at_once)  # type: ignore[arg-type]
    made.start()
    return made


def test_lost_steps_are_taken_up_and_their_chains_go_on(
    web: Database, worker_database: Database, worker: Worker, beside: Beside
) -> None:
    candidate = sign_up(web)
    runs = [apply(web, candidate, released=True) for _ in range(5)]
    lose(worker_database, candidate, runs[:4])
    recovery = recovering(worker, beside, "parse", at_once=2)
    wait_until(lambda: beside.running == 2)
    beside.may_end.set()
    wait_until(lambda: len(beside.done) == 4)
    recovery.stop()
    recovery.wait(30)
    assert sorted(beside.done) == sorted(runs[:4]), "the fifth was never lost"
    assert beside.most == 2
    with web.transaction(candidate.user_id) as session:
        following = session.scalars(
            select(Step.published_at).where(Step.run_id.in_(runs[:4]), Step.position == 2)
        ).all()
    assert following == [None] * 4, "the dispatcher sends them"


def test_a_worker_leaves_the_lost_steps_of_other_queues(
    web: Database, worker_database: Database, worker: Worker, beside: Beside
) -> None:
    candidate = sign_up(web)
    runs = [apply(web, candidate, released=True)]
    lose(worker_database, candidate, runs)
    beside.may_end.set()
    others = recovering(worker, beside, "embed", at_once=2)
    own = recovering(worker, beside, "parse", at_once=1)
    wait_until(lambda: beside.done == runs)
    for recovery in (others, own):
        recovery.stop()
        recovery.wait(30)
    assert beside.done == runs
