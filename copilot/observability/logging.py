"""JSON log lines: a constant event name, facts as fields.

``log.info("step_succeeded", extra={"step": …})``: the message is the event. Field names never hold
personal data; what a library logs goes through the same formatter.
"""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from typing import Any

from opentelemetry import trace
from pythonjsonlogger.json import JsonFormatter

from copilot.observability.context import current

# Their INFO lines repeat, with less, what our own events say.
_QUIET = (
    "alembic",
    "anthropic",
    "celery.app.trace",
    "celery.beat",
    "celery.worker.strategy",
    "httpcore",
    "httpx",
    "httpx2",
    "openai",
    "urllib3",
)


class EventFormatter(JsonFormatter):
    def __init__(self, environment: str, process: str) -> None:
        super().__init__("%(message)s")
        self._environment = environment
        self._process = process

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        super().add_fields(log_data, record, message_dict)
        event = log_data.pop("message", None)
        log_data.pop("taskName", None)
        span = trace.get_current_span().get_span_context()
        head: dict[str, Any] = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname,
            "logger": record.name,
            "event": event,
            "process": self._process,
            "environment": self._environment,
            **current(),
        }
        if span.is_valid:
            head["trace_id"] = format(span.trace_id, "032x")
        rest = {name: value for name, value in log_data.items() if name not in head}
        log_data.clear()
        log_data.update(head | rest)


def configure_logging(*, level: str, environment: str, process: str) -> None:
    """Send every record of this process to stderr as one JSON line."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(EventFormatter(environment, process))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(True)
