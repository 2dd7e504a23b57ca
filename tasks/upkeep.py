"""Periodic work that is not urgent."""

from __future__ import annotations

from config.queues import TaskName
from copilot.pipeline import upkeep
from workers.app import app
from workers.lifecycle import this_worker
from workers.schedule import EVERY_MINUTE_S, HOURLY_S, NIGHTLY_S


@app.task(name=TaskName.REPROCESS_OUTDATED)
def reprocess_outdated() -> None:
    # Only this worker needs to know the versions of the readers and agents.
    from copilot.agents.job_analyzer import ANALYZER_VERSION
    from copilot.documents.postings import PARSER_VERSION
    from copilot.embeddings import encoder_id, load_encoder

    worker = this_worker()
    if not upkeep.begin_tick(worker.database, "reprocess-outdated", NIGHTLY_S, worker.name):
        return
    upkeep.reprocess_outdated(
        worker.database,
        parser_version=PARSER_VERSION,
        analyzer_version=ANALYZER_VERSION,
        encoder_id=encoder_id(load_encoder(worker.settings.encoder)),
    )


@app.task(name=TaskName.PURGE_EXPIRED)
def purge_expired() -> None:
    worker = this_worker()
    if upkeep.begin_tick(worker.database, "purge-expired", HOURLY_S, worker.name):
        upkeep.purge_expired(worker.database, worker.settings)


@app.task(name=TaskName.SETTLE_ABANDONED_CALLS)
def settle_abandoned_calls() -> None:
    worker = this_worker()
    if upkeep.begin_tick(worker.database, "settle-abandoned-calls", EVERY_MINUTE_S, worker.name):
        upkeep.settle_abandoned_calls(worker.database)
