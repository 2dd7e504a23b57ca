"""Counts and times the statements of a SQLAlchemy engine."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Engine, event

from copilot.observability import metrics


def measure_queries(engine: Engine) -> None:
    """Feed db_queries_total and db_query_duration_seconds from ``engine``."""

    @event.listens_for(engine, "before_cursor_execute")
    def _before(_c: Any, _cursor: Any, _s: str, _p: Any, context: Any, _many: bool) -> None:
        context._copilot_began = time.perf_counter()

    @event.listens_for(engine, "after_cursor_execute")
    def _after(_c: Any, _cursor: Any, statement: str, _p: Any, context: Any, _many: bool) -> None:
        kind = statement.lstrip()[:6].lower()
        if kind not in ("select", "insert", "update", "delete"):
            kind = "other"
        note_query(kind, time.perf_counter() - context._copilot_began)


def note_query(kind: str, seconds: float) -> None:
    """Count a statement; for what is sent past an engine."""
    metrics.db_queries.labels(kind).inc()
    metrics.db_query_duration.labels(kind).observe(seconds)
