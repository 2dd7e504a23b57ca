"""Runs and their steps: the truth about all work."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from copilot.database.base import Base, CreatedAt, Id, UserId, of_tenant, tenant_key

RUN_STATES = ("queued", "running", "succeeded", "failed", "cancelled")
RUN_OVER = ("succeeded", "failed", "cancelled")
STEP_STATES = ("pending", "running", "succeeded", "failed", "skipped", "cancelled")


class Run(Base):
    """One execution of a pipeline: for an application (five steps), for an import (one), or to
    process a posting again (two)."""

    __tablename__ = "runs"
    __table_args__ = (
        tenant_key(),
        of_tenant("application_id", "applications"),
        of_tenant("import_id", "imports"),
        of_tenant("posting_id", "postings"),
        of_tenant("profile_version_id", "profile_versions", ondelete="NO ACTION"),
        CheckConstraint(
            "num_nonnulls(application_id, import_id, posting_id) = 1", name="one_subject"
        ),
        CheckConstraint(
            "(application_id is null) = (profile_version_id is null)",
            name="application_has_profile_version",
        ),
        CheckConstraint(f"status in {RUN_STATES!r}", name="status_known"),
        CheckConstraint(
            f"(status in {RUN_OVER!r}) = (finished_at is not null)", name="finished_when_over"
        ),
        CheckConstraint("(status = 'failed') = (error is not null)", name="error_when_failed"),
        CheckConstraint("status <> 'running' or started_at is not null", name="running_started"),
        # Two executions of one subject at a time would pay twice.
        Index(
            "uq_runs_active_application",
            "application_id",
            unique=True,
            postgresql_where=text("finished_at is null"),
        ),
        Index(
            "uq_runs_active_import",
            "import_id",
            unique=True,
            postgresql_where=text("finished_at is null"),
        ),
        Index(
            "uq_runs_active_posting",
            "posting_id",
            unique=True,
            postgresql_where=text("finished_at is null"),
        ),
        Index("ix_runs_application_id", "application_id"),
        Index("ix_runs_import_id", "import_id"),
        Index("ix_runs_posting_id", "posting_id"),
        # What the dispatcher and the limits look at.
        Index(
            "ix_runs_waiting",
            "user_id",
            "created_at",
            postgresql_where=text("finished_at is null and released_at is null"),
        ),
        Index(
            "ix_runs_active",
            "user_id",
            postgresql_where=text("finished_at is null"),
        ),
    )

    id: Mapped[Id]
    user_id: Mapped[UserId] = mapped_column(index=False)
    application_id: Mapped[UUID | None]
    import_id: Mapped[UUID | None]
    posting_id: Mapped[UUID | None]
    profile_version_id: Mapped[UUID | None]
    lineage_id: Mapped[UUID]
    """Runs of one lineage share saved model responses: a retry keeps it, "run again" does not."""
    resumed_from: Mapped[UUID | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))
    status: Mapped[str] = mapped_column(String(10), server_default="queued")
    error: Mapped[dict[str, Any] | None]
    """A problem object."""
    options: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    """Writing options as they were when the run was made."""
    request_id: Mapped[str | None] = mapped_column(String(64))
    trace_parent: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[CreatedAt]
    released_at: Mapped[datetime | None]
    """When it got a place in the window; its messages may be in the queues from then on."""
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class Step(Base):
    """One stage of a run: claimed with a random token, completed only with the same token."""

    __tablename__ = "steps"
    __table_args__ = (
        of_tenant("run_id", "runs"),
        CheckConstraint(f"status in {STEP_STATES!r}", name="status_known"),
        CheckConstraint(
            "(status = 'running') = (token is not null and lease_until is not null)",
            name="running_has_lease",
        ),
        CheckConstraint("(result is not null) = (status = 'succeeded')", name="result_on_success"),
        CheckConstraint("status <> 'failed' or error is not null", name="failed_has_error"),
        CheckConstraint(
            "(finished_at is not null) = (status not in ('pending', 'running'))",
            name="finished_when_over",
        ),
        CheckConstraint("losses_alone <= losses", name="losses_counted"),
        Index("uq_steps_position", "run_id", "position", unique=True),
        Index(
            "ix_steps_due",
            "queue",
            "next_attempt_at",
            postgresql_where=text("status = 'pending' and next_attempt_at is not null"),
        ),
        # Not on lease_until: a heartbeat then changes no index.
        Index("ix_steps_running", "queue", postgresql_where=text("status = 'running'")),
        Index("uq_steps_token", "token", unique=True, postgresql_where=text("token is not null")),
        # A row is written about five times on its way: leave room on its page (HOT updates).
        {"postgresql_with": {"fillfactor": "70"}},
    )

    run_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(30), primary_key=True)
    user_id: Mapped[UserId]
    position: Mapped[int] = mapped_column(SmallInteger)
    queue: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(10), server_default="pending")
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    losses: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    """Attempts that ended with a dead worker."""
    losses_alone: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    """Of these, those in which nothing else ran in the process."""
    alone: Mapped[bool] = mapped_column(server_default=text("false"))
    """The current attempt runs in a process of its own."""
    token: Mapped[UUID | None]
    lease_until: Mapped[datetime | None]
    worker: Mapped[str | None] = mapped_column(String(200))
    next_attempt_at: Mapped[datetime | None]
    """It may be claimed from then on; null while it waits for the step before it."""
    published_at: Mapped[datetime | None]
    """When a message for it was last sent."""
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any] | None]
    error: Mapped[dict[str, Any] | None]
    """A problem object: of the failure, or of the last transient error."""
    reused_from: Mapped[UUID | None]
    """The run whose result this is."""
