"""Who may work on a step: claim, heartbeat, complete, give back, fail.

A claim sets a random fencing token; every later write needs the same token, so a worker that was
believed dead can never store anything. Each function is one round trip and works in the caller's
transaction, which must name the run's user.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from copilot.database.session import TenantSession
from copilot.errors import LeaseLost
from copilot.pipeline.run_view import RunView
from copilot.pipeline.states import StepName


class Refusal(StrEnum):
    """Why a message finds nothing to do."""

    ALREADY_SUCCEEDED = "already-succeeded"
    HELD = "held"
    NOT_YET = "not-yet"
    OVER = "over"
    MUST_RUN_ALONE = "must-run-alone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to work on one attempt of a step."""

    run: RunView
    """As it was when the step was claimed."""
    step: StepName
    token: UUID
    attempt: int
    losses: int
    waited_seconds: float

    @property
    def run_id(self) -> UUID:
        return self.run.id

    @property
    def user_id(self) -> UUID:
        return self.run.user_id


# Functions of the database: each is one round trip, and a transaction by itself where nothing else
# has begun one.
_CLAIM = (
    "select * from claim_step(%(user_id)s, %(run_id)s, %(step)s, %(token)s, %(worker)s,"
    " %(lease)s, %(alone)s)"
)
_COMPLETE = (
    "select * from complete_step(%(user_id)s, %(run_id)s, %(step)s, %(token)s, %(result)s::jsonb)"
)

_GIVE_BACK = text("""
update steps
set status = 'pending', token = null, lease_until = null, published_at = null,
    error = cast(:error as jsonb), attempts = attempts - :uncounted,
    next_attempt_at = clock_timestamp() + make_interval(secs => :delay)
where run_id = :run_id and name = :step and status = 'running' and token = :token
""")

_FAIL = text("""
with run as (
  select id from runs where id = :run_id and status = 'running' for no key update
),
failed as (
  update steps s
  set status = 'failed', error = cast(:error as jsonb), token = null, lease_until = null,
      next_attempt_at = null, finished_at = clock_timestamp(),
      losses = s.losses + :lost, losses_alone = s.losses_alone + :lost
  from run
  where s.run_id = run.id and s.name = :step and s.status = 'running' and s.token = :token
  returning s.run_id
),
skipped as (
  update steps s
  set status = 'skipped', next_attempt_at = null, finished_at = clock_timestamp()
  from failed f
  where s.run_id = f.run_id and s.name <> :step and s.status = 'pending'
),
ended as (
  update runs set status = 'failed', error = cast(:error as jsonb), finished_at = clock_timestamp()
  where id in (select run_id from failed)
)
select run_id from failed
""")

_LOSE_ALONE = text("""
update steps
set status = 'pending', token = null, lease_until = null, published_at = null, alone = false,
    losses = losses + 1, losses_alone = losses_alone + 1, next_attempt_at = clock_timestamp()
where run_id = :run_id and name = :step and status = 'running' and token = :token
returning losses_alone
""")

_HEARTBEAT = text("select heartbeat(cast(:tokens as uuid[]), :lease)")


def claim(
    session: TenantSession,
    run_id: UUID,
    user_id: UUID,
    step: StepName,
    *,
    worker: str,
    lease_seconds: float,
    alone: bool = False,
    token: UUID | None = None,
) -> Claim | Refusal:
    """Take a step, or say why it cannot be taken. ``alone`` says that nothing else runs in this
    process; a step that was lost to a dead worker before can only be claimed so.

    Committed when it returns, unless the transaction has begun before. The same ``token`` again is
    the same claim: it may be repeated when the answer was lost.
    """
    token = token or uuid4()
    row = session.call(
        _CLAIM,
        {
            "user_id": user_id,
            "run_id": run_id,
            "step": step,
            "token": token,
            "worker": worker,
            "lease": lease_seconds,
            "alone": alone,
        },
    )
    assert row is not None
    if row.refusal is not None:
        return Refusal(row.refusal)
    run = RunView(
        run_id,
        user_id,
        row.lineage_id,
        row.application_id,
        row.import_id,
        row.posting_id,
        row.profile_version_id,
        row.options,
        row.created_at,
        row.results,
    )
    return Claim(run, step, token, row.attempt, row.losses, row.waited_seconds)


def complete(session: TenantSession, claim: Claim, result: Mapping[str, Any]) -> bool:
    """Store the result's summary and open the next step; answers whether the run is finished.

    Committed when it returns, unless the transaction has begun before. Raises LeaseLost if the step
    is not ours any more or the run is over; the caller's transaction must then be rolled back.
    """
    row = session.call(
        _COMPLETE, {**_key(claim), "user_id": claim.user_id, "result": json.dumps(result)}
    )
    if row is None:
        raise LeaseLost("The step was taken back, or its run is over; the result is dropped.")
    return bool(row.run_finished)


def give_back(
    session: Session,
    claim: Claim,
    *,
    delay_seconds: float,
    error: Mapping[str, Any] | None,
    counted: bool = True,
) -> bool:
    """Let the step be attempted again after ``delay_seconds``. ``counted=False`` takes the attempt
    off the count (a deploy is no failure). False if the step is not ours any more."""
    result = session.execute(
        _GIVE_BACK,
        {
            **_key(claim),
            "delay": delay_seconds,
            "error": None if error is None else json.dumps(error),
            "uncounted": 0 if counted else 1,
        },
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]


def fail(
    session: Session, claim: Claim, error: Mapping[str, Any], *, lost_alone: bool = False
) -> bool:
    """End the step and its run with a problem object. False if the step is not ours any more."""
    row = session.execute(
        _FAIL, {**_key(claim), "error": json.dumps(error), "lost": int(lost_alone)}
    ).one_or_none()
    return row is not None


def losses_alone(session: Session, claim: Claim) -> int:
    """How often the step has ended a process that ran nothing else."""
    count: int | None = session.execute(
        text("select losses_alone from steps where run_id = :run_id and name = :step"),
        {"run_id": claim.run_id, "step": claim.step},
    ).scalar()
    return count or 0


def lose_alone(session: Session, claim: Claim) -> bool:
    """Write down that the process that ran the step alone has died, and let it be attempted again.
    False if the step is not ours any more."""
    return session.execute(_LOSE_ALONE, _key(claim)).scalar() is not None


def heartbeat(session: Session, tokens: Sequence[UUID], lease_seconds: float) -> set[UUID]:
    """Renew the leases of all steps of a process in one statement; answers with those that still
    hold."""
    rows = session.execute(
        _HEARTBEAT, {"tokens": [str(token) for token in tokens], "lease": lease_seconds}
    )
    return set(rows.scalars())


def _key(claim: Claim) -> dict[str, Any]:
    return {"run_id": claim.run_id, "step": claim.step, "token": claim.token}
