"""What the rows, the API and the provider say when the work is over."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text

from benchmarks.durability.interruptions import Interruptions
from benchmarks.durability.progress import say
from copilot.database.session import Database
from copilot.pipeline.audit import audit

_STATUSES = text("select id, status from runs where application_id is not null")
_DOUBLED = text("""
select (select count(*) from (select run_id from matches group by run_id having count(*) > 1) m)
  + (select count(*) from (select run_id, kind from documents where run_id is not null
     group by run_id, kind having count(*) > 1) d)
  + (select coalesce(sum(n - 1), 0) from (select count(*) as n from documents
     group by application_id, kind) v where n > 1)
""")
_STARTED = text("select coalesce(sum(attempts), 0) from steps")
_NEEDED = text("""
select count(*) from (select distinct lineage_id, step, call_number, request_hash
                      from model_calls where status <> 'failed') q
""")
_REPAID = text("""
select count(*) from model_calls c where c.status <> 'failed' and exists (
  select from model_responses r where r.lineage_id = c.lineage_id and r.step = c.step
    and r.call_number = c.call_number and r.request_hash = c.request_hash
    and r.created_at < c.created_at)
""")
_FAILURES = text("select name, error ->> 'code' as code from steps where status = 'failed'")


def figures(
    rows: Database, said: Mapping[UUID, str], paid_calls: int, interruptions: Interruptions
) -> dict[str, Any]:
    """``said``: the API's word on each accepted run."""
    with rows.transaction() as session:
        stored = {row.id: row.status for row in session.execute(_STATUSES)}
        doubled = int(session.execute(_DOUBLED).scalar_one())
        started = int(session.execute(_STARTED).scalar_one())
        needed = int(session.execute(_NEEDED).scalar_one())
        repaid = int(session.execute(_REPAID).scalar_one())
        failures = [f"{row.name}: {row.code}" for row in session.execute(_FAILURES)]
    broken = audit(rows)
    for name, found in broken.items():
        say(f"{name}: {found[:3]}")
    states = [stored.get(run) for run in said]
    recoveries = sorted(interruptions.recoveries)
    return {
        "accepted": len(said),
        "succeeded": states.count("succeeded"),
        "failed": states.count("failed"),
        "stuck": sum(state in ("queued", "running", None) for state in states),
        "double_commits": doubled + sum(len(found) for found in broken.values()),
        "wrong_status": sum(word != stored.get(run) for run, word in said.items()),
        "steps_started": started,
        "paid_calls": paid_calls,
        "needed_calls": needed,
        "in_flight_at_kills": interruptions.in_flight,
        "repaid_after_saved": repaid,
        "recovery_p50_s": round(statistics.median(recoveries), 2) if recoveries else None,
        "recovery_p99_s": _percentile(recoveries, 0.99),
        "recovery_max_s": _percentile(recoveries, 1.0),
        "recoveries": len(recoveries),
        "unrecovered": interruptions.unrecovered,
        "failures": failures,
    }


def kept(report: Mapping[str, Any]) -> bool:
    """Whether nothing was lost, doubled or paid twice."""
    return bool(
        report["succeeded"] == report["accepted"]
        and not report["stuck"]
        and not report["double_commits"]
        and not report["wrong_status"]
        and not report["repaid_after_saved"]
        and report["paid_calls"] <= report["needed_calls"] + report["in_flight_at_kills"]
    )


def _percentile(ordered: Sequence[float], share: float) -> float | None:
    return round(ordered[int(share * (len(ordered) - 1))], 2) if ordered else None
