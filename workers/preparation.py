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
from copilot.pipeline.context import Worker
from copilot.pipeline.execution import step_function
from copilot.pipeline.states import (
    APPLICATION_STEPS,
    IMPORT_STEPS,
    REPROCESS_STEPS,
    StepName,
)

log = logging.getLogger(__name__)


def warm_up(queues: Set[str], worker: Worker | None) -> Set[StepName]:
    """Load the code of the steps that ``queues`` bring; with a ``worker`` (the process that will
    do the work, not the parent of one) also what they use: models, word lists, reading servers.
    Answers with the steps that are ready to begin at once."""
    began = time.monotonic()
    steps = {
        planned.name
        for planned in (*APPLICATION_STEPS, *IMPORT_STEPS, *REPROCESS_STEPS)
        if planned.queue in queues
    }
    # Nobody waits for a batch: an idle worker of it holds no models.
    waited_for = steps if queues - {QueueName.BATCH.value} else set()
    for step in sorted(steps):
        function = step_function(step)
        if worker is not None and step in waited_for:
            function.warm_up(worker.resources)
    log.info(
        "warmed_up",
        extra={
            "queues": sorted(queues & {queue.value for queue in QueueName}),
            "duration_ms": round(1000 * (time.monotonic() - began)),
        },
    )
    return waited_for
