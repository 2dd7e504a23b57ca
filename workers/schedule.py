"""What beat sends, and when (UTC). Two beats do no harm: a row per period decides."""

from __future__ import annotations

from celery.schedules import crontab, schedule

from config.queues import QUEUE_OF_TASK, TaskName
from config.settings import Settings

NIGHTLY_S = 24 * 3600.0
HOURLY_S = 3600.0
EVERY_MINUTE_S = 60.0


def beat_schedule(settings: Settings) -> dict[str, object]:
    return {
        "dispatch": _entry(
            TaskName.DISPATCH,
            schedule(settings.dispatch_seconds),
            # A tick that waited is worth nothing: the next one does the same.
            expires=max(5.0, 3 * settings.dispatch_seconds),
        ),
        "reprocess-outdated": _entry(TaskName.REPROCESS_OUTDATED, crontab(hour=2, minute=30)),
        "purge-expired": _entry(TaskName.PURGE_EXPIRED, crontab(minute=15)),
        "settle-abandoned-calls": _entry(
            TaskName.SETTLE_ABANDONED_CALLS, schedule(EVERY_MINUTE_S), expires=EVERY_MINUTE_S
        ),
    }


def _entry(task: TaskName, when: object, **options: object) -> dict[str, object]:
    return {
        "task": task.value,
        "schedule": when,
        "options": {"queue": QUEUE_OF_TASK[task].value, **options},
    }
