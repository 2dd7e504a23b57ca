"""A step that kills the process of its pool is set aside there too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from copilot.database.models import Run, Step
from copilot.database.session import Database
from devstack.people import apply, sign_up
from devstack.worker_processes import Workers, all_over, statuses, wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from devstack.database import Database as Addresses

pytestmark = pytest.mark.chaos


def test_a_step_that_kills_processes_of_its_pool_is_set_aside(
    database: Addresses, redis_url: str, tmp_path: Path
) -> None:
    web = Database(database.web_url, pool_size=2)
    workers = Workers(database, redis_url, tmp_path)
    try:
        workers.dispatcher(ready=False)
        worker = workers.worker(scripted=True, pool="prefork", concurrency=2)
        candidate = sign_up(web)
        poison = apply(web, candidate, script={"embed_posting": {"kill": True}})
        innocents = [apply(web, candidate) for _ in range(4)]
        wait_until(lambda: all_over(web, candidate.user_id, [poison, *innocents]))
        assert set(statuses(web, candidate.user_id, innocents).values()) == {"succeeded"}
        with web.transaction(candidate.user_id) as session:
            run = session.get_one(Run, poison)
            assert run.error is not None
            assert run.error["code"] == "step-quarantined"
            assert session.get_one(Step, (poison, "embed_posting")).losses_alone == 3
        assert worker.alive()
    finally:
        workers.close()
        web.close()
