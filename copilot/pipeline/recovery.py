"""Takes up steps that were lost with a dead worker, straight from the rows.

Their messages may be lost too, or wait behind hundreds of others for a thread that is free. So each
worker looks for lost steps of its queues itself and runs them alone, beside its pool.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from copilot.errors import DatabaseUnavailable
from copilot.observability.context import bound
from copilot.pipeline.context import Worker
from copilot.pipeline.isolation import Isolation
from copilot.pipeline.states import StepName

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LostStep:
    run_id: UUID
    user_id: UUID
    name: StepName
    request_id: str | None


class Recovery:
    """One thread that looks, and one for each step that runs alone."""

    def __init__(
        self, worker: Worker, isolation: Isolation, queues: Sequence[str], *, at_once: int
    ) -> None:
        self._worker = worker
        self._isolation = isolation
        self._queues = list(queues)
        self._at_once = at_once
        self._at_work: dict[tuple[UUID, StepName], threading.Thread] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._looking = threading.Thread(target=self._look, name="recovery", daemon=True)

    def start(self) -> None:
        self._looking.start()

    def stop(self) -> None:
        """Take nothing up any more; what runs goes on."""
        self._stopping.set()

    def wait(self, seconds: float) -> None:
        """After ``stop``: until what runs has ended, for at most so long."""
        deadline = time.monotonic() + seconds
        with self._lock:
            threads = [self._looking, *self._at_work.values()]
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _look(self) -> None:
        away = False
        while not self._stopping.wait(self._worker.settings.dispatch_seconds):
            with self._lock:
                busy = len(self._at_work)
            if busy >= self._at_once:
                continue
            try:
                lost = self._lost_steps(self._at_once)
            except DatabaseUnavailable as error:
                if not away:
                    log.warning("recovery_put_off", extra={"reason": str(error)})
                away = True
                continue
            except SQLAlchemyError:
                # A schema that is older than this worker, until it is migrated.
                log.exception("recovery_raised")
                continue
            away = False
            for step in lost:
                self._take_up(step)

    def _lost_steps(self, at_most: int) -> list[LostStep]:
        with self._worker.database.transaction(durable=False) as session:
            rows = session.execute(
                text("select * from lost_steps(cast(:queues as text[]), :at_most)"),
                {"queues": self._queues, "at_most": at_most},
            )
            return [
                LostStep(row.run_id, row.user_id, StepName(row.name), row.request_id)
                for row in rows
            ]

    def _take_up(self, step: LostStep) -> None:
        key = (step.run_id, step.name)
        with self._lock:
            if key in self._at_work or len(self._at_work) >= self._at_once:
                return
            thread = threading.Thread(
                target=self._run, args=(step,), name=f"recovery-{step.name}", daemon=True
            )
            self._at_work[key] = thread
        thread.start()

    def _run(self, step: LostStep) -> None:
        try:
            with bound(
                request_id=step.request_id, run_id=str(step.run_id), user_id=str(step.user_id)
            ):
                outcome = self._isolation.execute(
                    self._worker, step.run_id, step.user_id, step.name
                )
            if outcome.goes_on:
                self._go_on(step)
        except DatabaseUnavailable as error:
            log.warning("recovery_put_off", extra={"step": step.name, "reason": str(error)})
        finally:
            with self._lock:
                self._at_work.pop((step.run_id, step.name), None)

    def _go_on(self, step: LostStep) -> None:
        """No message brought this step, so none brings the next: the dispatcher sends it."""
        with self._worker.database.transaction(durable=False) as session:
            session.execute(
                text("select unmark_published(cast(:ids as uuid[]))"), {"ids": [str(step.run_id)]}
            )
