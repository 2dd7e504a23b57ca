"""A plain Celery chain of five tasks: what the pipeline is measured against.

Run by ``python -m benchmarks.bare_chain``, which takes the arguments of ``celery worker``; reads
``BROKER_URL``. The tasks do nothing; with ``BARE_CALL`` set, an address of the model simulator, the
last two ask it once each. With ``SCRIPT_LOG`` set the last task of each chain appends a line to
that file. ``BARE_TUNED`` set to nothing leaves Celery's defaults; otherwise the settings are those
of a careful project: acks_late, reject_on_worker_lost, prefetch 1, a short visibility time-out.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import httpx
from celery import Celery
from kombu.entity import Queue

QUEUES = ("parse", "embed", "embed", "generate", "generate")
CALLING = {3, 4}

app = Celery("bare")


def configure(broker_url: str | None, tuned: bool) -> None:
    app.conf.update(
        broker_url=broker_url,
        task_ignore_result=True,
        task_queues=[Queue(name) for name in sorted(set(QUEUES))],
        task_create_missing_queues=False,
        task_default_queue="parse",
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
    )
    if tuned:
        app.conf.update(
            task_acks_late=True,
            task_reject_on_worker_lost=True,
            worker_prefetch_multiplier=1,
            broker_transport_options={
                "visibility_timeout": 15,
                "unacked_restore_interval": 2,
                "unacked_restore_throttle": 1,
            },
        )


configure(os.environ.get("BROKER_URL"), os.environ.get("BARE_TUNED", "1") != "")


@app.task(name="bare.step")
def step(*, number: str, last: bool, position: int = 0) -> None:
    address = os.environ.get("BARE_CALL")
    if address and position in CALLING:
        body = {
            "model": "gpt-5.4-mini",
            "messages": [{"role": "user", "content": f"{number} {position}"}],
        }
        answer = httpx.post(
            f"{address}/chat/completions",
            json=body,
            headers={"Authorization": "Bearer simulated"},
            timeout=30,
            trust_env=False,
        )
        answer.raise_for_status()
    path = os.environ.get("SCRIPT_LOG")
    if last and path:
        with Path(path).open("ab", buffering=0) as log:
            log.write(f"{number} {time.time()}\n".encode())


if __name__ == "__main__":
    app.worker_main(["worker", *sys.argv[1:]])
