"""Submissions while Valkey is away: are all accepted, how quickly, and do all finish?

``python -m benchmarks.outage --seconds 60 [--rate 4]`` starts the product as it is run (API under
gunicorn, a worker of every queue, embedded servers, simulated model), submits applications at a
steady rate, SIGKILLs Valkey and starts it again after so many seconds. The figures are of the
submissions made while it was away: ``posts``, ``accepted`` (202), ``p50_ms`` and ``p95_ms`` of the
answers (``before_p50_ms``: of those just before); ``finished`` counts their runs that succeeded,
``seconds`` is the time from Valkey's return until the last of them was over.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

from benchmarks.durability.load import Account, run_of
from benchmarks.durability.progress import say
from benchmarks.durability.stack import product
from copilot.database.session import Database
from devstack import folders
from devstack.simulator.faults import Script
from devstack.simulator.server import Simulator
from devstack.supervisor import Supervisor

USERS = 4
LATENCY_S = (0.2, 2.0)
TARGET_P95_MS = 100.0
_BEFORE_S = 10.0
"""Submissions before the outage, so that nothing is measured for the first time in it."""
_SAY_S = 5.0


class SteadyUser:
    """Submits at a steady rate from a thread of its own, whatever the answers take."""

    def __init__(self, web: str, number: int, every_s: float) -> None:
        self._web = web
        self._number = number
        self._every_s = every_s
        self._stopping = threading.Event()
        self.ready = threading.Event()
        self.measured = threading.Event()
        """While set, what is submitted counts."""
        self.before_ms: list[float] = []
        self.latencies_ms: list[float] = []
        self.accepted: list[UUID] = []
        self._thread = threading.Thread(target=self._submit, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def _submit(self) -> None:
        account = Account(self._web, self._number)
        self.ready.set()
        due = time.monotonic() + self._every_s * self._number / USERS
        with closing(account.client):
            while not self._stopping.wait(max(0.0, due - time.monotonic())):
                due += self._every_s
                measured = self.measured.is_set()
                began = time.monotonic()
                answer = account.client.post("/v1/applications", json=account.application())
                took = 1000 * (time.monotonic() - began)
                if not measured:
                    self.before_ms.append(took)
                    continue
                self.latencies_ms.append(took)
                if answer.status_code == 202:
                    self.accepted.append(run_of(answer))


def measure(seconds: float, rate: float, within: float, folder: Path) -> dict[str, Any]:
    with (
        Simulator(Script(latency=LATENCY_S, seed=1), ledger=folder / "calls.jsonl") as simulator,
        product(folder, simulator, copies={}) as supervisor,
    ):
        assert supervisor.addresses is not None
        assert supervisor.database is not None
        web = supervisor.addresses.web
        users = [SteadyUser(web, number, USERS / rate) for number in range(USERS)]
        for user in users:
            user.ready.wait()
        time.sleep(_BEFORE_S)
        say("Killing valkey")
        supervisor.services.valkey.kill()
        for user in users:
            user.measured.set()
        # Not supervisor.watch(): it would start Valkey at once.
        time.sleep(seconds)
        for user in users:
            user.stop()
        runs = [run for user in users for run in user.accepted]
        before = [took for user in users for took in user.before_ms]
        latencies = sorted(took for user in users for took in user.latencies_ms)
        say(f"{len(runs)} of {len(latencies)} accepted; starting valkey")
        supervisor.services.valkey.start()
        began = time.monotonic()
        finished = _wait(supervisor, runs, within)
        return {
            "posts": len(latencies),
            "accepted": len(runs),
            "p50_ms": round(statistics.median(latencies), 1),
            "p95_ms": round(latencies[int(0.95 * (len(latencies) - 1))], 1),
            "max_ms": round(latencies[-1], 1),
            "before_p50_ms": round(statistics.median(before), 1),
            "finished": finished,
            "outage_seconds": seconds,
            "seconds": round(time.monotonic() - began, 1),
        }


def _wait(supervisor: Supervisor, runs: list[UUID], within: float) -> int:
    """How many runs have succeeded when all are over, or after so many seconds."""
    assert supervisor.database is not None
    rows = Database(supervisor.database.admin_url, pool_size=1)
    deadline = time.monotonic() + within
    said = 0.0
    while True:
        supervisor.watch()
        with rows.transaction() as session:
            counted = session.execute(
                text(
                    "select count(*) filter (where status = 'succeeded') as succeeded,"
                    " count(*) filter (where finished_at is not null) as over"
                    " from runs where id = any(:runs)"
                ),
                {"runs": runs},
            ).one()
        if time.monotonic() - said > _SAY_S:
            said = time.monotonic()
            say(f"{counted.over} of {len(runs)} over")
        if counted.over == len(runs) or time.monotonic() > deadline:
            rows.close()
            return int(counted.succeeded)
        time.sleep(0.2)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0], formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60, help="how long Valkey is away")
    parser.add_argument("--rate", type=float, default=4, help="submissions a second")
    parser.add_argument("--within", type=float, default=900, help="seconds for the runs to finish")
    arguments = parser.parse_args()
    folder = folders.temporary("outage-")
    try:
        report = measure(arguments.seconds, arguments.rate, arguments.within, folder)
    finally:
        folders.remove(folder)
    sys.stdout.write(json.dumps(report) + "\n")
    kept = report["posts"] == report["accepted"] == report["finished"]
    return 0 if kept and report["p95_ms"] <= TARGET_P95_MS else 1


if __name__ == "__main__":
    sys.exit(main())
