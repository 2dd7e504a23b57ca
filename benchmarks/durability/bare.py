"""The same load and kills on a plain Celery chain: what a queue on Redis keeps by itself."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from celery import chain

from benchmarks import bare_chain
from benchmarks.durability.kills import schedule
from devstack.services import Valkey
from devstack.simulator.faults import Script
from devstack.simulator.server import Simulator
from devstack.worker_processes import Process

PROCESSES = 4
QUIET_S = 60.0
"""Without any progress for so long the rest counts as lost."""


def measure(
    arguments: argparse.Namespace, folder: Path, latency: tuple[float, float]
) -> dict[str, Any]:
    """Both ways of setting Celery up; key → figures."""
    return {
        name: _measure(arguments, folder / name, latency, tuned)
        for name, tuned in (("default", False), ("tuned", True))
    }


def _measure(
    arguments: argparse.Namespace, folder: Path, latency: tuple[float, float], tuned: bool
) -> dict[str, Any]:
    folder.mkdir(mode=0o755)
    done = folder / "done.log"
    with (
        Simulator(
            Script(latency=latency, seed=arguments.seed), ledger=folder / "calls"
        ) as simulator,
        Valkey(folder / "valkey", durable=tuned) as valkey,
    ):
        environment = {
            **os.environ,
            "BROKER_URL": valkey.url(),
            "SCRIPT_LOG": str(done),
            "BARE_CALL": simulator.openai_url,
            "BARE_TUNED": "1" if tuned else "",
        }
        command = [
            sys.executable,
            "-m",
            "benchmarks.bare_chain",
            "--pool=threads",
            "--concurrency=20",
            "--without-gossip",
            "--without-mingle",
            "--loglevel=WARNING",
        ]

        def start(number: int) -> Process:
            return Process(
                [*command, f"--hostname=bare{number}@bench"], environment, folder / f"w{number}"
            )

        workers = [start(number) for number in range(PROCESSES)]
        bare_chain.configure(valkey.url(), tuned)
        kills = schedule(
            arguments.seed,
            [str(number) for number in range(PROCESSES)],
            worker_kills=arguments.worker_kills,
            broker_kills=arguments.broker_kills,
            database_kills=0,
        )
        names = [_submit() for _ in range(arguments.runs)]
        last, changed = -1, time.monotonic()
        while True:
            finished = done.read_text().split()[::2] if done.exists() else []
            over = len(set(finished))
            if over != last:
                last, changed = over, time.monotonic()
            if kills and (over / arguments.runs >= kills[0].at or time.monotonic() - changed > 5):
                victim = kills.pop(0).victim
                if victim == "valkey":
                    valkey.kill()
                    time.sleep(1)
                    valkey.start()
                else:
                    workers[int(victim)].kill()
                    workers[int(victim)] = start(int(victim))
                changed = time.monotonic()
            if over == arguments.runs or time.monotonic() - changed > QUIET_S:
                break
            time.sleep(0.1)
        for worker in workers:
            worker.kill()
        paid = sum(call.paid for call in simulator.charges.calls())
    return {
        "runs": arguments.runs,
        "finished": over,
        "lost": arguments.runs - over,
        "finished_twice": len(finished) - len(set(finished)),
        "paid_calls": paid,
        "needed_calls": 2 * len(names),
    }


def _submit() -> str:
    number = str(uuid4())
    last = len(bare_chain.QUEUES) - 1
    chain(
        *(
            bare_chain.step.si(number=number, last=position == last, position=position).set(
                queue=queue
            )
            for position, queue in enumerate(bare_chain.QUEUES)
        )
    ).apply_async()
    return number
