"""One attempt at a time, and only the holder of the newest token may write."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from copilot.errors import LeaseLost
from copilot.pipeline import step_ledger
from copilot.pipeline.runs import cancel, retry, run_again
from copilot.pipeline.states import APPLICATION_STEPS, RunStatus, StepName
from copilot.pipeline.step_ledger import Claim, Refusal
from copilot.pipeline.steps.rows import keep_blob
from devstack.people import Candidate, apply, run_row, sign_up

if TYPE_CHECKING:
    from copilot.database.session import Database

FIRST = StepName.PARSE_POSTING
SECOND = StepName.EMBED_POSTING
LEASE_S = 0.4


def take(
    database: Database,
    candidate: Candidate,
    run_id: UUID,
    step: StepName = FIRST,
    *,
    lease: float = 30.0,
    alone: bool = False,
) -> Claim | Refusal:
    with database.transaction(candidate.user_id) as session:
        return step_ledger.claim(
            session, run_id, candidate.user_id, step, worker="w", lease_seconds=lease, alone=alone
        )


def finish(database: Database, claim: Claim | Refusal) -> bool:
    """Whether the run is finished."""
    assert isinstance(claim, Claim)
    with database.transaction(claim.user_id) as session:
        return step_ledger.complete(session, claim, {"done": True})


def lapse(database: Database, lease: float = LEASE_S) -> int:
    with database.transaction() as session:
        rows = session.execute(
            text("select * from lapse_leases(:lease, 12, '{}'::jsonb)"), {"lease": lease}
        ).all()
    return len(rows)


@pytest.fixture
def candidate(web: Database) -> Candidate:
    return sign_up(web)


@pytest.fixture
def run_id(web: Database, candidate: Candidate) -> UUID:
    return apply(web, candidate, released=True)


def test_a_step_is_claimed_once(
    worker_database: Database, candidate: Candidate, run_id: UUID
) -> None:
    first = take(worker_database, candidate, run_id)
    assert isinstance(first, Claim)
    assert first.attempt == 1
    assert take(worker_database, candidate, run_id) is Refusal.HELD


def test_steps_are_worked_on_in_order(
    worker_database: Database, candidate: Candidate, run_id: UUID
) -> None:
    assert take(worker_database, candidate, run_id, SECOND) is Refusal.NOT_YET
    for planned in APPLICATION_STEPS:
        done = finish(worker_database, take(worker_database, candidate, run_id, planned.name))
    assert done
    assert run_row(worker_database, candidate, run_id).status == RunStatus.SUCCEEDED
    assert take(worker_database, candidate, run_id, FIRST) is Refusal.OVER


def test_a_message_too_many_finds_the_step_done(
    worker_database: Database, candidate: Candidate, run_id: UUID
) -> None:
    finish(worker_database, take(worker_database, candidate, run_id))
    assert take(worker_database, candidate, run_id) is Refusal.ALREADY_SUCCEEDED


def test_a_worker_that_was_given_up_cannot_store_anything(
    worker_database: Database, candidate: Candidate, run_id: UUID
) -> None:
    stale = take(worker_database, candidate, run_id, lease=LEASE_S)
    time.sleep(2 * LEASE_S)
    assert lapse(worker_database) == 1
    fresh = take(worker_database, candidate, run_id, alone=True)
    assert isinstance(fresh, Claim)
    assert fresh.attempt == 2
    with pytest.raises(LeaseLost):
        finish(worker_database, stale)
    assert isinstance(stale, Claim)
    with worker_database.transaction(candidate.user_id) as session:
        assert not step_ledger.fail(session, stale, {"code": "x"})
        assert not step_ledger.give_back(session, stale, delay_seconds=0, error=None)
        assert step_ledger.heartbeat(session, [stale.token, fresh.token], 30.0) == {fresh.token}
    finish(worker_database, fresh)


def test_a_heartbeat_keeps_the_lease(
    worker_database: Database, candidate: Candidate, run_id: UUID
) -> None:
    claim = take(worker_database, candidate, run_id, lease=LEASE_S)
    assert isinstance(claim, Claim)
    for _ in range(4):
        time.sleep(LEASE_S / 2)
        with worker_database.transaction() as session:
            step_ledger.heartbeat(session, [claim.token], LEASE_S)
        assert lapse(worker_database) == 0
    finish(worker_database, claim)


def test_a_step_lost_with_its_worker_runs_alone_next_time(
    worker_database: Database, candidate: Candidate, run_id: UUID
) -> None:
    take(worker_database, candidate, run_id, lease=LEASE_S)
    time.sleep(2 * LEASE_S)
    lapse(worker_database)
    assert take(worker_database, candidate, run_id) is Refusal.MUST_RUN_ALONE
    assert isinstance(take(worker_database, candidate, run_id, alone=True), Claim)


def test_a_step_that_backs_off_is_not_claimed_before_its_time(
    worker_database: Database, candidate: Candidate, run_id: UUID
) -> None:
    claim = take(worker_database, candidate, run_id)
    assert isinstance(claim, Claim)
    with worker_database.transaction(candidate.user_id) as session:
        assert step_ledger.give_back(session, claim, delay_seconds=0.3, error={"code": "x"})
    assert take(worker_database, candidate, run_id) is Refusal.NOT_YET
    time.sleep(0.35)
    again = take(worker_database, candidate, run_id)
    assert isinstance(again, Claim)
    assert again.attempt == 2


def test_a_cancelled_run_stores_nothing_more(
    web: Database, worker_database: Database, candidate: Candidate, run_id: UUID
) -> None:
    claim = take(worker_database, candidate, run_id)
    with web.transaction(candidate.user_id) as session:
        assert cancel(session, run_id).status == RunStatus.CANCELLED
    with pytest.raises(LeaseLost):
        finish(worker_database, claim)
    assert take(worker_database, candidate, run_id) is Refusal.OVER


def test_retry_goes_on_where_the_run_failed(
    web: Database, worker_database: Database, candidate: Candidate, run_id: UUID
) -> None:
    finish(worker_database, take(worker_database, candidate, run_id))
    claim = take(worker_database, candidate, run_id, SECOND)
    assert isinstance(claim, Claim)
    with worker_database.transaction(candidate.user_id) as session:
        assert step_ledger.fail(session, claim, {"code": "x"})
    with web.transaction(candidate.user_id) as session:
        new = retry(session, run_id, released=True, request_id=None)
        assert new.lineage_id == run_row(web, candidate, run_id).lineage_id
    assert take(worker_database, candidate, new.id, FIRST) is Refusal.ALREADY_SUCCEEDED
    assert isinstance(take(worker_database, candidate, new.id, SECOND), Claim)


def test_running_again_starts_a_new_lineage(
    web: Database, worker_database: Database, candidate: Candidate, run_id: UUID
) -> None:
    for planned in APPLICATION_STEPS:
        finish(worker_database, take(worker_database, candidate, run_id, planned.name))
    old = run_row(web, candidate, run_id)
    assert old.application_id is not None
    with web.transaction(candidate.user_id) as session:
        new = run_again(
            session,
            old.application_id,
            StepName.WRITE_COVER_LETTER,
            profile_version_id=None,
            options={},
            released=True,
            request_id=None,
        )
    assert new.lineage_id != old.lineage_id
    assert isinstance(take(worker_database, candidate, new.id, StepName.WRITE_COVER_LETTER), Claim)


def test_another_users_run_cannot_be_claimed(
    web: Database, worker_database: Database, run_id: UUID
) -> None:
    stranger = sign_up(web)
    assert take(worker_database, stranger, run_id) is Refusal.UNKNOWN
    assert take(worker_database, stranger, uuid4()) is Refusal.UNKNOWN


def test_a_claim_whose_answer_was_lost_is_the_same_claim(
    worker_database: Database, candidate: Candidate, run_id: UUID
) -> None:
    token = uuid4()
    for _ in range(2):
        with worker_database.transaction(candidate.user_id) as session:
            claim = step_ledger.claim(
                session,
                run_id,
                candidate.user_id,
                FIRST,
                worker="w",
                lease_seconds=30,
                token=token,
            )
        assert isinstance(claim, Claim)
        assert (claim.token, claim.attempt) == (token, 1)
    assert finish(worker_database, claim) is False


def test_what_a_stale_worker_stored_beside_its_result_is_gone_too(
    web: Database, worker_database: Database, candidate: Candidate, run_id: UUID
) -> None:
    claim = take(worker_database, candidate, run_id)
    assert isinstance(claim, Claim)
    with web.transaction(candidate.user_id) as session:
        cancel(session, run_id)

    def store() -> None:
        with worker_database.transaction(candidate.user_id) as session:
            keep_blob(session, candidate.user_id, b"made too late", "text/plain")
            step_ledger.complete(session, claim, {})

    with pytest.raises(LeaseLost):
        store()
    with web.transaction(candidate.user_id) as session:
        stored = session.execute(
            text("select count(*) from blobs where content = 'made too late'")
        ).scalar_one()
    assert stored == 0
