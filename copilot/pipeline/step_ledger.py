"""Who may work on a step: claim, heartbeat, complete, give back, fail.

A claim sets a random fencing token; every later write needs the same token, so a worker that was
believed dead can never store anything. Each function is one statement and works in the caller's
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

from copilot.errors import LeaseLost
from copilot.pipeline.states import RunStatus, StepName, StepStatus


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

    run_id: UUID
    user_id: UUID
    step: StepName
    token: UUID
    attempt: int
    losses: int
    waited_seconds: float


_CLAIM = text("""
with claimed as (
  update steps s
  set status = 'running', token = :token, attempts = s.attempts + 1, alone = :alone,
      lease_until = clock_timestamp() + make_interval(secs => :lease),
      started_at = clock_timestamp(), worker = :worker, error = null
  from runs r
  where s.run_id = :run_id and s.name = :step and r.id = s.run_id
    and r.status in ('queued', 'running')
    and s.status = 'pending' and s.next_attempt_at <= clock_timestamp()
    and (s.losses = 0 or :alone)
  returning s.attempts, s.losses,
            extract(epoch from clock_timestamp() - s.next_attempt_at)::float8 as waited
),
started as (
  update runs set status = 'running', started_at = clock_timestamp()
  where id = :run_id and status = 'queued' and exists (select from claimed)
)
select attempts, losses, waited from claimed
""")

_STATE = text("""
select s.status, s.next_attempt_at > clock_timestamp() as later, s.next_attempt_at is null as waits,
       s.losses, r.status as run_status
from steps s join runs r on r.id = s.run_id
where s.run_id = :run_id and s.name = :step
""")

# The run row is locked first, as cancelling does: nobody waits for the other in a circle.
_COMPLETE = text("""
with run as (
  select id from runs where id = :run_id and status = 'running' for no key update
),
done as (
  update steps s
  set status = 'succeeded', result = cast(:result as jsonb), token = null, lease_until = null,
      error = null, next_attempt_at = null, finished_at = clock_timestamp()
  from run
  where s.run_id = run.id and s.name = :step and s.status = 'running' and s.token = :token
  returning s.run_id, s.position,
            extract(epoch from s.finished_at - s.started_at)::float8 as seconds
),
next_step as (
  update steps n set next_attempt_at = clock_timestamp(), published_at = clock_timestamp()
  from done
  where n.run_id = done.run_id and n.position = done.position + 1 and n.status = 'pending'
  returning n.name
),
finished as (
  update runs set status = 'succeeded', finished_at = clock_timestamp()
  where id in (select run_id from done) and not exists (select from next_step)
  returning id
)
select seconds, exists (select from finished) as run_finished from done
""")

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
    session: Session,
    run_id: UUID,
    user_id: UUID,
    step: StepName,
    *,
    worker: str,
    lease_seconds: float,
    alone: bool = False,
) -> Claim | Refusal:
    """Take a step, or say why it cannot be taken. ``alone`` says that nothing else runs in this
    process; a step that was lost to a dead worker before can only be claimed so."""
    token = uuid4()
    row = session.execute(
        _CLAIM,
        {
            "run_id": run_id,
            "step": step,
            "token": token,
            "worker": worker,
            "lease": lease_seconds,
            "alone": alone,
        },
    ).one_or_none()
    if row is not None:
        return Claim(run_id, user_id, step, token, row.attempts, row.losses, row.waited)
    state = session.execute(_STATE, {"run_id": run_id, "step": step}).one_or_none()
    if state is None:
        return Refusal.UNKNOWN
    if state.status == StepStatus.SUCCEEDED and not RunStatus(state.run_status).over:
        return Refusal.ALREADY_SUCCEEDED
    if RunStatus(state.run_status).over:
        return Refusal.OVER
    if state.status == StepStatus.RUNNING:
        return Refusal.HELD
    if state.losses and not alone and not state.later and not state.waits:
        return Refusal.MUST_RUN_ALONE
    return Refusal.NOT_YET


@dataclass(frozen=True, slots=True)
class Completion:
    seconds: float
    run_finished: bool


def complete(session: Session, claim: Claim, result: Mapping[str, Any]) -> Completion:
    """Store the result's summary and open the next step. Raises LeaseLost if the step is not ours
    any more or the run is over; the caller's transaction must then be rolled back."""
    row = session.execute(_COMPLETE, {**_key(claim), "result": json.dumps(result)}).one_or_none()
    if row is None:
        raise LeaseLost("The step was taken back, or its run is over; the result is dropped.")
    return Completion(row.seconds, row.run_finished)


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
