"""Queues, the tasks that go to them, and the pool that serves each.

The one list of names: routes, Procfile, composition files and dashboards follow it, and a test
holds them to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class QueueName(StrEnum):
    PARSE = "parse"
    EMBED = "embed"
    GENERATE = "generate"
    BATCH = "batch"
    DISPATCH = "dispatch"
    MAINTENANCE = "maintenance"


class TaskName(StrEnum):
    PARSE_POSTING = "tasks.parse_posting"
    EMBED_POSTING = "tasks.embed_posting"
    MATCH_PROFILE = "tasks.match_profile"
    TAILOR_RESUME = "tasks.tailor_resume"
    WRITE_COVER_LETTER = "tasks.write_cover_letter"
    READ_RESUME = "tasks.read_resume"
    DISPATCH = "tasks.dispatch"
    REPROCESS_OUTDATED = "tasks.reprocess_outdated"
    PURGE_EXPIRED = "tasks.purge_expired"
    SETTLE_ABANDONED_CALLS = "tasks.settle_abandoned_calls"


QUEUE_OF_TASK: dict[TaskName, QueueName] = {
    TaskName.PARSE_POSTING: QueueName.PARSE,
    TaskName.READ_RESUME: QueueName.PARSE,
    TaskName.EMBED_POSTING: QueueName.EMBED,
    TaskName.MATCH_PROFILE: QueueName.EMBED,
    TaskName.TAILOR_RESUME: QueueName.GENERATE,
    TaskName.WRITE_COVER_LETTER: QueueName.GENERATE,
    TaskName.DISPATCH: QueueName.DISPATCH,
    TaskName.REPROCESS_OUTDATED: QueueName.MAINTENANCE,
    TaskName.PURGE_EXPIRED: QueueName.MAINTENANCE,
    TaskName.SETTLE_ABANDONED_CALLS: QueueName.MAINTENANCE,
}


@dataclass(frozen=True, slots=True)
class Pool:
    """How a worker of a queue runs its tasks.

    Threads wait cheaply for models and pages; processes compute, and contain what a native
    library may do.
    """

    kind: str
    concurrency: int


POOLS: dict[QueueName, Pool] = {
    QueueName.PARSE: Pool("threads", 8),
    QueueName.EMBED: Pool("prefork", 1),
    QueueName.GENERATE: Pool("threads", 50),
    QueueName.BATCH: Pool("threads", 2),
    QueueName.DISPATCH: Pool("threads", 1),
    QueueName.MAINTENANCE: Pool("threads", 1),
}
