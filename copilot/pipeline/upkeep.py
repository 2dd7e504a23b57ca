"""Periodic work: what is outdated is done again, what has served its purpose goes."""

from __future__ import annotations

import logging

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from config.settings import Settings
from copilot.database.session import Database
from copilot.pipeline import ticks
from copilot.pipeline.runs import start_reprocess_run

log = logging.getLogger(__name__)

_AT_MOST = 1000
# A worker that waited out the database may still settle its call itself.
_ABANDONED_AFTER_S = 60.0


def begin_tick(database: Database, name: str, every_seconds: float, worker: str) -> bool:
    """Whether this call does the work ``name`` of the current period. The row that says so is
    committed first: work that dies half-way is picked up by the next period."""
    with database.transaction() as session:
        return ticks.begin(session, name, every_seconds, worker)


def reprocess_outdated(
    database: Database, *, parser_version: str, analyzer_version: str, encoder_id: str
) -> int:
    """Make runs for postings that older versions have read, analysed or embedded; answers how many.

    The runs go through the queue ``batch`` like any other: claimed, leased, committed once.
    """
    with database.transaction() as session:
        outdated = session.execute(
            text("select * from outdated_postings(:parser, :analyzer, :encoder, :at_most)"),
            {
                "parser": parser_version,
                "analyzer": analyzer_version,
                "encoder": encoder_id,
                "at_most": _AT_MOST,
            },
        ).all()
    started = 0
    for row in outdated:
        try:
            with database.transaction(row.user_id) as session:
                start_reprocess_run(session, row.user_id, row.posting_id)
        except IntegrityError:
            # Somebody else was quicker (one active run per posting), or the posting is gone.
            log.info("reprocess_skipped", extra={"posting_id": str(row.posting_id)})
            continue
        started += 1
    if started:
        log.info("reprocess_started", extra={"postings": started})
    return started


def purge_expired(database: Database, settings: Settings) -> dict[str, int]:
    """Remove what has outlived its purpose; answers how many rows of what."""
    with database.transaction() as session:
        rows = session.execute(
            text("select * from purge_expired(:days)"), {"days": settings.import_days}
        ).all()
    removed = {row.what: row.removed for row in rows if row.removed}
    if removed:
        log.info("purged", extra=removed)
    return removed


def settle_abandoned_calls(
    database: Database, *, older_than_seconds: float = _ABANDONED_AFTER_S
) -> int:
    """Count model calls that died with their worker as spent, so that no budget stays reserved for
    ever; answers how many."""
    with database.transaction() as session:
        settled = session.execute(
            text("select settle_abandoned_calls(:seconds, :at_most)"),
            {"seconds": older_than_seconds, "at_most": _AT_MOST},
        ).scalar_one()
    if settled:
        log.info("abandoned_calls_settled", extra={"calls": settled})
    return int(settled)
