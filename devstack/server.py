"""A server process of the stack: started, watched, stopped and, for tests, hurt."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import subprocess
import time
import warnings
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Self

from devstack import folders, processes
from devstack.account import Account, for_servers
from devstack.errors import StackError
from devstack.ports import kept_port

if TYPE_CHECKING:
    from pathlib import Path

# A port that was free a moment ago may be taken when the server binds it.
ATTEMPTS = 5
POLL_SECONDS = 0.02


class PortTaken(Exception):
    """Another process was quicker; a new port will do."""


class Server(ABC):
    """Owns ``folder`` (its data, port, password and log) while it runs.

    ``durable=False`` trades the survival of a crash of the *machine* for speed: for tests only.
    With ``tied`` the server ends when the process that started it is killed (Linux, started from
    the main thread); where that is impossible, the next start on the same folder ends it first.
    """

    name: str
    program_name: str
    stop_signal: signal.Signals
    ready_within = 60.0

    def __init__(self, folder: Path, *, durable: bool = True, tied: bool = True) -> None:
        self.folder = folders.owned_folder(folder, folders.PASSABLE)
        self.durable = durable
        self.tied = tied
        self.account: Account = for_servers()
        self.data = self.folder / "data"
        self.log = self.folder / "server.log"
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: int | None = None
        self._frozen: list[Any] = []

    # What a server must say about itself

    @abstractmethod
    def _prepare(self) -> None:
        """Make the data folder when it is missing."""

    @abstractmethod
    def _command(self) -> tuple[list[str], bytes | None]:
        """The command line, and what it reads from stdin."""

    @abstractmethod
    def _is_ready(self) -> bool: ...

    # Life

    def start(self) -> Self:
        self.launch()
        self.wait_ready()
        return self

    def launch(self) -> None:
        """Start without waiting; `wait_ready` must follow."""
        if self._process is not None:
            raise StackError(f"{self.name} has been started already.")
        self._take_folder()
        try:
            self._stop_leftovers()
            self._prepare()
            self.port = kept_port(self.folder / "port")
            self._spawn()
        except OSError as error:
            self._release_folder()
            raise StackError(folders.explain(error, self.folder)) from error
        except BaseException:
            self._release_folder()
            raise

    def wait_ready(self) -> None:
        try:
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    self._wait_ready()
                    return
                except PortTaken:
                    if attempt == ATTEMPTS:
                        raise StackError(f"{self.name} found no free port.") from None
                    self.port = kept_port(self.folder / "port", renew=True)
                    self._spawn()
        except BaseException:
            self.stop()
            raise

    def stop(self, seconds: float = 20.0) -> None:
        """End it in order: finished when this returns, by force after ``seconds``."""
        process, self._process = self._process, None
        if process is not None:
            self.thaw()
            family = processes.tree(process.pid)
            if process.poll() is None:
                process.send_signal(self.stop_signal)
            self._reap(process, family, seconds)
        self._release_folder()

    def kill(self) -> None:
        """SIGKILL to the server and its children, as a crash would."""
        process, self._process = self._process, None
        if process is None:
            return
        family = processes.tree(process.pid)
        processes.send(family, signal.SIGKILL)
        self._frozen = []
        self._reap(process, family, 10.0)
        self._release_folder()

    def restart(self) -> None:
        self.stop()
        self.start()

    def freeze(self) -> None:
        """SIGSTOP to the server and its children: connections hang, nothing is refused."""
        assert self._process is not None
        self._frozen = processes.tree(self._process.pid)
        processes.send(self._frozen, signal.SIGSTOP)

    def thaw(self) -> None:
        processes.send(reversed(self._frozen), signal.SIGCONT)
        self._frozen = []

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    # Parts

    def _spawn(self) -> None:
        command, feed = self._command()
        log = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            self._log_start = os.lseek(log, 0, os.SEEK_END)
            tie = processes.die_with_parent(self.stop_signal) if self.tied else None
            with warnings.catch_warnings():
                # Python ≥ 3.12 warns of preexec_fn beside threads; ours only calls prctl.
                warnings.simplefilter("ignore", DeprecationWarning)
                self._process = subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE if feed is not None else subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd=self.data,
                    env=clean_environment(),
                    umask=0o077,
                    start_new_session=True,  # Ctrl-C at the terminal is for the supervisor alone
                    preexec_fn=tie,  # noqa: PLW1509 -- calls prctl and nothing else
                    **self.account.popen_options(),
                )
        finally:
            os.close(log)
        if feed is not None:
            assert self._process.stdin is not None
            with contextlib.suppress(BrokenPipeError), self._process.stdin as pipe:
                pipe.write(feed)

    def _wait_ready(self) -> None:
        process = self._process
        assert process is not None
        deadline = time.monotonic() + self.ready_within
        while time.monotonic() < deadline:
            if process.poll() is not None:
                self._process = None
                said = self.log_tail()
                if "Address already in use" in said:
                    raise PortTaken
                last = said.strip().splitlines()[-1:] or ["it said nothing"]
                raise StackError(f"{self.name} did not start: {last[0]} (see {self.log})")
            if self._is_ready():
                return
            time.sleep(POLL_SECONDS)
        raise StackError(
            f"{self.name} was not ready after {self.ready_within:.0f} s (see {self.log})"
        )

    def log_tail(self) -> str:
        """What the server has written since its last start."""
        with self.log.open("rb") as log:
            log.seek(self._log_start)
            return log.read().decode("utf-8", "replace")

    def _reap(self, process: subprocess.Popen[bytes], family: list[Any], seconds: float) -> None:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
        processes.send(processes.wait_gone(family, 5.0), signal.SIGKILL)

    def _stop_leftovers(self) -> None:
        """End a server that an earlier stack left on this folder, and wait for what is left of a
        killed one."""
        if not self.data.exists():
            return
        left = processes.living_in(self.data, self.program_name)
        if left:
            processes.send(left, signal.SIGCONT)
            parents = [p for p in left if not _child_of_any(p, left)]
            processes.send(parents, self.stop_signal)
            processes.send(processes.wait_gone(left, 20.0), signal.SIGKILL)

    def _take_folder(self) -> None:
        # Held by this process alone and gone with it, also after SIGKILL.
        self._lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._release_folder()
            raise StackError(
                f"{self.name} on {self.folder} is in use by another running stack of this clone; "
                "stop that one first."
            ) from None

    def _release_folder(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def clean_environment() -> dict[str, str]:
    """Nothing inherited reaches a server: no PG* variable, no locale, no library path."""
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def _child_of_any(process: Any, others: list[Any]) -> bool:
    pids = {other.pid for other in others}
    try:
        return process.ppid() in pids
    except processes.Gone:
        return True
