"""The audit is silent on a sound database and names the row that is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import text

from copilot.pipeline import step_ledger
from copilot.pipeline.audit import INVARIANTS, audit
from copilot.pipeline.states import APPLICATION_STEPS
from copilot.pipeline.step_ledger import Claim
from devstack.people import apply, sign_up
from devstack.worker_processes import ROOT

if TYPE_CHECKING:
    from uuid import UUID

    from copilot.database.session import Database
    from devstack.database import Database as Addresses

BREAK = {
    "succeeded_runs_are_whole": "update runs set status = 'succeeded', finished_at = now()",
    "finished_runs_have_no_open_steps": "update runs set status = 'cancelled', finished_at = now()",
    "active_runs_can_go_on": "update steps set status = 'failed', finished_at = now(),"
    " error = '{}'",
    "steps_in_order": "update steps set status = 'succeeded', result = '{}', finished_at = now()"
    " where position = 3",
    "runs_have_their_steps": "delete from steps where position = 5",
    "one_result_of_each_kind": "update runs set status = 'succeeded', finished_at = now()",
    "budgets_add_up": "insert into budgets (user_id, month, spent_usd)"
    " select id, '2026-11-01', 1 from users",
    "documents_are_grounded": "insert into documents (id, user_id, application_id, run_id, kind,"
    " version, author, content, edits, report, provenance, language) select gen_random_uuid(),"
    " user_id, application_id, id, 'resume', 1, 'engine', '{}', '[]',"
    " '{\"verdict\": \"ungrounded\"}', '{}', 'en' from runs",
    "saved_responses_were_paid_once": "insert into model_calls (id, user_id, run_id, lineage_id,"
    " step, token, call_number, request_hash, agent, provider, model, status, month, reserved_usd,"
    " settled_at) select gen_random_uuid(), user_id, id, lineage_id, 'tailor_resume',"
    " gen_random_uuid(), 1, 'x', 'a', 'openai', 'm', 'usable', '2026-11-01', 0, now()"
    " from runs, generate_series(1, 2)",
}


@pytest.fixture
def run_id(web: Database) -> UUID:
    return apply(web, sign_up(web), released=True)


def test_a_sound_database_passes(
    web: Database, worker_database: Database, operator_database: Database
) -> None:
    candidate = sign_up(web)
    run_id = apply(web, candidate, released=True)
    apply(web, candidate)
    for planned in APPLICATION_STEPS[:3]:
        with worker_database.transaction(candidate.user_id) as session:
            claim = step_ledger.claim(
                session, run_id, candidate.user_id, planned.name, worker="w", lease_seconds=30
            )
            assert isinstance(claim, Claim)
            step_ledger.complete(session, claim, {})
    assert audit(operator_database) == {}


@pytest.mark.parametrize("invariant", [invariant.name for invariant in INVARIANTS])
def test_a_broken_row_is_named(
    invariant: str, database: Addresses, operator_database: Database, run_id: UUID
) -> None:
    with psycopg.connect(database.admin_url) as connection:
        connection.execute(BREAK[invariant])
    broken = audit(operator_database)
    assert invariant in broken
    assert broken[invariant]


@pytest.mark.parametrize(("sound", "code"), [(True, 0), (False, 1)])
def test_the_command_says_what_is_broken_and_where(
    sound: bool, code: int, database: Addresses, run_id: UUID
) -> None:
    if not sound:
        with psycopg.connect(database.admin_url) as connection:
            connection.execute(BREAK["active_runs_can_go_on"])
    ended = subprocess.run(
        [sys.executable, "-m", "copilot.pipeline.audit"],
        env={
            "PATH": os.environ["PATH"],
            "ENVIRONMENT": "test",
            "DATABASE_URL": database.worker_url,
            "BROKER_URL": "redis://127.0.0.1:1",
            "OPERATOR_DATABASE_URL": database.operator_url,
        },
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    assert ended.returncode == code, ended.stderr
    report = json.loads(ended.stdout)
    assert report["invariants"] == len(INVARIANTS)
    if sound:
        assert report["broken"] == []
    else:
        found = {broken["name"]: broken["rows"] for broken in report["broken"]}
        assert {row["run_id"] for row in found["active_runs_can_go_on"]} == {str(run_id)}


def test_the_audit_can_write_nothing(operator_database: Database) -> None:
    with operator_database.transaction() as session:
        writable = session.execute(
            text(
                "select relname from pg_class where relkind = 'r'"
                " and relnamespace = 'public'::regnamespace and relname <> 'invites'"
                " and has_table_privilege(oid, 'insert, update, delete')"
            )
        ).all()
    assert writable == []
