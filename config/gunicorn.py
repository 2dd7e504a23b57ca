"""Gunicorn: ``gunicorn -c config/gunicorn.py 'webapp.app:create_app()'``."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from config.settings import settings

_settings = settings()

bind = f"{_settings.web_host}:{_settings.port}"
workers = _settings.web_workers
worker_class = "gthread"
threads = _settings.web_threads
# Longer than the longest long poll; a thread that hangs for longer takes its process with it.
timeout = 60
graceful_timeout = 25
keepalive = 75
# A memory-backed file would be the default place of worker heartbeats; /dev/shm may be tiny.
worker_tmp_dir = tempfile.gettempdir()
# The socket would stand in the home folder, which may not exist or be shared.
control_socket_disable = True
# Each process makes its own pool, threads and exporters after the fork.
preload_app = False
logger_class = "gunicorn.glogging.Logger"
logconfig_dict: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "root": {"level": _settings.log_level, "handlers": ["events"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True},
        # Our own line for each request says more, and no query string.
        "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
        "alembic": {"level": "WARNING"},
    },
    "formatters": {
        "events": {
            "()": "copilot.observability.logging.EventFormatter",
            "environment": _settings.environment.value,
            "process": "web",
        }
    },
    "handlers": {
        "events": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stderr",
            "formatter": "events",
        }
    },
}

# Prometheus: processes write here, /metrics adds them up. Must be set before the client loads. A
# given folder belongs to this server alone.
_given_metrics_folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
_metrics_folder = Path(_given_metrics_folder or tempfile.mkdtemp(prefix="copilot-metrics-"))
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_metrics_folder)


def on_starting(server: Any) -> None:
    _metrics_folder.mkdir(parents=True, exist_ok=True)
    # What an earlier server that was killed has counted is over.
    for left in _metrics_folder.glob("*.db"):
        left.unlink()


def child_exit(server: Any, worker: Any) -> None:
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server: Any) -> None:
    if not _given_metrics_folder:
        shutil.rmtree(_metrics_folder, ignore_errors=True)
