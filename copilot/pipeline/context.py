"""What a step may use, and the three parts that a step is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy.orm import Session

from config.settings import Settings
from copilot.database.session import Database
from copilot.pipeline.heartbeat import Heartbeat, Lease
from copilot.pipeline.run_view import RunView

__all__ = ["Resources", "RunView", "StepContext", "StepFunction", "Worker"]

if TYPE_CHECKING:
    # Only the workers of some queues load these.
    from copilot.agents.contracts import Engine
    from copilot.embeddings import Encoder


class Resources(Protocol):
    """What a process loads once."""

    def encoder(self) -> Encoder: ...

    def prepare_engine(self, agent: str) -> None:
        """Load what the engine of ``agent`` needs."""
        ...

    def engine(self, agent: str, calls: StepContext) -> Engine:
        """The engine that the settings name for ``agent``; what it pays for goes through
        ``calls``."""
        ...


@dataclass(frozen=True, slots=True)
class Worker:
    """One worker process."""

    database: Database
    settings: Settings
    heartbeat: Heartbeat
    resources: Resources
    name: str


@dataclass(frozen=True, slots=True)
class StepContext:
    """What ``compute`` may use. It holds no connection: waiting for a model must not block the
    pool."""

    worker: Worker
    run: RunView
    lease: Lease

    @property
    def settings(self) -> Settings:
        return self.worker.settings


class StepFunction(Protocol):
    """A module of ``copilot.pipeline.steps``.

    ``load`` reads in the claiming transaction, ``compute`` works without a database connection,
    ``store`` writes in the transaction that completes the step. ``store`` answers with the result:
    ids and counts, no personal data. Running a step twice must give the same rows.
    """

    def before_fork(self, resources: Resources) -> None:
        """Load what the worker shares with the processes that run steps alone: word lists, chat
        models. Must not start a thread or open a connection."""
        ...

    def warm_up(self, resources: Resources) -> None:
        """Load what the step's work needs, before a worker takes its first message. Called once,
        in the process that will work."""

    def load(self, session: Session, run: RunView) -> Any: ...

    def compute(self, inputs: Any, context: StepContext) -> Any: ...

    def store(
        self, session: Session, run: RunView, inputs: Any, output: Any
    ) -> Mapping[str, Any]: ...
