"""A worker outlives its broker, also while it holds messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from copilot.database.session import Database
from devstack.people import apply, sign_up
from devstack.worker_processes import Workers, all_over, statuses, wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from devstack.database import Database as Addresses
    from devstack.services import Valkey

pytestmark = pytest.mark.chaos


def test_steps_go_on_in_a_worker_that_loses_its_broker(
    database: Addresses, own_valkey: Valkey, tmp_path: Path
) -> None:
    web = Database(database.web_url, pool_size=2)
    workers = Workers(database, own_valkey.url(), tmp_path)
    try:
        workers.dispatcher(ready=False)
        worker = workers.worker(scripted=True)
        candidate = sign_up(web)
        script = {"parse_posting": {"seconds": 5}}
        ids = [apply(web, candidate, script=script) for _ in range(4)]
        wait_until(lambda: len(workers.starts()) == len(ids))
        own_valkey.kill()
        worker.wait_for("Connection to broker lost")
        wait_until(lambda: worker.log.read_text().count('"step_finished"') >= len(ids))
        own_valkey.start()
        wait_until(lambda: all_over(web, candidate.user_id, ids))
        assert set(statuses(web, candidate.user_id, ids).values()) == {"succeeded"}
        assert set(workers.starts().values()) == {1}
        # It has reconnected and works on.
        after = apply(web, candidate)
        wait_until(lambda: all_over(web, candidate.user_id, [after]))
        assert worker.alive()
        assert "Unrecoverable" not in worker.log.read_text()
    finally:
        workers.close()
        web.close()
