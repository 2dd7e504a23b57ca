"""Workers are killed, frozen and poisoned; every run still ends once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from copilot.database.models import Run, Step
from devstack.people import apply, sign_up
from devstack.worker_processes import Workers, all_over, statuses, wait_until

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from copilot.database.session import Database
    from devstack.people import Candidate

pytestmark = pytest.mark.chaos

SLOW = {"tailor_resume": {"seconds": 1.0}}


def succeeded(web: Database, candidate: Candidate, ids: Sequence[UUID]) -> None:
    found = statuses(web, candidate.user_id, ids)
    assert set(found.values()) == {"succeeded"}, found


def test_a_killed_workers_steps_are_done_by_another_within_seconds(
    web: Database, workers: Workers
) -> None:
    workers.dispatcher(ready=False)
    doomed = workers.worker(scripted=True, concurrency=20)
    candidate = sign_up(web)
    ids = [apply(web, candidate, script=SLOW) for _ in range(10)]
    wait_until(lambda: sum(step == "tailor_resume" for _, step in workers.starts()) >= 5)
    workers.worker(scripted=True, concurrency=20)
    doomed.kill()
    recovery = wait_until(lambda: all_over(web, candidate.user_id, ids), 30)
    succeeded(web, candidate, ids)
    assert recovery < 15
    assert max(workers.starts().values()) <= 2


def test_a_long_step_is_not_started_twice(web: Database, workers: Workers) -> None:
    workers.dispatcher(ready=False)
    workers.worker(scripted=True)
    workers.worker(scripted=True)
    candidate = sign_up(web)
    twice_the_lease = {"tailor_resume": {"seconds": 6}}
    ids = [apply(web, candidate, script=twice_the_lease) for _ in range(3)]
    wait_until(lambda: all_over(web, candidate.user_id, ids), 60)
    succeeded(web, candidate, ids)
    assert set(workers.starts().values()) == {1}


def test_a_worker_frozen_past_its_lease_stores_nothing(web: Database, workers: Workers) -> None:
    workers.dispatcher(ready=False)
    frozen = workers.worker(scripted=True)
    candidate = sign_up(web)
    run_id = apply(web, candidate, script={"parse_posting": {"seconds": 1.5}})
    wait_until(lambda: bool(workers.starts()))
    frozen.freeze()
    workers.worker(scripted=True)
    wait_until(lambda: all_over(web, candidate.user_id, [run_id]), 30)
    with web.transaction(candidate.user_id) as session:
        before = session.scalars(select(Step.worker).order_by(Step.position)).all()
    frozen.thaw()
    frozen.wait_for('"outcome": "lost"')
    with web.transaction(candidate.user_id) as session:
        after = session.scalars(select(Step.worker).order_by(Step.position)).all()
        assert session.get_one(Run, run_id).status == "succeeded"
    assert before == after


def test_a_step_that_kills_its_worker_is_set_aside_and_hurts_nobody(
    web: Database, workers: Workers
) -> None:
    workers.dispatcher(ready=False)
    victim = workers.worker(scripted=True, concurrency=20)
    candidate = sign_up(web)
    innocents = [apply(web, candidate, script=SLOW) for _ in range(12)]
    wait_until(lambda: sum(step == "tailor_resume" for _, step in workers.starts()) >= 6)
    poison = apply(web, candidate, script={"tailor_resume": {"kill": True}})
    wait_until(lambda: not victim.alive(), 30)
    began = time.monotonic()
    workers.worker(scripted=True, concurrency=20)
    wait_until(lambda: all_over(web, candidate.user_id, innocents), 40)
    assert time.monotonic() - began < 20
    succeeded(web, candidate, innocents)
    wait_until(lambda: all_over(web, candidate.user_id, [poison]), 30)
    with web.transaction(candidate.user_id) as session:
        run = session.get_one(Run, poison)
        assert run.error is not None
        assert run.error["code"] == "step-quarantined"
        step = session.get_one(Step, (poison, "tailor_resume"))
        assert step.losses_alone == 3
        assert step.losses == 4


def test_a_deploy_hands_back_what_it_cannot_finish(web: Database, workers: Workers) -> None:
    workers.dispatcher(ready=False)
    old = workers.worker(scripted=True)
    candidate = sign_up(web)
    quick = apply(web, candidate, script={"parse_posting": {"seconds": 1}})
    slow = apply(web, candidate, script={"parse_posting": {"seconds": 8}})
    wait_until(lambda: len(workers.starts()) == 2)
    old.stop()
    with web.transaction(candidate.user_id) as session:
        rows = {row.run_id: row for row in session.scalars(select(Step)).all() if row.position == 1}
        assert rows[quick].status == "succeeded"
        assert rows[slow].status == "pending"
        assert rows[slow].losses == 0
    workers.worker(scripted=True)
    wait_until(lambda: all_over(web, candidate.user_id, [quick, slow]), 30)
    succeeded(web, candidate, [quick, slow])


def test_a_transient_error_is_tried_again_and_a_lasting_one_is_not(
    web: Database, workers: Workers
) -> None:
    workers.dispatcher(ready=False)
    workers.worker(scripted=True)
    candidate = sign_up(web)
    passing = apply(web, candidate, script={"embed_posting": {"transient": 1}})
    lasting = apply(web, candidate, script={"embed_posting": {"fail": True}})
    wait_until(lambda: all_over(web, candidate.user_id, [passing, lasting]), 30)
    assert statuses(web, candidate.user_id, [passing, lasting]) == {
        passing: "succeeded",
        lasting: "failed",
    }
    assert workers.starts()[str(passing), "embed_posting"] == 2
    assert workers.starts()[str(lasting), "embed_posting"] == 1
