"""Keeps the leases of a process alive: one thread, one statement for all its steps."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from copilot.database.session import Database
from copilot.errors import DatabaseUnavailable
from copilot.pipeline import step_ledger
from copilot.pipeline.step_ledger import Claim

log = logging.getLogger(__name__)


class Lease:
    """A claim that is being kept. ``lost`` turns true once the database says that the step is not
    ours any more (taken back, or its run cancelled)."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self._lost = threading.Event()

    @property
    def lost(self) -> bool:
        return self._lost.is_set()

    def lose(self) -> None:
        self._lost.set()


class Heartbeat:
    def __init__(self, database: Database, *, every_seconds: float, lease_seconds: float) -> None:
        self._database = database
        self._every = every_seconds
        self._lease = lease_seconds
        self._leases: dict[UUID, Lease] = {}
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopped = False
        self._thread: threading.Thread | None = None

    @contextmanager
    def keep(self, claim: Claim) -> Iterator[Lease]:
        """Renew the claim's lease for the duration of the block."""
        lease = Lease(claim)
        with self._lock:
            self._leases[claim.token] = lease
            # Started late: a thread does not survive the fork of a pool.
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
                self._thread.start()
        try:
            yield lease
        finally:
            with self._lock:
                self._leases.pop(claim.token, None)

    def held(self) -> list[Claim]:
        """What this process works on at the moment."""
        with self._lock:
            return [lease.claim for lease in self._leases.values() if not lease.lost]

    def stop(self) -> None:
        self._stopped = True
        self._wake.set()

    def _beat(self) -> None:
        while not self._wake.wait(self._every):
            with self._lock:
                leases = {token: lease for token, lease in self._leases.items() if not lease.lost}
            if not leases:
                continue
            try:
                with self._database.transaction(durable=False) as session:
                    alive = step_ledger.heartbeat(session, list(leases), self._lease)
            except DatabaseUnavailable as error:
                # Nobody can take a step while the database is away, and none lapses right after.
                log.warning("heartbeat_missed", extra={"steps": len(leases), "reason": str(error)})
                continue
            for token, lease in leases.items():
                if token not in alive:
                    lease.lose()
