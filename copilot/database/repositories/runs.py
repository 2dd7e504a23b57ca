"""What a client polls: a run with its steps and what it has cost, in one query."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, defer

from copilot.database.models import Application, ModelCall, Run, Step
from copilot.database.repositories.pages import Page, newest_first
from copilot.errors import NotFound


class RunView(NamedTuple):
    run: Run
    steps: Sequence[Step]
    """In order; without their results."""
    cost_usd: Decimal


_COST = (
    select(func.coalesce(func.sum(ModelCall.cost_usd), 0))
    .where(ModelCall.run_id == Run.id)
    .correlate(Run)
    .scalar_subquery()
)
_STEP_TIMES = text("select name, seconds from step_times()")


def view(session: Session, run_id: UUID) -> RunView:
    """Raises NotFound."""
    rows = session.execute(
        select(Run, Step, _COST)
        .join(Step, Step.run_id == Run.id)
        .where(Run.id == run_id)
        .order_by(Step.position)
        .options(defer(Step.result))
    ).all()
    if not rows:
        raise NotFound("There is no such run.")
    return RunView(rows[0][0], [row[1] for row in rows], rows[0][2])


def of_import(session: Session, import_id: UUID) -> RunView:
    """The newest run of an import. Raises NotFound."""
    run_id = session.scalar(
        select(Run.id).where(Run.import_id == import_id).order_by(Run.id.desc()).limit(1)
    )
    if run_id is None:
        raise NotFound("There is no such import.")
    return view(session, run_id)


def page_of_application(
    session: Session, application_id: UUID, *, after: UUID | None, limit: int
) -> Page[Run]:
    if session.get(Application, application_id) is None:
        raise NotFound("There is no such application.")
    statement = select(Run).where(Run.application_id == application_id)
    return newest_first(session, statement, Run.id, after=after, limit=limit)


def step_times(session: Session) -> dict[str, float]:
    """Step → seconds that it took lately (the median); steps that never ran are missing."""
    return {row.name: row.seconds for row in session.execute(_STEP_TIMES)}
