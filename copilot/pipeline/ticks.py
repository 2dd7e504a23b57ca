"""Which call does the periodic work of a period: the one whose row is the first."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

_BEGIN = text("""
insert into ticks (name, due_at, worker)
values (:name, date_bin(make_interval(secs => :every), clock_timestamp(), timestamptz 'epoch'),
        :worker)
on conflict do nothing
returning due_at
""")


def begin(session: Session, name: str, every_seconds: float, worker: str) -> bool:
    """Whether this call does the work ``name`` of the current period.

    Work in the same transaction is done exactly once a period: the row says that it was done. Work
    after its commit is done at most once a period, and what died half-way by the next.
    """
    row = session.execute(
        _BEGIN, {"name": name, "every": every_seconds, "worker": worker}
    ).one_or_none()
    return row is not None
