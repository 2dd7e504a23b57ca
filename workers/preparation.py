"""What a worker loads before it takes its first message.

Importing agents and models takes seconds in which Python lets no other thread run: done in the
first step it would keep the heartbeat from renewing that step's lease. And what fifty threads all
find missing would be loaded fifty times.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Set

from config.queues import QueueName
from copilot.pipeline.context import Resources
from copilot.pipeline.execution import step_function
from copilot.pipeline.states import (
    APPLICATION_STEPS,
    IMPORT_STEPS,
    REPROCESS_STEPS,
    StepName,
)

log = logging.getLogger(__name__)


def steps_of(queues: Set[str]) -> Set[StepName]:
    """The steps that ``queues`` bring."""
    return {
        planned.name
        for planned in (*APPLICATION_STEPS, *IMPORT_STEPS, *REPROCESS_STEPS)
        if planned.queue in queues
    }


def load_before_fork(queues: Set[str], resources: Resources) -> None:
    """Load the code of the steps and what processes that are forked from this one share."""
    for step in sorted(steps_of(queues)):
        function = step_function(step)
        if _waited_for(queues):
            function.before_fork(resources)


def warm_up(queues: Set[str], resources: Resources) -> None:
    """Load what the steps use in the process that will do their work: models, fonts, reading
    servers."""
    began = time.monotonic()
    if _waited_for(queues):
        for step in sorted(steps_of(queues)):
            step_function(step).warm_up(resources)
    log.info(
        "warmed_up",
        extra={
            "queues": sorted(queues & {queue.value for queue in QueueName}),
            "duration_ms": round(1000 * (time.monotonic() - began)),
        },
    )


def _waited_for(queues: Set[str]) -> bool:
    """Nobody waits for a batch: an idle worker of it holds no models."""
    return bool(queues - {QueueName.BATCH.value})
