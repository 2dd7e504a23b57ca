"""PostgreSQL is killed in the middle of work and comes back."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

import pytest

from copilot.database.session import Database
from copilot.errors import DatabaseUnavailable
from copilot.pipeline.audit import audit
from devstack import database as preparation
from devstack.people import apply, sign_up
from devstack.worker_processes import Workers, all_over, statuses, wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from devstack.services import Postgres

pytestmark = pytest.mark.chaos


def test_workers_wait_for_the_database_and_go_on(
    own_postgres: Postgres, redis_url: str, tmp_path: Path
) -> None:
    passwords = {role: secrets.token_hex(8) for role in preparation.ROLES}
    addresses = preparation.prepare(own_postgres.admin_url, "copilot", passwords)
    web = Database(addresses.web_url, pool_size=3)
    workers = Workers(addresses, redis_url, tmp_path)
    try:
        workers.dispatcher()
        workers.worker(scripted=True, concurrency=8)
        candidate = sign_up(web)
        script = {
            name: {"seconds": 0.3} for name in ("parse_posting", "match_profile", "tailor_resume")
        }
        ids = [apply(web, candidate, script=script) for _ in range(20)]
        wait_until(lambda: len(workers.starts()) > 15)
        own_postgres.kill()
        with pytest.raises(DatabaseUnavailable), web.transaction(candidate.user_id):
            pass
        time.sleep(3)
        own_postgres.start()
        back = time.monotonic()
        wait_until(lambda: all_over(web, candidate.user_id, ids), 60)
        assert time.monotonic() - back < 30
        assert set(statuses(web, candidate.user_id, ids).values()) == {"succeeded"}
        operator = Database(addresses.operator_url, pool_size=1)
        assert audit(operator).keys() <= {"one_result_of_each_kind"}, "scripted steps make none"
        operator.close()
    finally:
        workers.close()
        web.close()
