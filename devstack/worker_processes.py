"""Real Celery workers and beat as processes, for tests and measurements that start, kill
and freeze them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from sqlalchemy import select

from copilot.database.models import Run
from copilot.pipeline.states import RunStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from uuid import UUID

    from copilot.database.session import Database
    from devstack.database import Database as Addresses

ROOT = Path(__file__).parents[1]
CELERY = ("celery", "--app", "workers.app")
WORKING_QUEUES = ("parse", "embed", "generate", "batch", "maintenance")


class Process:
    """One process of the product in a group of its own."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], log: Path) -> None:
        self.log = log
        with log.open("ab") as out:
            self._popen = subprocess.Popen(
                command,
                env=dict(env),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._popen.pid

    def alive(self) -> bool:
        return self._popen.poll() is None

    def _family(self) -> list[psutil.Process]:
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(self.pid)
            return [process, *process.children(recursive=True)]
        return []

    def kill(self) -> None:
        """SIGKILL to the process and all that it started, at once."""
        for process in self._family():
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self._popen.wait()

    def freeze(self) -> None:
        for process in self._family():
            process.suspend()

    def thaw(self) -> None:
        for process in self._family():
            process.resume()

    def stop(self, seconds: float = 20.0) -> int:
        """SIGTERM, as a deploy does; SIGKILL if that does not help."""
        self._popen.send_signal(signal.SIGTERM)
        try:
            return self._popen.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            return -signal.SIGKILL

    def wait_for(self, text: str, seconds: float = 60.0) -> None:
        deadline = time.monotonic() + seconds
        while text not in (content := self.log.read_text(errors="replace")):
            assert self.alive(), f"it ended: {content[-3000:]}"
            assert time.monotonic() < deadline, f"no {text!r} in {content[-3000:]}"
            time.sleep(0.05)


class Workers:
    """Starts workers on given services; ``close`` leaves no process behind."""

    scripted_program: Sequence[str] = ("devstack.scripted_worker",)

    def __init__(
        self, addresses: Addresses, redis_url: str, folder: Path, **settings: object
    ) -> None:
        self._folder = folder
        self._count = 0
        self.started: list[Process] = []
        self.env = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ},
            "PYTHONPATH": str(ROOT),
            "ENVIRONMENT": "test",
            "DATABASE_URL": addresses.worker_url,
            "BROKER_URL": redis_url,
            "LEASE_SECONDS": "3",
            "HEARTBEAT_SECONDS": "0.5",
            "DISPATCH_SECONDS": "0.5",
            "PUBLISH_GRACE_SECONDS": "1",
            "SOFT_SHUTDOWN_SECONDS": "2",
            "SCRIPT_LOG": str(folder / "starts.log"),
            **{name.upper(): str(value) for name, value in settings.items()},
        }

    def worker(
        self,
        queues: Iterable[str] = WORKING_QUEUES,
        *,
        pool: str = "threads",
        concurrency: int = 8,
        ready: bool = True,
        scripted: bool = False,
        **settings: object,
    ) -> Process:
        """``scripted``: its steps do what the runs' options say, see devstack.scripted_worker."""
        names = ",".join(queues)
        self._count += 1
        program = self.scripted_program if scripted else [*CELERY, "worker"]
        process = self._start(
            "worker",
            program,
            f"--hostname=w{self._count}@test",
            f"--queues={names}",
            f"--pool={pool}",
            f"--concurrency={concurrency}",
            "--without-gossip",
            "--without-mingle",
            **settings,
        )
        if ready:
            process.wait_for("ready.")
        return process

    def dispatcher(self, *, beats: int = 1, ready: bool = True) -> list[Process]:
        """The dispatcher's worker and beat."""
        processes = [self.worker(["dispatch"], concurrency=1, ready=False)]
        processes += [
            self._start(
                "beat",
                [*CELERY, "beat"],
                f"--schedule={self._folder / f'beat{n}'}",
                "--pidfile=",
            )
            for n in range(beats)
        ]
        if ready:
            processes[0].wait_for("ready.")
        return processes

    def _start(
        self, kind: str, program: Sequence[str], *arguments: str, **settings: object
    ) -> Process:
        log = self._folder / f"{kind}-{len(self.started)}.log"
        process = Process(
            [sys.executable, "-m", *program, *arguments],
            self.env | {name.upper(): str(value) for name, value in settings.items()},
            log,
        )
        self.started.append(process)
        return process

    def starts(self) -> Counter[tuple[str, str]]:
        """How often the work of each (run, step) was begun by scripted workers."""
        log = self._folder / "starts.log"
        lines = log.read_text().splitlines() if log.exists() else []
        return Counter((line.split()[0], line.split()[1]) for line in lines)

    def close(self) -> None:
        for process in self.started:
            process.kill()


def wait_until(condition: Callable[[], bool], seconds: float = 60.0, every: float = 0.1) -> float:
    """Seconds until the condition held; fails if it does not come to hold."""
    began = time.monotonic()
    while not condition():
        waited = time.monotonic() - began
        assert waited < seconds, f"not within {seconds} s"
        time.sleep(every)
    return time.monotonic() - began


def statuses(database: Database, user_id: UUID, run_ids: Iterable[UUID]) -> dict[UUID, str]:
    with database.transaction(user_id) as session:
        rows = session.execute(select(Run.id, Run.status).where(Run.id.in_(list(run_ids))))
        return {row.id: row.status for row in rows}


def all_over(database: Database, user_id: UUID, run_ids: Iterable[UUID]) -> bool:
    ids = list(run_ids)
    found = statuses(database, user_id, ids)
    return len(found) == len(ids) and all(RunStatus(status).over for status in found.values())
