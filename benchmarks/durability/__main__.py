"""Runs that are killed at: what is lost, done twice, paid twice.

``python -m benchmarks.durability --runs 200 --worker-kills 10 --broker-kills 2 --postgres-kills 1
--seed N [--bare]`` starts the product as it is run (API, several workers of every queue, two
dispatchers, two beats, embedded PostgreSQL and Valkey that wait for the disk) with the model
simulator at 0.2–2 s a call, submits applications through the API, and kills (SIGKILL) by a seeded
schedule over the whole time of the work. Prints progress to stderr and one JSON object as its last
line; exit code 0 only if nothing was lost, doubled or paid twice.

- ``double_commits``: steps whose outcome stands in the database more than once, and rows that break
  an invariant of ``copilot.pipeline.audit``;
- ``wrong_status``: runs of which the API says another status than the rows;
- ``paid_calls``: calls that the simulator charged for; ``needed_calls``: different questions that
  were asked; ``in_flight_at_kills``: calls that a killed process was waiting for, or had not saved;
- ``repaid_after_saved``: questions that were paid again after their answer had been saved;
- ``recovery_…``: for each step that a victim held, from the kill to the moment at which a live
  worker claimed it again.

``--bare`` runs the same load and kills on a plain Celery chain, with default and with tuned
settings, instead. ``--logs DIR`` keeps what the processes wrote.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from sqlalchemy import text

from benchmarks.durability import bare
from benchmarks.durability.figures import figures, kept
from benchmarks.durability.interruptions import Interruptions
from benchmarks.durability.killing import Killer, victims_of
from benchmarks.durability.kills import schedule
from benchmarks.durability.load import Load, statuses
from benchmarks.durability.progress import say
from benchmarks.durability.stack import product
from copilot.database.session import Database
from devstack import folders
from devstack.simulator.faults import Script
from devstack.simulator.server import Simulator
from devstack.supervisor import Supervisor

LATENCY_S = (0.2, 2.0)
_LOOK_S = 0.1
_SAY_S = 5.0
_FIRST_KILL_AFTER = 4
"""Accepted runs, so that there is something to kill at."""
_OVER = text(
    "select count(*) from runs where finished_at is not null and application_id is not null"
)


def measure(arguments: argparse.Namespace, folder: Path) -> dict[str, Any]:
    script = Script(latency=LATENCY_S, seed=arguments.seed)
    with (
        Simulator(script, ledger=folder / "calls.jsonl") as simulator,
        product(folder, simulator) as supervisor,
    ):
        assert supervisor.database is not None
        assert supervisor.addresses is not None
        rows = Database(supervisor.database.admin_url, pool_size=2)
        kills = schedule(
            arguments.seed,
            victims_of(supervisor),
            worker_kills=arguments.worker_kills,
            broker_kills=arguments.broker_kills,
            database_kills=arguments.postgres_kills,
        )
        interruptions = Interruptions(rows)
        killer = Killer(supervisor, interruptions, kills)
        load = Load(supervisor.addresses.web, arguments.runs)
        began = time.monotonic()
        load.start()
        _drive(supervisor, rows, load, killer, interruptions, arguments.within)
        seconds = time.monotonic() - began
        said = statuses(load.web, load.accepted.items())
        paid = sum(call.paid for call in simulator.charges.calls())
        report = figures(rows, said, paid, interruptions)
        rows.close()
    return {
        "seed": arguments.seed,
        **report,
        "refused": len(load.refused),
        "kills": killer.killed,
        "seconds": round(seconds, 1),
    }


def _drive(
    supervisor: Supervisor,
    rows: Database,
    load: Load,
    killer: Killer,
    interruptions: Interruptions,
    within: float,
) -> None:
    """Until all is over, or for so many seconds."""
    deadline = time.monotonic() + within
    said = 0.0
    while time.monotonic() < deadline:
        supervisor.watch()
        with rows.transaction() as session:
            over = session.execute(_OVER).scalar_one()
        interruptions.look()
        if len(load.accepted) > _FIRST_KILL_AFTER:
            killer.act(over / (len(load.accepted) if load.done() else load.runs))
        if time.monotonic() - said > _SAY_S:
            said = time.monotonic()
            say(f"{len(load.accepted)} accepted, {over} over, {killer.to_come} kills to come")
        if load.done() and over >= len(load.accepted) and not killer.to_come:
            return
        time.sleep(_LOOK_S)
    say(f"Not over within {within:.0f} s")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0], formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--worker-kills", type=int, default=10)
    parser.add_argument("--broker-kills", type=int, default=2)
    parser.add_argument("--postgres-kills", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--within", type=float, default=1800, help="seconds")
    parser.add_argument("--logs", type=Path, help="keep what the processes wrote in this folder")
    parser.add_argument("--bare", action="store_true")
    arguments = parser.parse_args()
    folder = folders.temporary("durability-")
    try:
        if arguments.bare:
            sys.stdout.write(json.dumps(bare.measure(arguments, folder, LATENCY_S)) + "\n")
            return 0
        report = measure(arguments, folder)
    finally:
        if arguments.logs and (logs := folder / "stack" / "logs").is_dir():
            shutil.copytree(logs, arguments.logs, dirs_exist_ok=True)
        folders.remove(folder)
    sys.stdout.write(json.dumps(report) + "\n")
    return 0 if kept(report) else 1


if __name__ == "__main__":
    sys.exit(main())
