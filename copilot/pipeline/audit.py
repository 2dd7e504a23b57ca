"""Checks on a live database that what must always hold does hold.

``python -m copilot.pipeline.audit`` (with OPERATOR_DATABASE_URL) prints one JSON object and exits 1
if a row breaks an invariant. What the schema's constraints hold by themselves is not repeated here;
these are the invariants between rows. It only reads.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass

from sqlalchemy import text

from config.settings import SettingsError, settings
from copilot.database.session import Database

_AT_MOST = 20
"""Rows shown of each broken invariant."""


@dataclass(frozen=True, slots=True)
class Invariant:
    name: str
    meaning: str
    query: str
    """Finds the rows that break it; their columns are ids and states, no personal data."""


INVARIANTS = (
    Invariant(
        "succeeded_runs_are_whole",
        "Every step of a run that succeeded has succeeded.",
        "select r.id as run_id, s.name, s.status from runs r join steps s on s.run_id = r.id"
        " where r.status = 'succeeded' and s.status <> 'succeeded'",
    ),
    Invariant(
        "finished_runs_have_no_open_steps",
        "No step of a run that is over waits or works.",
        "select r.id as run_id, s.name, s.status from runs r join steps s on s.run_id = r.id"
        " where r.finished_at is not null and s.finished_at is null",
    ),
    Invariant(
        "active_runs_can_go_on",
        "A run under way has a step that waits or works, and none that failed.",
        "select r.id as run_id, r.status from runs r where r.finished_at is null and ("
        " not exists (select from steps s where s.run_id = r.id and s.finished_at is null)"
        " or exists (select from steps s where s.run_id = r.id and s.status = 'failed'))",
    ),
    Invariant(
        "steps_in_order",
        "No step has begun before the one before it has succeeded.",
        "select s.run_id, s.name, s.status from steps s join steps p on p.run_id = s.run_id"
        " and p.position = s.position - 1 where s.status in ('running', 'succeeded', 'failed')"
        " and p.status <> 'succeeded'",
    ),
    Invariant(
        "runs_have_their_steps",
        "A run has as many steps as its kind asks for.",
        "select r.id as run_id, count(s.name) as steps from runs r left join steps s"
        " on s.run_id = r.id group by r.id having count(s.name) <> case"
        " when r.application_id is not null then 5 when r.import_id is not null then 1 else 2 end",
    ),
    Invariant(
        "one_result_of_each_kind",
        "A run that succeeded refers to one match, one résumé and one letter that exist.",
        "select r.id as run_id from runs r where r.status = 'succeeded'"
        " and r.application_id is not null and ("
        " not exists (select from steps s join matches m"
        "   on m.id = (s.result ->> 'match_id')::uuid"
        "   where s.run_id = r.id and s.name = 'match_profile')"
        " or 2 <> (select count(distinct d.kind) from steps s join documents d"
        "   on d.id = (s.result ->> 'document_id')::uuid where s.run_id = r.id))",
    ),
    Invariant(
        "documents_are_grounded",
        "No document that an engine made has an unsupported claim.",
        "select id as document_id, kind, version from documents"
        " where author = 'engine' and report ->> 'verdict' is distinct from 'grounded'",
    ),
    Invariant(
        "saved_responses_were_paid_once",
        "A saved response belongs to a usable call, and no question of a lineage was paid twice"
        " with a usable answer.",
        "select c.lineage_id, c.step, c.call_number, count(*) as usable from model_calls c"
        " where c.status = 'usable'"
        " group by c.lineage_id, c.step, c.call_number, c.request_hash having count(*) > 1"
        " union all"
        " select p.lineage_id, p.step, p.call_number, 0 from model_responses p"
        " join model_calls c on c.id = p.model_call_id where c.status <> 'usable'",
    ),
    Invariant(
        "budgets_add_up",
        "What a budget says is spent and reserved is what its calls say.",
        "select b.user_id, b.month, b.spent_usd, b.reserved_usd from budgets b"
        " left join lateral (select coalesce(sum(c.cost_usd)"
        "   filter (where c.status <> 'reserved'), 0) as spent,"
        "   coalesce(sum(c.reserved_usd) filter (where c.status = 'reserved'), 0) as reserved"
        "   from model_calls c where c.user_id = b.user_id and c.month = b.month) c on true"
        " where b.spent_usd <> c.spent or b.reserved_usd <> c.reserved",
    ),
)


def audit(database: Database) -> dict[str, list[dict[str, str]]]:
    """The rows that break each broken invariant, at most 20 of each; empty if all hold."""
    broken: dict[str, list[dict[str, str]]] = {}
    with database.transaction() as session:
        for invariant in INVARIANTS:
            # Each is one statement and so one snapshot: work may go on meanwhile.
            rows = session.execute(text(f"{invariant.query} limit {_AT_MOST}")).mappings()
            found = [{name: str(value) for name, value in row.items()} for row in rows]
            if found:
                broken[invariant.name] = found
    return broken


def main() -> int:
    try:
        url = settings().operator_database_url
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if url is None:
        sys.stderr.write("OPERATOR_DATABASE_URL: must be set; an audit reads across users\n")
        return 2
    database = Database(url.get_secret_value(), pool_size=1, statement_timeout_ms=600_000)
    broken = audit(database)
    database.close()
    meanings = {invariant.name: invariant.meaning for invariant in INVARIANTS}
    report = {
        "invariants": len(INVARIANTS),
        "broken": [
            {"name": name, "meaning": meanings[name], "rows": rows} for name, rows in broken.items()
        ],
    }
    sys.stdout.write(json.dumps(report, indent=2) + "\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
