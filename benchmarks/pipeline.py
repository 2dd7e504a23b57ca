"""What durability costs: steps that do nothing, through our pipeline and through a bare chain.

``python -m benchmarks.pipeline [--runs 300]`` starts embedded PostgreSQL (which waits for the disk)
and Valkey, and measures both in one run with the same pool (threads) and the same number of
processes, neither watched (no task events). One thread submits in both: a bare chain is published;
ours is written first, run and steps in one transaction, and published then. Prints one JSON object
as its last line:

- ``runs_per_s``, ``bare_runs_per_s``, ``ratio``: from the first submission to the last run's end;
- ``latency_ms``, ``bare_latency_ms``, ``added_latency_ms``: median of one run at a time;
- ``queries_per_step``, ``round_trips_per_step``: of a step that stores no rows of its own;
- ``durable_commits_per_run``: commits that waited for the disk;
- ``fsync_ms``: mean time that such a commit waited for it, as PostgreSQL measures it;
- ``cpu_ms_per_run``, ``bare_cpu_ms_per_run``: processor time by part, at full load.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import statistics
import sys
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import psutil
import psycopg
from celery import chain
from sqlalchemy import text

from benchmarks import bare_chain
from config.settings import load, settings
from copilot.database.models import Application, ProfileVersion
from copilot.database.repositories import applications, postings
from copilot.database.repositories.postings import SubmittedPosting
from copilot.database.session import Database
from copilot.pipeline import execution
from copilot.pipeline.execution import Outcome
from copilot.pipeline.process import build_worker
from copilot.pipeline.runs import start_application_run
from copilot.pipeline.states import APPLICATION_STEPS
from devstack import database as preparation
from devstack import folders, scripted_worker
from devstack.people import POSTING, apply, sign_up
from devstack.services import Postgres, Valkey
from devstack.worker_processes import Process, Workers, wait_until
from tasks.publishing import ChainPublisher

CONCURRENCY = 8
PROCESSES = 2
LATENCY_RUNS = 100
WARM_UP_RUNS = 20


def say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


class Ours:
    """Submits as the API does: the run with its steps in one transaction, then the chain.

    The applications stand before: any API stores what it is given, durable or not.
    """

    def __init__(self, web: Database, watching: psycopg.Connection[Any], broker_url: str) -> None:
        self._web = web
        self._watching = watching
        self._candidate = sign_up(web)
        self._applications: list[Application] = []
        self._publisher = ChainPublisher(broker_url, 1.0)
        self._chain = [(planned.name.value, planned.queue.value) for planned in APPLICATION_STEPS]

    def prepare(self, runs: int) -> None:
        user_id = self._candidate.user_id
        with self._web.transaction(user_id) as session:
            version = session.get_one(ProfileVersion, self._candidate.profile_version_id)
            for _ in range(runs):
                content = f"{POSTING}{uuid4()}".encode()
                posting, _ = postings.submit(
                    session, user_id, SubmittedPosting(content, "text/markdown", None, {})
                )
                application, _ = applications.get_or_create(
                    session,
                    user_id,
                    profile_id=version.profile_id,
                    posting_id=posting.id,
                    options={},
                )
                self._applications.append(application)

    def submit(self) -> UUID:
        user_id = self._candidate.user_id
        with self._web.transaction(user_id) as session:
            run = start_application_run(
                session,
                self._applications.pop(),
                self._candidate.profile_version_id,
                options={},
                released=True,
                request_id=None,
            )
        self._publisher.publish(run.id, user_id, self._chain, request_id=None)
        return run.id

    def finished(self, ids: list[UUID]) -> bool:
        """Asked a thousand times a second: one prepared statement, as looking into the bare
        chain's file is one read, or the watching would be measured."""
        found = self._watching.execute(
            "select count(*) from runs where id = any (%s) and status = 'succeeded'",
            [ids],
            prepare=True,
        ).fetchone()
        return found == (len(ids),)


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


class Meter:
    """Processor time in milliseconds, by part: processes and all that they started."""

    def __init__(self, **parts: Iterable[int | None]) -> None:
        self._parts = {part: [pid for pid in pids if pid] for part, pids in parts.items()}

    def read(self) -> dict[str, float]:
        read = {part: sum(map(_family_ms, pids)) for part, pids in self._parts.items()}
        return {"submit": 1000 * time.process_time()} | read


def _family_ms(pid: int) -> float:
    root = psutil.Process(pid)
    total = 0.0
    for process in [root, *root.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += 1000 * (times.user + times.system)
    return total


Submit = Callable[[], UUID]
Finished = Callable[[list[UUID]], bool]


def rate(
    submit: Submit, finished: Finished, runs: int, meter: Meter
) -> tuple[float, dict[str, float]]:
    """Runs per second, and the processor time of a run by part."""
    before = meter.read()
    began = time.monotonic()
    ids = [submit() for _ in range(runs)]
    # Looking whether they are done is no part of submitting.
    submitted = meter.read()["submit"]
    wait_until(lambda: finished(ids), 600, 0.02)
    seconds = time.monotonic() - began
    after = meter.read() | {"submit": submitted}
    return runs / seconds, {part: round((after[part] - before[part]) / runs, 2) for part in after}


def latency_ms(submit: Submit, finished: Finished) -> float:
    times = []
    for _ in range(LATENCY_RUNS):
        began = time.perf_counter()
        run = submit()
        wait_until(lambda run=run: finished([run]), 30, 0.001)  # type: ignore[misc]
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times)


def per_step(addresses: preparation.Database, broker_url: str, web: Database) -> dict[str, float]:
    """Statements that one step sends and times that it waits for the server, in this process."""
    worker = build_worker(
        load(database_url=addresses.worker_url, broker_url=broker_url), "benchmark"
    )
    candidate = sign_up(web)
    run_id = apply(web, candidate, released=True)
    with worker.database.transaction() as session:
        session.execute(text("select 1"))  # Connected, which is no step's cost.
    statements, waits = 0, 0
    wait = psycopg.Connection.wait

    execute_statement = psycopg.Cursor.execute

    def note_statement(*arguments: Any, **options: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute_statement(*arguments, **options)

    def note_wait(connection: Any, generator: Any, *arguments: Any, **options: Any) -> Any:
        def noted() -> Generator[Any, Any, Any]:
            # What the server has nothing to do with, such as resetting, ends at once.
            nonlocal waits
            try:
                wanted = next(generator)
            except StopIteration as end:
                return end.value
            waits += 1
            while True:
                ready = yield wanted
                try:
                    wanted = generator.send(ready)
                except StopIteration as end:
                    return end.value

        return wait(connection, noted(), *arguments, **options)

    with (
        patch.object(psycopg.Cursor, "execute", note_statement),
        patch.object(psycopg.Connection, "wait", note_wait),
    ):
        for planned in APPLICATION_STEPS:
            outcome = execution.execute(worker, run_id, candidate.user_id, planned.name)
            assert outcome is Outcome.SUCCEEDED
    worker.heartbeat.stop()
    worker.database.close()
    steps = len(APPLICATION_STEPS)
    return {"queries_per_step": statements / steps, "round_trips_per_step": waits / steps}


def durable_commits(admin: Database, run: Callable[[], None]) -> tuple[float, float]:
    """Commits that waited for the disk while ``run`` lasted, and milliseconds that one waited: by
    PostgreSQL's own account of the WAL flushes that backends of the product asked for."""
    counted = text(
        "select coalesce(sum(fsyncs), 0)::float8, coalesce(sum(fsync_time), 0)::float8"
        " from pg_stat_io where object = 'wal' and backend_type = 'client backend'"
    )

    def now() -> tuple[float, float]:
        with admin.transaction() as session:
            session.execute(text("select pg_stat_force_next_flush()"))
            commits, waited = session.execute(counted).one()
            return float(commits), float(waited)

    time.sleep(1.5)
    before = now()
    run()
    time.sleep(1.5)
    commits, waited = (after - begin for after, begin in zip(now(), before, strict=True))
    return commits, waited / commits


def measure_bare(valkey: Valkey, logs: Path, runs: int) -> dict[str, Any]:
    log = logs / "bare.log"
    bare = Bare(valkey.url(1), log)
    environment = {**os.environ, "BROKER_URL": valkey.url(1), "SCRIPT_LOG": str(log)}
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
    meter = Meter(workers=[process.pid for process in processes], valkey=[valkey.pid])
    try:
        rate(bare.submit, bare.finished, WARM_UP_RUNS, meter)
        latency = latency_ms(bare.submit, bare.finished)
        runs_per_s, cpu = rate(bare.submit, bare.finished, runs, meter)
    finally:
        for process in processes:
            process.kill()
    return {
        "bare_latency_ms": latency,
        "bare_runs_per_s": runs_per_s,
        "bare_cpu_ms_per_run": cpu,
    }


def measure_ours(
    postgres: Postgres,
    valkey: Valkey,
    addresses: preparation.Database,
    web: Database,
    logs: Path,
    runs: int,
) -> dict[str, Any]:
    admin = Database(addresses.admin_url, pool_size=1)
    watching = psycopg.connect(addresses.admin_url, autocommit=True)
    workers = Workers(
        addresses,
        valkey.url(),
        logs,
        log_level="WARNING",
        lease_seconds=8,
        heartbeat_seconds=2,
        dispatch_seconds=1,
        task_events=False,
        window_per_user=100_000,
        window_total=100_000,
    )
    # Noting starts is for tests.
    workers.env.pop("SCRIPT_LOG")
    latencies: list[float] = []
    try:
        dispatching = workers.dispatcher(ready=False)
        working = [
            workers.worker(scripted=True, concurrency=CONCURRENCY, ready=False)
            for _ in range(PROCESSES)
        ]
        meter = Meter(
            workers=[process.pid for process in working],
            dispatcher=[process.pid for process in dispatching],
            postgres=[postgres.pid],
            valkey=[valkey.pid],
        )
        ours = Ours(web, watching, valkey.url())
        ours.prepare(WARM_UP_RUNS + LATENCY_RUNS + runs)
        rate(ours.submit, ours.finished, WARM_UP_RUNS, meter)
        commits, fsync_ms = durable_commits(
            admin, lambda: latencies.append(latency_ms(ours.submit, ours.finished))
        )
        runs_per_s, cpu = rate(ours.submit, ours.finished, runs, meter)
    finally:
        workers.close()
        watching.close()
        admin.close()
    return {
        "latency_ms": latencies[0],
        "fsync_ms": fsync_ms,
        "durable_commits_per_run": commits / LATENCY_RUNS,
        "runs_per_s": runs_per_s,
        "cpu_ms_per_run": cpu,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=300)
    runs = parser.parse_args().runs
    folder = folders.temporary("pipeline-")
    logs = folder / "logs"
    logs.mkdir(mode=0o777)
    report: dict[str, Any] = {}
    with (
        Postgres(folder / "postgres", durable=True) as postgres,
        Valkey(folder / "valkey", durable=False) as valkey,
    ):
        passwords = {role: secrets.token_hex(8) for role in preparation.ROLES}
        addresses = preparation.prepare(postgres.admin_url, "copilot", passwords)
        with psycopg.connect(postgres.admin_url, autocommit=True) as connection:
            connection.execute("alter database copilot set track_wal_io_timing = on")
        os.environ.update(
            DATABASE_URL=addresses.web_url, BROKER_URL=valkey.url(), TASK_EVENTS="false"
        )
        settings.cache_clear()
        web = Database(addresses.web_url, pool_size=5)
        report |= per_step(addresses, valkey.url(), web)
        say("The bare chain …")
        report |= measure_bare(valkey, logs, runs)
        say("The pipeline …")
        report |= measure_ours(postgres, valkey, addresses, web, logs, runs)
        web.close()
    folders.remove(folder)
    report["ratio"] = report["runs_per_s"] / report["bare_runs_per_s"]
    report["added_latency_ms"] = report["latency_ms"] - report["bare_latency_ms"]
    rounded = {
        name: round(value, 3) if isinstance(value, float) else value
        for name, value in report.items()
    }
    sys.stdout.write(json.dumps(rounded) + "\n")
    return 0


# The steps that per_step runs in this process do nothing, like those of the workers.
assert execution.step_function is scripted_worker.scripted

if __name__ == "__main__":
    sys.exit(main())
