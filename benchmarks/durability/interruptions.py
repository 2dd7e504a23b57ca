"""What a kill interrupted, and how long it stood still.

Recovery is measured for each step that a victim held: from the kill to the moment at which a live
worker claimed it again. How long the step then takes is not part of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from copilot.database.session import Database

_CREATE = text(
    "create table interrupted_steps"
    " (token uuid primary key, run_id uuid, name text, killed_at timestamptz)"
)
# The process that holds a step is the last part of its worker's name.
_NOTE = text("""
insert into interrupted_steps
select token, run_id, name, clock_timestamp() from steps
where status = 'running' and regexp_replace(worker, '^.*/(alone-)?', '') = any(:pids)
on conflict do nothing
returning token
""")
_IN_FLIGHT = text(
    "select count(*) from model_calls where status = 'reserved' and token = any(:tokens)"
)
_RECOVERED = text("""
select i.token, extract(epoch from s.started_at - i.killed_at)::float8 as seconds
from interrupted_steps i join steps s on s.run_id = i.run_id and s.name = i.name
where i.token = any(:tokens) and s.token is distinct from i.token and s.status <> 'pending'
""")


class Interruptions:
    def __init__(self, rows: Database) -> None:
        self._rows = rows
        self._open: set[UUID] = set()
        self.in_flight = 0
        """Paid calls that victims waited for, or had not saved."""
        self.recoveries: list[float] = []
        """Seconds, one for each step that was claimed again."""
        with rows.transaction() as session:
            session.execute(_CREATE)

    @property
    def unrecovered(self) -> int:
        return len(self._open)

    def note(self, pids: Sequence[int]) -> int:
        """Write down what these processes hold; they must be frozen, and die right after."""
        with self._rows.transaction() as session:
            tokens = list(session.execute(_NOTE, {"pids": [str(pid) for pid in pids]}).scalars())
            self.in_flight += session.execute(_IN_FLIGHT, {"tokens": tokens}).scalar_one()
        self._open.update(tokens)
        return len(tokens)

    def look(self) -> None:
        """Note what runs again; to be called often, as a step may be lost again."""
        if not self._open:
            return
        with self._rows.transaction() as session:
            for row in session.execute(_RECOVERED, {"tokens": list(self._open)}):
                self._open.discard(row.token)
                self.recoveries.append(row.seconds)
