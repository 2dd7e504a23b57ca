"""A plain Celery chain of five tasks that do nothing: what the pipeline's cost is measured against.

Run by ``python -m benchmarks.bare_chain``, which takes the arguments of ``celery worker``; reads
``BROKER_URL``. Its settings are those of a careful Celery project: acks_late, ignored results,
prefetch 1. With ``SCRIPT_LOG`` set the last task of each chain appends a line to that file.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from celery import Celery
from kombu.entity import Queue

QUEUES = ("parse", "embed", "embed", "generate", "generate")

app = Celery("bare")
app.conf.update(
    broker_url=os.environ.get("BROKER_URL"),
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_queues=[Queue(name) for name in sorted(set(QUEUES))],
    task_create_missing_queues=False,
    task_default_queue="parse",
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"visibility_timeout": 3600},
)


@app.task(name="bare.step")
def step(*, number: str, last: bool) -> None:
    path = os.environ.get("SCRIPT_LOG")
    if last and path:
        with Path(path).open("ab", buffering=0) as log:
            log.write(f"{number} {time.time()}\n".encode())


if __name__ == "__main__":
    app.worker_main(["worker", *sys.argv[1:]])
