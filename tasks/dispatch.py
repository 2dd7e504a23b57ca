"""The dispatcher's task."""

from __future__ import annotations

import logging
from functools import cache

from config.queues import TaskName
from config.settings import settings
from copilot.errors import DatabaseUnavailable
from copilot.pipeline.dispatch import Due, tick
from tasks.publishing import ChainPublisher
from workers.app import app
from workers.lifecycle import this_worker

log = logging.getLogger(__name__)

# A tick may wait longer than a request, but not as long as a lease.
_TIMEOUT_S = 1.0


class _Publisher:
    def __init__(self) -> None:
        self._chains = ChainPublisher(settings().broker_url.get_secret_value(), _TIMEOUT_S)

    def empty_queues(self) -> list[str]:
        return self._chains.empty_queues()

    def publish(self, due: Due) -> None:
        self._chains.publish(
            due.run_id,
            due.user_id,
            due.steps,
            request_id=due.request_id,
            trace_parent=due.trace_parent,
        )


@cache
def _publisher() -> _Publisher:
    return _Publisher()


@app.task(name=TaskName.DISPATCH)
def dispatch() -> None:
    worker = this_worker()
    try:
        tick(worker.database, _publisher(), worker.settings, worker.name)
    except DatabaseUnavailable as error:
        # The next tick is a second away and finds everything as it was.
        log.warning("tick_missed", extra={"reason": str(error)})
