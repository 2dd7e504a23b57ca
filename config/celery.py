"""Celery's options: transport only, nothing that decides."""

from __future__ import annotations

from typing import Any

from kombu.entity import Queue

from config.queues import QUEUE_OF_TASK, QueueName
from config.settings import Settings

# Far above any step: a message that waits unacknowledged for longer is delivered a second time,
# which the claim makes harmless. Lost steps come back through leases, not through this.
VISIBILITY_TIMEOUT_S = 6 * 3600

TRANSPORT_OPTIONS: dict[str, Any] = {
    "visibility_timeout": VISIBILITY_TIMEOUT_S,
    # Defaults would look for messages of dead workers only every 100 s.
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
    "socket_keepalive": True,
    "health_check_interval": 10,
    "retry_on_timeout": True,
}


def celery_options(settings: Settings) -> dict[str, Any]:
    return {
        "broker_url": settings.broker_url.get_secret_value(),
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "broker_transport_options": TRANSPORT_OPTIONS,
        "task_ignore_result": True,
        "task_store_errors_even_if_ignored": False,
        "result_backend": None,
        "task_serializer": "json",
        "accept_content": ["json"],
        "result_accept_content": ["json"],
        "task_acks_late": True,
        "task_acks_on_failure_or_timeout": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        # A child loads its model before it reports; on a busy machine that may take a while.
        "worker_proc_alive_timeout": 60.0,
        "task_create_missing_queues": False,
        "task_default_queue": QueueName.MAINTENANCE.value,
        "task_queues": [
            Queue(name.value)  # type: ignore[no-untyped-call]
            for name in QueueName
        ],
        "task_routes": {
            task.value: {"queue": queue.value} for task, queue in QUEUE_OF_TASK.items()
        },
        "task_track_started": False,
        "worker_send_task_events": settings.task_events,
        "task_send_sent_event": settings.task_events,
        "worker_hijack_root_logger": False,
        # Celery's own soft shutdown cannot end a pool of threads; workers.lifecycle bounds the
        # warm one instead.
        "worker_soft_shutdown_timeout": 0.0,
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "timezone": "UTC",
        "enable_utc": True,
    }
