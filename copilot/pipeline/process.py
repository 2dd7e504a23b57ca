"""Puts together what one worker process needs."""

from __future__ import annotations

from config.settings import Settings
from copilot.database.session import Database
from copilot.observability.queries import measure_queries
from copilot.pipeline.context import Worker
from copilot.pipeline.heartbeat import Heartbeat
from copilot.pipeline.resources import ProcessResources


def build_worker(settings: Settings, name: str) -> Worker:
    """``name`` ends up in step rows and logs: host, queue and process, no personal data."""
    database = _connect(settings, name, settings.database_pool_size)
    # A connection of its own: when fifty steps wait for one of the pool, as after a restart of the
    # database, their leases must not lapse meanwhile.
    heartbeat = Heartbeat(
        _connect(settings, name, 1),
        every_seconds=settings.heartbeat_seconds,
        lease_seconds=settings.lease_seconds,
    )
    return Worker(database, settings, heartbeat, ProcessResources(settings), name)


def _connect(settings: Settings, name: str, pool_size: int) -> Database:
    database = Database(
        settings.database_url.get_secret_value(),
        pool_size=pool_size,
        statement_timeout_ms=settings.database_statement_timeout_ms,
        connect_timeout_s=settings.database_connect_timeout_s,
        application_name=name[:63],
    )
    measure_queries(database.engine)
    return database
