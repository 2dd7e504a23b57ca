"""The dispatcher: takes back what died, lets waiting runs in, sends what must be sent.

One tick does all of it in a few statements. The rows decide everything; a message too many finds
nothing to do, and a message that is lost is sent again.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from config.settings import Settings
from copilot.database.session import Database
from copilot.errors import BrokerUnavailable, StepQuarantined
from copilot.observability import metrics
from copilot.pipeline import ticks

log = logging.getLogger(__name__)

# One dispatcher at a time, whoever else got the message.
_LOCK = 4_170_003
_AT_MOST = 500
_MAX_LOSSES = 12
"""Steps that lose their workers without a witness are set aside after this many."""


@dataclass(frozen=True, slots=True)
class Due:
    """A step whose message must be sent, with the rest of its chain."""

    run_id: UUID
    user_id: UUID
    steps: tuple[tuple[str, str], ...]
    """(step, queue) in order, the due one first."""
    request_id: str | None
    trace_parent: str | None
    lost: bool


class Publisher(Protocol):
    """Sends chains to the broker; both raise BrokerUnavailable within a second or so."""

    def empty_queues(self) -> list[str]: ...

    def publish(self, due: Due) -> None: ...


@dataclass(frozen=True, slots=True)
class Tick:
    taken_back: int
    released: int
    sent: int


def tick(database: Database, publisher: Publisher, settings: Settings, worker: str) -> Tick | None:
    """One tick; None if another dispatcher does or did this one."""
    try:
        empty: list[str] | None = publisher.empty_queues()
    except BrokerUnavailable as error:
        # Taking back and releasing need no broker.
        log.warning("broker_unavailable", extra={"reason": str(error)})
        empty = None
    # Not durable: after a crash of the server the next tick finds the same again.
    with database.transaction(durable=False) as session:
        if not session.execute(
            text("select pg_try_advisory_xact_lock(:key)"), {"key": _LOCK}
        ).scalar_one():
            return None
        if not ticks.begin(session, "dispatch", settings.dispatch_seconds, worker):
            return None
        taken_back = _take_back(session, settings)
        released = _release(session, settings)
        due = [] if empty is None else _take_due(session, empty, settings)
        _report(session)
    sent = _send(database, publisher, due)
    if taken_back or released or sent:
        log.info("dispatched", extra={"taken_back": taken_back, "released": released, "sent": sent})
    return Tick(taken_back, released, sent)


def _take_back(session: Session, settings: Settings) -> int:
    problem = StepQuarantined(
        "This step ended its worker again and again and was set aside. "
        "Change the input, or ask the operator to look at it."
    ).as_problem()
    rows = session.execute(
        text("select * from lapse_leases(:lease, :losses, cast(:problem as jsonb))"),
        {
            "lease": settings.lease_seconds,
            "losses": _MAX_LOSSES,
            "problem": json.dumps(problem),
        },
    ).all()
    for row in rows:
        metrics.recoveries.labels("quarantined" if row.quarantined else "lease_lapsed").inc()
        log.warning(
            "lease_lapsed",
            extra={
                "run_id": str(row.run_id),
                "step": row.name,
                "lost_worker": row.worker,
                "quarantined": row.quarantined,
            },
        )
    return len(rows)


def _release(session: Session, settings: Settings) -> int:
    released = 0
    for batch in (False, True):
        released += session.execute(
            text("select release_runs(:batch, :total, :per_user)"),
            {
                "batch": batch,
                "total": settings.window_total,
                "per_user": settings.window_per_user,
            },
        ).scalar_one()
    return released


def _take_due(session: Session, empty: Sequence[str], settings: Settings) -> list[Due]:
    rows = session.execute(
        text("select * from take_due(cast(:empty as text[]), :grace, :at_most)"),
        {
            "empty": list(empty),
            "grace": settings.publish_grace_seconds,
            "at_most": _AT_MOST,
        },
    )
    return [
        Due(
            row.run_id,
            row.user_id,
            tuple(zip(row.names, row.queues, strict=True)),
            row.request_id,
            row.trace_parent,
            row.lost,
        )
        for row in rows
    ]


def _send(database: Database, publisher: Publisher, due: Sequence[Due]) -> int:
    sent = 0
    try:
        for item in due:
            publisher.publish(item)
            sent += 1
            if item.lost:
                metrics.recoveries.labels("message_lost").inc()
    except BrokerUnavailable as error:
        log.warning("broker_unavailable", extra={"reason": str(error), "unsent": len(due) - sent})
        with database.transaction(durable=False) as session:
            session.execute(
                text("select unmark_published(cast(:ids as uuid[]))"),
                {"ids": [str(item.run_id) for item in due[sent:]]},
            )
    return sent


def _report(session: Session) -> None:
    for row in session.execute(text("select * from totals()")):
        metrics.queue_waiting.labels(row.queue).set(row.waiting)
        metrics.queue_oldest_wait.labels(row.queue).set(row.oldest_wait_seconds)
