"""Runs: made, cancelled, retried. All functions work in the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from copilot.database.identifiers import new_id
from copilot.database.models import Application, ResumeImport, Run, Step
from copilot.errors import Conflict, NotFound
from copilot.pipeline.states import (
    APPLICATION_STEPS,
    IMPORT_STEPS,
    REPROCESS_STEPS,
    PlannedStep,
    RunStatus,
    StepName,
    StepStatus,
)

_INSERT = text("""
with run as (
  insert into runs (id, user_id, application_id, import_id, posting_id, profile_version_id,
                    lineage_id, resumed_from, status, options, request_id, trace_parent,
                    created_at, released_at)
  values (:id, :user_id, :application_id, :import_id, :posting_id, :profile_version_id,
          :lineage_id, :resumed_from, 'queued', cast(:options as jsonb), :request_id, :trace_parent,
          now(), case when :released then now() end)
)
insert into steps (run_id, user_id, name, position, queue, status, result, started_at, finished_at,
                   reused_from, next_attempt_at, published_at)
select :id, :user_id, s.name, s.position, s.queue, s.status, s.result, s.started_at, s.finished_at,
       s.reused_from, case when s.due then now() end, case when s.due then now() end
from jsonb_to_recordset(cast(:steps as jsonb)) as s(
  name text, position smallint, queue text, status text, result jsonb, started_at timestamptz,
  finished_at timestamptz, reused_from uuid, due boolean)
""")


def start_application_run(
    session: Session,
    application: Application,
    profile_version_id: UUID,
    *,
    options: Mapping[str, Any],
    released: bool,
    request_id: str | None,
    trace_parent: str | None = None,
) -> Run:
    """A run with its five steps. ``released`` comes from ``admit``."""
    run = Run(
        user_id=application.user_id,
        application_id=application.id,
        profile_version_id=profile_version_id,
        options=dict(options),
    )
    return _insert(session, run, APPLICATION_STEPS, {}, released, request_id, trace_parent)


def start_import_run(
    session: Session,
    resume_import: ResumeImport,
    *,
    released: bool,
    request_id: str | None,
    trace_parent: str | None = None,
) -> Run:
    """A run with one step that reads the uploaded résumé."""
    run = Run(user_id=resume_import.user_id, import_id=resume_import.id, options={})
    return _insert(session, run, IMPORT_STEPS, {}, released, request_id, trace_parent)


def start_reprocess_run(session: Session, user_id: UUID, posting_id: UUID) -> Run:
    """A run that reads, analyses and embeds a posting again. The dispatcher releases it."""
    run = Run(user_id=user_id, posting_id=posting_id, options={})
    return _insert(session, run, REPROCESS_STEPS, {}, False, None, None)


def cancel(session: Session, run_id: UUID) -> Run:
    """Stop a run. From the answer on no paid call begins for it.

    Raises NotFound, or Conflict if the run is over.
    """
    run = _locked(session, run_id)
    if RunStatus(run.status).over:
        raise Conflict(f"The run is over already: it has {run.status}.")
    run.status = RunStatus.CANCELLED
    run.finished_at = func.now()
    session.flush()
    session.execute(
        update(Step)
        .where(Step.run_id == run_id, Step.finished_at.is_(None))
        .values(
            status=StepStatus.CANCELLED,
            finished_at=func.now(),
            token=None,
            lease_until=None,
            next_attempt_at=None,
        )
    )
    session.refresh(run)
    return run


def retry(session: Session, run_id: UUID, *, released: bool, request_id: str | None) -> Run:
    """A new run that goes on where a failed or cancelled one stopped, and pays for nothing that
    was paid for already.

    Raises NotFound, or Conflict if the run succeeded, goes on, or is not the newest.
    """
    old = _locked(session, run_id)
    if old.status not in (RunStatus.FAILED, RunStatus.CANCELLED):
        raise Conflict(f"Only a failed or cancelled run can be retried; this one is {old.status}.")
    _refuse_if_another_is_active(session, old)
    return _continued(
        session,
        old,
        None,
        old.lineage_id,
        old.profile_version_id,
        old.options,
        released,
        request_id,
    )


def run_again(
    session: Session,
    application_id: UUID,
    from_step: StepName,
    *,
    profile_version_id: UUID | None,
    options: Mapping[str, Any],
    released: bool,
    request_id: str | None,
) -> Run:
    """A new run that does ``from_step`` and all after it anew, and may pay for it.

    Another ``profile_version_id`` than the last run's makes everything from the embedding on new.
    Raises NotFound if nothing ran yet, Conflict if a run is active or the steps before were not
    finished.
    """
    old = session.scalars(
        select(Run)
        .where(Run.application_id == application_id)
        .order_by(Run.id.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()
    if old is None:
        raise NotFound("There is no run of this application.")
    _refuse_if_another_is_active(session, old)
    version = profile_version_id or old.profile_version_id
    order = [planned.name for planned in APPLICATION_STEPS]
    if from_step not in order:
        raise Conflict(f"{from_step} is not a step of an application.")
    if version != old.profile_version_id:
        from_step = min(from_step, StepName.EMBED_POSTING, key=order.index)
    return _continued(session, old, from_step, new_id(), version, options, released, request_id)


def percent(steps: Sequence[Step]) -> int:
    """How far a run is, from its rows: steps that are over, of all."""
    done = sum(step.status in (StepStatus.SUCCEEDED, StepStatus.SKIPPED) for step in steps)
    working = sum(step.status == StepStatus.RUNNING for step in steps)
    return round(100 * (done + 0.5 * working) / len(steps)) if steps else 0


def _locked(session: Session, run_id: UUID) -> Run:
    run = session.scalars(select(Run).where(Run.id == run_id).with_for_update()).one_or_none()
    if run is None:
        raise NotFound("There is no such run.")
    return run


def _refuse_if_another_is_active(session: Session, run: Run) -> None:
    subject = (
        Run.application_id == run.application_id
        if run.application_id
        else Run.import_id == run.import_id
        if run.import_id
        else Run.posting_id == run.posting_id
    )
    newest = session.execute(
        select(Run.id, Run.finished_at).where(subject).order_by(Run.id.desc()).limit(1)
    ).one()
    if newest.finished_at is None:
        raise Conflict("A run is under way already; wait for it or cancel it.", run=str(newest.id))
    if newest.id != run.id:
        raise Conflict("There is a newer run; use that one.", run=str(newest.id))


def _continued(
    session: Session,
    old: Run,
    from_step: StepName | None,
    lineage_id: UUID,
    profile_version_id: UUID | None,
    options: Mapping[str, Any],
    released: bool,
    request_id: str | None,
) -> Run:
    rows = session.scalars(select(Step).where(Step.run_id == old.id).order_by(Step.position)).all()
    reused: dict[str, Step] = {}
    for row in rows:
        if row.name == from_step or row.status != StepStatus.SUCCEEDED:
            break
        reused[row.name] = row
    else:
        raise Conflict("Every step of this run has succeeded; nothing is left to do.")
    if from_step is not None and len(reused) < [row.name for row in rows].index(from_step):
        raise Conflict(f"The steps before {from_step} have not been finished; retry the run first.")
    plan = tuple(
        planned
        for planned in (*APPLICATION_STEPS, *IMPORT_STEPS)
        if planned.name in {row.name for row in rows}
    )
    if old.posting_id is not None:
        plan = REPROCESS_STEPS
    run = Run(
        user_id=old.user_id,
        application_id=old.application_id,
        import_id=old.import_id,
        posting_id=old.posting_id,
        profile_version_id=profile_version_id,
        lineage_id=lineage_id,
        resumed_from=old.id,
        options=dict(options),
    )
    return _insert(session, run, plan, reused, released, request_id, old.trace_parent)


def _insert(
    session: Session,
    run: Run,
    plan: Sequence[PlannedStep],
    reused: Mapping[str, Step],
    released: bool,
    request_id: str | None,
    trace_parent: str | None,
) -> Run:
    """The run with its steps, in one statement; the answer is not attached to ``session``."""
    run.id = new_id()
    run.lineage_id = run.lineage_id or new_id()
    run.status = RunStatus.QUEUED
    steps = []
    # Optimistic: the message of the first step goes out right after the commit. If it does not, the
    # dispatcher finds its queue empty, or overtaken, and sends it.
    due = released
    for position, planned in enumerate(plan, start=1):
        step: dict[str, Any] = {
            "name": planned.name,
            "position": position,
            "queue": planned.queue,
            "status": StepStatus.PENDING,
        }
        source = reused.get(planned.name)
        if source is not None:
            step |= {
                "status": StepStatus.SUCCEEDED,
                "result": source.result,
                "started_at": source.started_at and source.started_at.isoformat(),
                "finished_at": source.finished_at and source.finished_at.isoformat(),
                "reused_from": str(source.reused_from or source.run_id),
            }
        elif due:
            step["due"] = True
            due = False
        steps.append(step)
    # What the run refers to may be new as well.
    session.flush()
    session.execute(
        _INSERT,
        {
            "id": run.id,
            "user_id": run.user_id,
            "application_id": run.application_id,
            "import_id": run.import_id,
            "posting_id": run.posting_id,
            "profile_version_id": run.profile_version_id,
            "lineage_id": run.lineage_id,
            "resumed_from": run.resumed_from,
            "options": json.dumps(run.options),
            "request_id": request_id,
            "trace_parent": trace_parent,
            "released": released,
            "steps": json.dumps(steps),
        },
    )
    return run


def pending_chain(session: Session, run_id: UUID) -> list[tuple[str, str]]:
    """(step, queue) of what is still to be done, in order: what to publish."""
    rows = session.execute(
        select(Step.name, Step.queue)
        .where(Step.run_id == run_id, Step.status == StepStatus.PENDING)
        .order_by(Step.position)
    )
    return [(row.name, row.queue) for row in rows]
