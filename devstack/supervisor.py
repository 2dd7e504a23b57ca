"""Starts the whole product on this machine in order, keeps it up, and stops it in order.

Servers first, then the schema, then every line of the Procfile at once. A process that dies is
started again, later each time. Stopping goes the other way: beat, workers (they finish or hand back
what they run), web with Flower and exporter, Valkey, PostgreSQL. When this process is killed, its
children die with it; what could not is ended at the next start.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from devstack import folders, processes, procfile, stack_folder
from devstack.child import Child, Spec
from devstack.database import addresses as database_addresses
from devstack.errors import StackError
from devstack.ports import HOST
from devstack.services import Services
from devstack.stack_folder import MARK, Addresses, StackFolder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path
    from types import FrameType

    from devstack.database import Database

DATABASE = "copilot"
WATCH_SECONDS = 0.1
# Nobody waits for these: they start when the API serves, so that it serves sooner.
AFTER_READY = frozenset({"worker_batch", "worker_maintenance", "flower", "exporter"})
READY_WITHIN_SECONDS = 90.0
MIGRATE_WITHIN_SECONDS = 300.0
# A process that dies so often before the stack was ever ready will not get better by waiting.
HOPELESS_DEATHS = 3
# The longest soft shutdown of a worker plus what ending takes; after that by force.
STOP_SECONDS = 20.0
HURRIED_STOP_SECONDS = 2.0


class Supervisor:
    """One running product. All methods are for the main thread; Linux ties the children's lives to
    the thread that started them.

    ``settings`` are added to the environment of every process and win over the stack's own.
    """

    def __init__(
        self,
        folder: StackFolder,
        *,
        keep_keys: bool = False,
        durable: bool = True,
        settings: Mapping[str, str] | None = None,
        lines: Path = folders.CLONE / "Procfile",
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.folder = folder
        self.services = Services(folder.root, durable=durable)
        self.children: dict[str, Child] = {}
        self.addresses: Addresses | None = None
        self.database: Database | None = None
        self.stop_requests = 0
        self._keep_keys = keep_keys
        self._lines = lines
        self._settings = dict(settings or {})
        self._say_to_person = say
        self._ready = False

    # Life

    def start(self) -> Self:
        """Returns when the first processes run; `wait_ready` must follow: it waits until the API
        serves and starts the rest.

        Raises StackError, with everything stopped again, when something does not come up, and
        AlreadyRunning, with nothing touched, when this clone's stack runs already.
        """
        self.folder.take()
        try:
            self._end_leftovers()
            self._start_all()
        except BaseException:
            self.stop()
            raise
        return self

    def _start_all(self) -> None:
        base = self.folder.base_environment(keep_keys=self._keep_keys)
        self._log("starting")
        preparing = self._launch_prepare(base)
        try:
            self.services.start()
            self._prepare(preparing)
        finally:
            if preparing.poll() is None:
                preparing.kill()
            preparing.wait()
        self._say("PostgreSQL and Valkey are up, the schema is current.")
        ports = self.folder.ports()
        self.addresses = stack_folder.addresses(self.folder, ports)
        for line in procfile.read(self._lines):
            told = base | self._environment_of(line.name, ports) | self._settings
            spec = Spec(
                name=line.name,
                arguments=tuple(line.arguments(told)),
                environment=line.environment(told),
                folder=self.folder.run,
                log=self.folder.logs / f"{line.name}.log",
                stop_seconds=STOP_SECONDS,
            )
            self.children[line.name] = Child(spec)
        for name, child in self.children.items():
            if name not in AFTER_READY:
                child.start()
        self._say(f"Starting {len(self.children)} processes: {', '.join(self.children)}.")

    def wait_ready(self, seconds: float = READY_WITHIN_SECONDS) -> None:
        """Until the API says it is ready to serve. Raises StackError if it never does."""
        deadline = time.monotonic() + seconds
        while not self.is_serving():
            self.watch()
            hopeless = [c for c in self.children.values() if c.restarts >= HOPELESS_DEATHS]
            if hopeless:
                raise StackError(_last_words(hopeless[0]))
            if self.stop_requests:
                raise KeyboardInterrupt
            if time.monotonic() > deadline:
                raise StackError(
                    f"The API was not ready after {seconds:.0f} s; see {self.folder.logs}."
                )
            time.sleep(WATCH_SECONDS)
        self._ready = True
        for name in self.children.keys() & AFTER_READY:
            self.children[name].start()
        assert self.addresses is not None
        self.folder.publish(self.addresses)
        self._log("ready", web=self.addresses.web)

    def run(self, done: Callable[[], bool] = lambda: False) -> None:
        """Keep everything up until somebody asks for the end or ``done`` says so."""
        while not self.stop_requests and not done():
            self.watch()
            time.sleep(WATCH_SECONDS)

    def watch(self) -> None:
        """Start again what died; returns at once."""
        for child in self.children.values():
            code = child.died()
            if code is not None:
                delay = child.schedule_restart()
                self._say(f"{child.name} ended ({_code(code)}); starting it again in {delay:g} s.")
            elif child.restart_is_due():
                child.start()
        for server in (self.services.postgres, self.services.valkey):
            if not server.is_alive():
                self._say(f"{server.name} ended; starting it again.")
                server.stop()
                server.start()

    def stop(self) -> None:
        """End everything in order; leaves no process. Quicker once it was asked for twice. Nothing
        happens if this supervisor runs nothing."""
        if not self.folder.is_held:
            return
        if self._ready:
            self._say("Stopping: beat, workers, web, Flower, Valkey, PostgreSQL.")
        for names in _stop_order(self.children):
            self._stop_children([self.children[name] for name in names])
        self._end_leftovers()
        self.services.stop()
        self.folder.release()
        self._log("stopped")
        self.children = {}

    def request_stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """A handler for SIGINT and SIGTERM."""
        self.stop_requests += 1
        if self.stop_requests == 2:
            self._say("Stopping at once.")

    @contextlib.contextmanager
    def signals(self) -> Iterator[None]:
        """Take SIGINT, SIGTERM and SIGHUP as requests to stop."""
        caught = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {sig: signal.signal(sig, self.request_stop) for sig in caught}
        try:
            yield
        finally:
            for sig, handler in before.items():
                signal.signal(sig, handler)

    def is_serving(self) -> bool:
        assert self.addresses is not None
        address = urlsplit(self.addresses.web)
        assert address.hostname is not None
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=2)
        try:
            connection.request("GET", "/health/ready")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    # Parts

    def _launch_prepare(self, base: Mapping[str, str]) -> subprocess.Popen[bytes]:
        log = (self.folder.logs / "migrate.log").open("ab")
        with log:
            return subprocess.Popen(
                [sys.executable, "-m", "devstack.prepare"],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self.folder.run,
                env=dict(base),
                start_new_session=True,
            )

    def _prepare(self, preparing: subprocess.Popen[bytes]) -> None:
        admin_url = self.services.postgres.admin_url
        passwords = self.folder.passwords()
        told = {"admin_url": admin_url, "database": DATABASE, "passwords": passwords}
        try:
            preparing.communicate(json.dumps(told).encode() + b"\n", MIGRATE_WITHIN_SECONDS)
        except (subprocess.TimeoutExpired, BrokenPipeError):
            preparing.kill()
        if preparing.wait() != 0:
            log = self.folder.logs / "migrate.log"
            raise StackError(f"The schema could not be made: {_last_line(log)} (see {log})")
        self.database = database_addresses(admin_url, DATABASE, passwords)

    def _environment_of(self, name: str, ports: Mapping[str, int]) -> dict[str, str]:
        assert self.database is not None
        assert self.addresses is not None
        role = self.database.web_url if name == "web" else self.database.worker_url
        told = {
            "ENVIRONMENT": "development",
            "HOST": HOST,
            "DATABASE_URL": role,
            "BROKER_URL": self.services.valkey.url(0),
            "REDIS_URL": self.services.valkey.url(1),
            "PUBLIC_URL": self.addresses.web,
        }
        if name == "web":
            told |= {"PORT": str(ports["web"])}
        if name == "flower":
            password = self.addresses.flower_password
            told |= {
                "FLOWER_PORT": str(ports["flower"]),
                "FLOWER_BASIC_AUTH": f"{self.addresses.flower_user}:{password}",
            }
        if name == "exporter":
            told |= {"EXPORTER_PORT": str(ports["exporter"])}
        return told

    def _stop_children(self, children: list[Child]) -> None:
        for child in children:
            child.thaw()
            child.send(signal.SIGTERM)
        started = time.monotonic()
        left = children
        while left := [child for child in left if not self._has_ended(child, started)]:
            waited = time.monotonic() - started
            if waited > STOP_SECONDS or (self.stop_requests > 1 and waited > HURRIED_STOP_SECONDS):
                for child in left:
                    self._say(f"{child.name} did not end in order; ending it.")
                    child.kill()
            time.sleep(0.02)

    def _has_ended(self, child: Child, asked: float) -> bool:
        if not child.ended():
            return False
        self._log("ended", process=child.name, seconds=round(time.monotonic() - asked, 2))
        return True

    def _end_leftovers(self) -> None:
        """End what carries this stack's mark and has no parent of ours: processes of an earlier
        stack that was killed, or what ours started and forgot."""
        left = processes.marked(MARK, str(self.folder.root))
        if left:
            self._log("leftovers", count=len(left))
            processes.send(left, signal.SIGKILL)
            processes.wait_gone(left, 10.0)

    def _say(self, text: str) -> None:
        self._log("said", text=text)
        self._say_to_person(text)

    def _log(self, event: str, **fields: object) -> None:
        line = {
            "timestamp": datetime.now(UTC).isoformat(),
            "level": "INFO",
            "logger": "devstack.supervisor",
            "event": event,
            **fields,
        }
        with (self.folder.logs / "supervisor.log").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line, ensure_ascii=False) + "\n")


def _stop_order(names: Iterable[str]) -> list[list[str]]:
    """Who publishes ends before who works, and who works before who answers."""
    waves: tuple[list[str], list[str], list[str]] = ([], [], [])
    for name in names:
        if name == "beat":
            waves[0].append(name)
        elif name.startswith("worker"):
            waves[1].append(name)
        else:
            waves[2].append(name)
    return [wave for wave in waves if wave]


def _last_words(child: Child) -> str:
    return f"{child.name} does not start: {_last_line(child.spec.log)} (see {child.spec.log})"


def _last_line(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").strip().splitlines()
    return lines[-1][:300] if lines else "it said nothing"


def _code(code: int) -> str:
    if code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"exit {code}"
