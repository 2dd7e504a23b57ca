"""What durability costs: steps that do nothing, through our pipeline and through a bare chain.

``python -m benchmarks.pipeline [--runs 300]`` starts embedded PostgreSQL (which waits for the disk)
and Valkey, and measures both in one run with the same pool (threads) and the same number of
processes. Prints one JSON object as its last line:

- ``runs_per_s``, ``bare_runs_per_s``, ``ratio``: from the first submission to the last run's end,
  ours with its rows written first;
- ``latency_ms``, ``bare_latency_ms``, ``added_latency_ms``: median of one run at a time;
- ``queries_per_step``, ``durable_commits_per_run``: counted, not estimated;
- ``fsync_ms``: median of writing 8 kB and fdatasync in the folder of the database.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

from celery import chain
from sqlalchemy import event, text

from benchmarks import bare_chain
from config.settings import load, settings
from copilot.database.session import Database
from copilot.pipeline.execution import Outcome, execute
from copilot.pipeline.process import build_worker
from copilot.pipeline.runs import pending_chain
from copilot.pipeline.states import StepName
from devstack import database as preparation
from devstack import folders, scripted_worker
from devstack.people import Candidate, apply, sign_up
from devstack.services import Postgres, Valkey
from devstack.worker_processes import Process, Workers, all_over, wait_until
from tasks.publishing import ChainPublisher

CONCURRENCY = 8
PROCESSES = 2
LATENCY_RUNS = 40


def say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def fsync_ms(folder: Path) -> float:
    path = folder / "fsync"
    times = []
    with path.open("wb", buffering=0) as file:
        for _ in range(50):
            file.write(b"x" * 8192)
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - began)
    path.unlink()
    return 1000 * statistics.median(times)


class Ours:
    """Submits as the API does: rows in one transaction, then the chain."""

    def __init__(self, web: Database, broker_url: str) -> None:
        self._web = web
        self._candidate: Candidate = sign_up(web)
        self._publisher = ChainPublisher(broker_url, 1.0)

    def submit(self) -> UUID:
        run_id = apply(self._web, self._candidate, released=True)
        with self._web.transaction(self._candidate.user_id) as session:
            steps = pending_chain(session, run_id)
        self._publisher.publish(run_id, self._candidate.user_id, steps, request_id=None)
        return run_id

    def finished(self, ids: list[UUID]) -> bool:
        return all_over(self._web, self._candidate.user_id, ids)


class Bare:
    """The plain chain; its last task writes a line."""

    def __init__(self, broker_url: str, log: Path) -> None:
        bare_chain.configure(broker_url, tuned=True)
        self._log = log

    def submit(self) -> UUID:
        number = uuid4()
        last = len(bare_chain.QUEUES) - 1
        chain(
            *(
                bare_chain.step.si(number=str(number), last=position == last).set(queue=queue)
                for position, queue in enumerate(bare_chain.QUEUES)
            )
        ).apply_async()
        return number

    def finished(self, ids: list[UUID]) -> bool:
        done = set(self._log.read_text().split()[::2]) if self._log.exists() else set()
        return all(str(number) in done for number in ids)


def rate(submit: Callable[[], UUID], finished: Callable[[list[UUID]], bool], runs: int) -> float:
    began = time.monotonic()
    ids = [submit() for _ in range(runs)]
    wait_until(lambda: finished(ids), 600, 0.02)
    return runs / (time.monotonic() - began)


def latency_ms(submit: Callable[[], UUID], finished: Callable[[list[UUID]], bool]) -> float:
    times = []
    for _ in range(LATENCY_RUNS):
        began = time.perf_counter()
        run = submit()
        wait_until(lambda run=run: finished([run]), 30, 0.001)  # type: ignore[misc]
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times)


def count_queries(addresses: preparation.Database, broker_url: str, web: Database) -> float:
    """Statements that one step sends, transaction control left out; in this process."""
    worker = build_worker(
        load(database_url=addresses.worker_url, broker_url=broker_url), "benchmark"
    )
    candidate = sign_up(web)
    run_id = apply(web, candidate, released=True)
    statements: list[str] = []

    @event.listens_for(worker.database.engine, "before_cursor_execute")
    def _note(_c: object, _k: object, statement: str, *_: object) -> None:
        statements.append(statement)

    steps = [name for name in StepName if name is not StepName.READ_RESUME]
    for step in steps:
        assert execute(worker, run_id, candidate.user_id, step) is Outcome.SUCCEEDED
    worker.database.close()
    return len(statements) / len(steps)


def durable_commits(admin: Database, run: Callable[[], None]) -> float:
    """Commits that waited for the disk, by PostgreSQL's own count of WAL flushes asked for by
    backends of the product."""
    counted = text(
        "select coalesce(sum(fsyncs), 0) from pg_stat_io"
        " where object = 'wal' and backend_type = 'client backend'"
    )

    def now() -> float:
        with admin.transaction() as session:
            session.execute(text("select pg_stat_force_next_flush()"))
            return float(session.execute(counted).scalar_one())

    time.sleep(1.5)
    before = now()
    run()
    time.sleep(1.5)
    return now() - before


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=300)
    arguments = parser.parse_args()
    folder = folders.temporary("pipeline-")
    logs = folder / "logs"
    logs.mkdir(mode=0o777)
    report: dict[str, float] = {}
    with (
        Postgres(folder / "postgres", durable=True) as postgres,
        Valkey(folder / "valkey", durable=False) as valkey,
    ):
        passwords = {role: secrets.token_hex(8) for role in preparation.ROLES}
        addresses = preparation.prepare(postgres.admin_url, "copilot", passwords)
        os.environ.update(DATABASE_URL=addresses.web_url, BROKER_URL=valkey.url())
        settings.cache_clear()
        web = Database(addresses.web_url, pool_size=5)
        admin = Database(addresses.admin_url, pool_size=1)
        report["fsync_ms"] = fsync_ms(folder)
        report["queries_per_step"] = count_queries(addresses, valkey.url(), web)

        say("The bare chain …")
        bare_log = logs / "bare.log"
        bare = Bare(valkey.url(1), bare_log)
        environment = {
            **os.environ,
            "BROKER_URL": valkey.url(1),
            "SCRIPT_LOG": str(bare_log),
        }
        processes = [
            Process(
                [
                    sys.executable,
                    "-m",
                    "benchmarks.bare_chain",
                    f"--hostname=bare{n}@bench",
                    "--pool=threads",
                    f"--concurrency={CONCURRENCY}",
                    "--without-gossip",
                    "--without-mingle",
                    "--loglevel=WARNING",
                ],
                environment,
                logs / f"worker-bare-{n}.log",
            )
            for n in range(PROCESSES)
        ]
        rate(bare.submit, bare.finished, 20)
        report["bare_latency_ms"] = latency_ms(bare.submit, bare.finished)
        report["bare_runs_per_s"] = rate(bare.submit, bare.finished, arguments.runs)
        for process in processes:
            process.kill()

        say("The pipeline …")
        workers = Workers(
            addresses,
            valkey.url(),
            logs,
            log_level="WARNING",
            lease_seconds=8,
            heartbeat_seconds=2,
            dispatch_seconds=1,
            window_per_user=100_000,
            window_total=100_000,
        )
        workers.env.pop("SCRIPT_LOG")
        try:
            workers.dispatcher(ready=False)
            for _ in range(PROCESSES):
                workers.worker(scripted=True, concurrency=CONCURRENCY, ready=False)
            ours = Ours(web, valkey.url())
            rate(ours.submit, ours.finished, 20)
            report["latency_ms"] = latency_ms(ours.submit, ours.finished)
            report["durable_commits_per_run"] = (
                durable_commits(
                    admin, lambda: report.update(_=latency_ms(ours.submit, ours.finished))
                )
                / LATENCY_RUNS
            )
            report.pop("_")
            report["runs_per_s"] = rate(ours.submit, ours.finished, arguments.runs)
        finally:
            workers.close()
        web.close()
        admin.close()
    folders.remove(folder)
    report["ratio"] = report["runs_per_s"] / report["bare_runs_per_s"]
    report["added_latency_ms"] = report["latency_ms"] - report["bare_latency_ms"]
    sys.stdout.write(json.dumps({name: round(value, 3) for name, value in report.items()}) + "\n")
    return 0


# The steps that count_queries runs in this process do nothing, like those of the workers.
assert scripted_worker.execution.step_function is scripted_worker.scripted

if __name__ == "__main__":
    sys.exit(main())
