"""How a worker process begins and ends: its connections, its heartbeat, its handing back."""

from __future__ import annotations

import gc
import logging
import os
import socket
import threading
from typing import Any

from celery import current_app
from celery.signals import (
    celeryd_init,
    setup_logging,
    worker_init,
    worker_process_init,
    worker_process_shutdown,
    worker_ready,
    worker_shutdown,
    worker_shutting_down,
)
from prometheus_client import start_http_server

from config.settings import settings
from copilot.errors import DatabaseUnavailable
from copilot.observability.errors import configure_error_reports
from copilot.observability.logging import configure_logging
from copilot.observability.tracing import configure_tracing
from copilot.pipeline import step_ledger
from copilot.pipeline.context import Worker
from copilot.pipeline.isolation import Isolation
from copilot.pipeline.process import build_worker
from copilot.pipeline.recovery import Recovery
from copilot.pipeline.room import processes_at_once
from workers import broker, propagation  # noqa: F401  propagation's signals connect when imported
from workers.preparation import load_before_fork, steps_of, warm_up

log = logging.getLogger(__name__)

_lock = threading.Lock()
_worker: Worker | None = None
_isolation: Isolation | None = None
_recovery: Recovery | None = None
_queue = "worker"


def this_worker() -> Worker:
    """What this process works with, made when first needed (after a fork, in the child)."""
    global _worker
    with _lock:
        if _worker is None:
            _worker = build_worker(settings(), f"{socket.gethostname()}/{_queue}/{os.getpid()}")
        return _worker


@setup_logging.connect
def _logging(**_: Any) -> None:
    # Celery calls this instead of touching the root logger.
    configured = settings()
    configure_logging(
        level=configured.log_level,
        environment=configured.environment,
        process=_queue,
    )


@celeryd_init.connect
def _starting(sender: str | None = None, **_: Any) -> None:
    # The sender is the worker's host name: queue@machine. Before Celery's own first warnings.
    global _queue
    _queue = (sender or "worker").partition("@")[0]
    _logging()
    broker.install()


@worker_init.connect
def _before_the_first_message(sender: Any = None, **_: Any) -> None:
    global _isolation
    queues = set(sender.app.amqp.queues.consume_from)
    worker = this_worker()
    load_before_fork(queues, worker.resources)
    if steps_of(queues):
        _spare_what_stays()
        _isolation = Isolation.open(worker, _queue)
    # From here on there may be threads.
    _observe()
    # A pool of processes loads its models in each child, see _forked.
    if "prefork" not in str(sender.pool_cls):
        warm_up(queues, worker.resources)
        _serve_metrics()
        _recover(worker, queues)


@worker_process_init.connect
def _forked(**_: Any) -> None:
    global _worker
    # Connections and threads of the parent do not belong to the child.
    if _worker is not None:
        _worker.database.dispose()
        _worker = None
    _observe()
    queues = set(current_app.amqp.queues.consume_from)
    worker = this_worker()
    warm_up(queues, worker.resources)
    _serve_metrics()
    _recover(worker, queues)
    _spare_what_stays()


@worker_ready.connect
def _ready(**_: Any) -> None:
    _spare_what_stays()


def _spare_what_stays() -> None:
    """What a process has loaded stays until it ends. The garbage collector need not look through it
    again and again, nor write to the pages that forked processes share."""
    gc.collect()
    gc.freeze()


def _recover(worker: Worker, queues: set[str]) -> None:
    """In the process that works: what was lost with another worker is taken up here."""
    global _recovery
    if _isolation is None:
        return
    _recovery = Recovery(worker, _isolation, sorted(queues), at_once=processes_at_once())
    _recovery.start()


def _serve_metrics() -> None:
    """One port serves one process. A second child of a pool finds it taken and goes unmeasured, so
    scale a measured pool of processes by starting more workers."""
    configured = settings()
    if not configured.metrics_port:
        return
    try:
        start_http_server(configured.metrics_port, configured.metrics_host)
    except OSError as error:
        log.warning("metrics_not_served", extra={"reason": error.strerror})


def _observe() -> None:
    configured = settings()
    configure_tracing(configured.otlp_endpoint, process=_queue, environment=configured.environment)
    dsn = configured.sentry_dsn
    configure_error_reports(
        None if dsn is None else dsn.get_secret_value(),
        environment=configured.environment,
        process=_queue,
    )


@worker_shutting_down.connect
def _asked_to_end(**_: Any) -> None:
    """Celery waits for a pool of threads as long as its slowest step takes; a deploy does not. What
    has not finished within the soft-shutdown time is handed back, and the process ends."""
    if _recovery is not None:
        _recovery.stop()
    timer = threading.Timer(settings().soft_shutdown_seconds, _end_now)
    timer.daemon = True
    timer.start()


def _end_now() -> None:
    if _worker is None or not _worker.heartbeat.held():
        return
    _hand_back(_worker)
    logging.shutdown()
    os._exit(0)


@worker_process_shutdown.connect
@worker_shutdown.connect
def _ending(**_: Any) -> None:
    if _worker is None:
        return
    if _recovery is not None:
        _recovery.stop()
        _recovery.wait(_worker.settings.soft_shutdown_seconds)
    _hand_back(_worker)
    _worker.heartbeat.stop()
    _worker.database.close()


def _hand_back(worker: Worker) -> None:
    """Let what still runs go on elsewhere at once; a deploy does not count as a failure. Results
    that come later are dropped: the token is gone."""
    for claim in worker.heartbeat.held():
        try:
            with worker.database.transaction(claim.user_id) as session:
                step_ledger.give_back(session, claim, delay_seconds=0, error=None, counted=False)
            log.info("step_handed_back", extra={"run_id": str(claim.run_id), "step": claim.step})
        except DatabaseUnavailable as error:
            # Its lease lapses instead.
            log.warning("step_not_handed_back", extra={"reason": str(error)})
