"""The words of a run: which steps it has, and the states that rows can be in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from config.queues import QUEUE_OF_TASK, QueueName, TaskName


class RunStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def over(self) -> bool:
        return self in (RunStatus.SUCCEEDED, RunStatus.FAILED, RunStatus.CANCELLED)


class StepStatus(StrEnum):
    PENDING = "pending"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


class StepName(StrEnum):
    PARSE_POSTING = "parse_posting"
    EMBED_POSTING = "embed_posting"
    MATCH_PROFILE = "match_profile"
    TAILOR_RESUME = "tailor_resume"
    WRITE_COVER_LETTER = "write_cover_letter"
    READ_RESUME = "read_resume"

    @property
    def task(self) -> TaskName:
        return TaskName(f"tasks.{self.value}")


@dataclass(frozen=True, slots=True)
class PlannedStep:
    name: StepName
    queue: QueueName


def _plan(*names: StepName, queue: QueueName | None = None) -> tuple[PlannedStep, ...]:
    return tuple(PlannedStep(name, queue or QUEUE_OF_TASK[name.task]) for name in names)


APPLICATION_STEPS = _plan(
    StepName.PARSE_POSTING,
    StepName.EMBED_POSTING,
    StepName.MATCH_PROFILE,
    StepName.TAILOR_RESUME,
    StepName.WRITE_COVER_LETTER,
)
IMPORT_STEPS = _plan(StepName.READ_RESUME)
# Reprocessing has a queue of its own, so that it never delays people who wait.
REPROCESS_STEPS = _plan(StepName.PARSE_POSTING, StepName.EMBED_POSTING, queue=QueueName.BATCH)
