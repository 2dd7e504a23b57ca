"""One process of the Procfile under supervision: started, watched, ended with all it started."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from devstack import processes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# A process that lived this long has settled: its next death starts the delays anew.
SETTLED_SECONDS = 60.0
RESTART_DELAYS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
LOG_LIMIT_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Spec:
    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path
    """Its working directory."""
    log: Path
    stop_seconds: float
    """How long it may take to end in order."""


class Child:
    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.restarts = 0
        self.restart_at: float | None = None
        self._delay = 0
        self._started = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def name(self) -> str:
        return self.spec.name

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        self.restart_at = None
        _rotate(self.spec.log)
        log = os.open(self.spec.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        # SIGKILL: its servers end at the same moment, nothing could be finished in order.
        tie = processes.die_with_parent(signal.SIGKILL)
        try:
            with warnings.catch_warnings():
                # Python ≥ 3.12 warns of preexec_fn beside threads; ours only calls prctl.
                warnings.simplefilter("ignore", DeprecationWarning)
                self._process = subprocess.Popen(
                    self.spec.arguments,
                    env=dict(self.spec.environment),
                    cwd=self.spec.folder,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,  # Ctrl-C at the terminal is for the supervisor alone
                    preexec_fn=tie,  # noqa: PLW1509 -- calls prctl and nothing else
                )
        finally:
            os.close(log)
        self._started = time.monotonic()

    def died(self) -> int | None:
        """The exit code of a process that ended by itself, once; None while it runs."""
        if self._process is None or (code := self._process.poll()) is None:
            return None
        self._end_family(processes.group(self._process.pid))
        self._process = None
        return code

    def schedule_restart(self) -> float:
        """Note when to start again; the delay in seconds, longer each time."""
        if time.monotonic() - self._started > SETTLED_SECONDS:
            self._delay = 0
        delay = RESTART_DELAYS[min(self._delay, len(RESTART_DELAYS) - 1)]
        self._delay += 1
        self.restarts += 1
        self.restart_at = time.monotonic() + delay
        return delay

    def restart_is_due(self) -> bool:
        return self.restart_at is not None and time.monotonic() >= self.restart_at

    def send(self, sig: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(sig)

    def kill(self) -> None:
        """SIGKILL to it and all it started."""
        self.restart_at = None
        if self._process is None:
            return
        family = self._family()
        self._process.kill()
        self._end_family(family)
        self._process.wait()
        self._process = None

    def pids(self) -> list[int]:
        """Of it and all it started."""
        return [process.pid for process in self._family()]

    def freeze(self) -> None:
        processes.send(self._family(), signal.SIGSTOP)

    def thaw(self) -> None:
        processes.send(self._family(), signal.SIGCONT)

    def ended(self) -> bool:
        """Whether it is gone after it was asked to stop; ends what it left behind."""
        self.restart_at = None
        if self._process is None:
            return True
        if self._process.poll() is None:
            return False
        self._end_family(processes.group(self._process.pid))
        self._process = None
        return True

    def _family(self) -> list[Any]:
        if self._process is None:
            return []
        return [*processes.tree(self._process.pid), *processes.group(self._process.pid)]

    @staticmethod
    def _end_family(family: list[Any]) -> None:
        processes.send(family, signal.SIGKILL)


def _rotate(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.replace(log.with_name(log.name + ".1"))
