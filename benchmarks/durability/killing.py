"""SIGKILLs parts of the running product by schedule, and starts them again a second later."""

from __future__ import annotations

import time
from collections.abc import Sequence

from benchmarks.durability.interruptions import Interruptions
from benchmarks.durability.kills import Kill
from benchmarks.durability.progress import say
from devstack.supervisor import Supervisor

DOWN_S = 1.0
VICTIMS = ("worker_parse", "worker_embed", "worker_generate", "worker_dispatch", "beat", "web")


def victims_of(supervisor: Supervisor) -> list[str]:
    """Names to draw from; generate workers twice, as they hold what is paid for."""
    names = [name for name in supervisor.children if name.split("_copy")[0] in VICTIMS]
    return names + [name for name in names if name.startswith("worker_generate")]


class Killer:
    def __init__(
        self, supervisor: Supervisor, interruptions: Interruptions, kills: Sequence[Kill]
    ) -> None:
        self._supervisor = supervisor
        self._interruptions = interruptions
        self._waiting = list(kills)
        self._revive: list[tuple[float, str]] = []
        self.killed: list[str] = []

    @property
    def to_come(self) -> int:
        return len(self._waiting)

    def act(self, share_over: float) -> None:
        """Start again what was down long enough; kill what is due when this share of the runs is
        over."""
        for due, name in [entry for entry in self._revive if entry[0] <= time.monotonic()]:
            self._revive.remove((due, name))
            self._supervisor.children[name].start()
        if self._waiting and share_over >= self._waiting[0].at:
            self._kill(self._waiting.pop(0).victim)

    def _kill(self, victim: str) -> None:
        self.killed.append(victim)
        services = self._supervisor.services
        if victim in ("valkey", "postgres"):
            say(f"Killing {victim}")
            server = services.valkey if victim == "valkey" else services.postgres
            server.kill()
            time.sleep(DOWN_S)
            server.start()
            return
        child = self._supervisor.children[victim]
        if child.pid is None:
            say(f"{victim} is down already")
            return
        # Frozen first: what it holds cannot change between looking and killing.
        pids = child.pids()
        child.freeze()
        held = self._interruptions.note(pids)
        child.kill()
        say(f"Killed {victim} with {held} steps")
        self._revive.append((time.monotonic() + DOWN_S, victim))
