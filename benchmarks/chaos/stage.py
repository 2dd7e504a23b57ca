"""What a case plays on: a database and a broker of its own, real processes, and their traces."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psutil
import redis
from sqlalchemy import text

from benchmarks.chaos.api import Web
from benchmarks.chaos.removals import Removal, take_out_of_database
from copilot.database.session import Database
from devstack import folders, people
from devstack.ports import free_port
from devstack.services import Postgres, Valkey
from devstack.worker_processes import CELERY, WORKING_QUEUES, Process, Workers, wait_until
from tasks.publishing import ChainPublisher
from workers.app import app as celery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from devstack.database import Database as Addresses
    from devstack.people import Candidate

LEASE_S = 3.0
PATIENCE_S = 45.0
"""Without any change in the rows for so long, what is not over is stuck."""
PATIENCE_WITHOUT_S = 7.0
"""The same where a mechanism is missing and things are meant to get stuck; longer than any pause of
a case that goes well."""
SETUP_S = 60.0


class ChaosWorkers(Workers):
    """All of them, dispatchers too, are processes that a mechanism can be taken out of."""

    scripted_program = ("benchmarks.chaos.worker",)

    def worker(self, queues: Iterable[str] = WORKING_QUEUES, **options: Any) -> Process:
        return super().worker(queues, **{**options, "scripted": True})

    def dispatcher(self, *, ready: bool = True, **_: Any) -> list[Process]:
        """With beat in a child of its own: a case costs one process less to start."""
        schedule = self._folder / f"beat-{len(self.started)}"
        return [self.worker(["dispatch"], concurrency=1, ready=ready, chaos_beat=schedule)]

    def beat(self) -> Process:
        """One more, by itself."""
        number = len(self.started)
        schedule = f"--schedule={self._folder / f'beat-{number}'}"
        return self._start("beat", [*CELERY, "beat"], schedule, "--pidfile=")


@dataclass(frozen=True, slots=True)
class Call:
    """A request that went out to a model."""

    run_id: UUID
    step: str
    number: int
    at: float


@dataclass
class Stage:
    """``set_stage`` makes it."""

    addresses: Addresses
    folder: Path
    valkey: Valkey
    postgres: Postgres | None
    removal: Removal | None
    web: Database
    rows: Database
    """As superuser: sees the rows of all users."""
    workers: ChaosWorkers
    _cleanup: list[Callable[[], None]] = field(default_factory=list)

    @property
    def patience(self) -> float:
        return PATIENCE_S if self.removal is None else PATIENCE_WITHOUT_S

    def settings(self, **changed: object) -> None:
        """For the processes that are started from now on."""
        self.workers.env.update({name.upper(): str(value) for name, value in changed.items()})

    def sign_up(self) -> Candidate:
        return people.sign_up(self.web)

    def apply(
        self, candidate: Candidate, script: Mapping[str, object] | None = None, **options: Any
    ) -> UUID:
        return people.apply(self.web, candidate, script=script, **options)

    def start(self, *, workers: int = 1, concurrency: int = 8) -> list[Process]:
        """Dispatcher, beat and workers of all queues; answers with the workers, ready."""
        self.workers.dispatcher(ready=False)
        made = [self.workers.worker(concurrency=concurrency, ready=False) for _ in range(workers)]
        for process in made:
            process.wait_for("ready.")
        return made

    def query(self, statement: str, **values: object) -> Sequence[Any]:
        with self.rows.transaction() as session:
            result = session.execute(text(statement), values)
            return result.all() if result.returns_rows else []

    def statuses(self, ids: Iterable[UUID]) -> dict[UUID, str]:
        found = self.query(
            "select id, status from runs where id = any(:ids)", ids=[str(run) for run in ids]
        )
        return {row.id: row.status for row in found}

    def settle(
        self, ids: Sequence[UUID], unless: Callable[[], bool] = lambda: False
    ) -> dict[UUID, str]:
        """Statuses once all runs are over, or nothing has moved for a long time, or ``unless`` has
        come to hold, which makes waiting pointless."""
        last, moved = None, time.monotonic()
        while True:
            now = self.query(
                "select r.id, r.status, r.finished_at is not null as over,"
                " (select sum(s.attempts + s.losses) from steps s where s.run_id = r.id) as turns"
                " from runs r where r.id = any(:ids) order by r.id",
                ids=[str(run) for run in ids],
            )
            if now != last:
                last, moved = now, time.monotonic()
            stuck = time.monotonic() - moved > self.patience
            if all(row.over for row in now) or stuck or unless():
                return {row.id: row.status for row in now}
            time.sleep(0.1)

    def starts(self) -> Counter[tuple[str, str]]:
        """How often the work of each (run, step) was begun."""
        return self.workers.starts()

    def calls(self) -> list[Call]:
        log = self.folder / "calls.log"
        lines = log.read_text().splitlines() if log.exists() else []
        parts = [line.split() for line in lines]
        return [Call(UUID(run), step, int(no), float(at)) for run, step, no, at in parts]

    def commits(self) -> Counter[tuple[str, str]]:
        """How often each (run, step) was set to succeeded."""
        found = self.query("select run_id, name, count(*) as n from chaos_commits group by 1, 2")
        return Counter({(str(row.run_id), row.name): row.n for row in found})

    def flush(self) -> None:
        """What was committed so far has reached the disk, also what did not wait for it."""
        self.query("select pg_logical_emit_message(true, 'chaos', 'flush')")

    def waits_for_a_message(self, process: Process) -> bool:
        """Whether one of its connections stands in a blocking pop."""
        ports = {
            connection.laddr.port
            for connection in psutil.Process(process.pid).net_connections(kind="inet")
            if connection.laddr
        }
        with redis.Redis.from_url(self.valkey.url()) as broker:
            clients: list[dict[str, str]] = broker.client_list()
        return any(
            "b" in client["flags"] and int(client["addr"].rsplit(":", 1)[1]) in ports
            for client in clients
        )

    def set_aside(self, process: Process) -> None:
        """Freeze a worker, and wait until no message can reach it."""
        process.freeze()
        wait_until(lambda: not self.waits_for_a_message(process), SETUP_S, every=0.05)

    def broker(self) -> redis.Redis:
        """Closed with the stage."""
        client = redis.Redis.from_url(self.valkey.url())
        self._cleanup.append(client.close)
        return client

    def publisher(self) -> ChainPublisher:
        """What the API publishes with."""
        # Celery reads its options when it is first used, of the settings of this process.
        own = {"DATABASE_URL": self.addresses.web_url, "BROKER_URL": self.valkey.url()}
        before = {name: os.environ.get(name) for name in own}
        os.environ.update(own)
        try:
            celery.conf.task_queues  # noqa: B018
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value
        return ChainPublisher(self.valkey.url(), 1.0)

    def chain(self, run_id: UUID) -> list[tuple[str, str]]:
        """(step, queue) of all steps of a run, in order."""
        found = self.query(
            "select name, queue from steps where run_id = :id order by position", id=str(run_id)
        )
        return [(row.name, row.queue) for row in found]

    def serve(self) -> Web:
        """The API under gunicorn, ready, with a user who may submit."""
        web = Web(free_port())
        environment = self.workers.env | {
            "DATABASE_URL": self.addresses.web_url,
            "BROKER_URL": self.valkey.url(),
            "PORT": str(web.port),
            "WEB_WORKERS": "1",
            "RATE_LIMIT": "100000 per minute",
        }
        command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py"]
        process = Process(
            [*command, "benchmarks.chaos.web:create_app()"], environment, self.folder / "web.log"
        )
        self._cleanup.append(process.kill)
        # Without a mechanism readiness may say anything; that it answers is enough.
        wait_until(lambda: process.alive() and web.ask("GET", "/health").status == 200, SETUP_S)
        web.sign_up()
        return web

    def close(self) -> None:
        for step in (*self._cleanup, self.workers.close, self.web.close, self.rows.close):
            step()


_COMMITS = """
create table chaos_commits (run_id uuid not null, name text not null, at timestamptz not null);
create function chaos_note_commit() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into chaos_commits values (new.run_id, new.name, clock_timestamp());
  return null;
end $$;
create trigger chaos_commits after update of status on steps
  for each row when (new.status = 'succeeded') execute function chaos_note_commit();
"""


@contextmanager
def set_stage(
    addresses: Addresses,
    folder: Path,
    *,
    removal: Removal | None = None,
    postgres: Postgres | None = None,
) -> Iterator[Stage]:
    """``addresses`` is a migrated database that the case may change; ``postgres`` is its server if
    the case may kill it."""
    # A place that the servers' account can reach.
    services = folders.temporary("chaos-")
    try:
        with Valkey(services / "valkey", durable=True) as valkey:
            workers = ChaosWorkers(addresses, valkey.url(), folder)
            stage = Stage(
                addresses,
                folder,
                valkey,
                postgres,
                removal,
                Database(addresses.web_url, pool_size=3),
                Database(addresses.admin_url, pool_size=3),
                workers,
            )
            stage.settings(
                lease_seconds=LEASE_S,
                call_log=folder / "calls.log",
                chaos_without=removal.name if removal else "",
            )
            try:
                for statement in _COMMITS.split(";\n\n"):
                    stage.query(statement)
                if removal is not None:
                    take_out_of_database(removal, addresses.admin_url)
                yield stage
            finally:
                stage.close()
    finally:
        folders.remove(services)
