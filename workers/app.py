"""The Celery instance. Modules that only workers need are named as strings: a worker loads them
when it starts, the API never does."""

from __future__ import annotations

from celery import Celery

from config.celery import celery_options
from config.settings import settings

app = Celery(
    "copilot",
    include=["workers.lifecycle", "tasks.steps", "tasks.dispatch", "tasks.upkeep"],
)
# Read on first use: importing this module needs no environment.
app.add_defaults(lambda: celery_options(settings()) | {"beat_schedule": _schedule()})


def _schedule() -> dict[str, object]:
    from workers.schedule import beat_schedule

    return beat_schedule(settings())
