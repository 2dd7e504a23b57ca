"""The same load and kills on a plain Celery chain: what a queue on Redis keeps by itself.

Ends in bounded time: what is not finished when nothing has moved for ``QUIET_S`` counts as lost.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from celery import chain
from kombu.connection import Connection

from benchmarks import bare_chain
from benchmarks.durability.kills import Kill, schedule
from benchmarks.durability.progress import say
from devstack.services import Valkey
from devstack.simulator.faults import Script
from devstack.simulator.server import Simulator
from devstack.worker_processes import Process

PROCESSES = 4
QUIET_S = 60.0
KILL_ANYWAY_S = 5.0
"""A kill that is due by progress comes when nothing moves for so long."""
DOWN_S = 1.0
_SAY_S = 5.0
_WORKER = (
    *("--pool=threads", "--concurrency=20"),
    *("--without-gossip", "--without-mingle", "--loglevel=WARNING"),
)


class Workers:
    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self._environment = environment
        self._folder = folder
        self._processes = {name: self._start(name) for name in map(str, range(PROCESSES))}

    @property
    def names(self) -> list[str]:
        return list(self._processes)

    def kill_and_start_again(self, name: str) -> None:
        self._processes[name].kill()
        self._processes[name] = self._start(name)

    def close(self) -> None:
        for process in self._processes.values():
            process.kill()

    def _start(self, name: str) -> Process:
        return Process(
            [sys.executable, "-m", "benchmarks.bare_chain", *_WORKER, f"--hostname=bare{name}@b"],
            self._environment,
            self._folder / f"worker{name}.log",
        )


class Finished:
    """The log to which the last task of each chain writes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def chains(self) -> list[str]:
        lines = self._path.read_text().splitlines() if self._path.exists() else []
        return [line.split()[0] for line in lines if line]


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
    log = folder / "finished.log"
    script = Script(latency=latency, seed=arguments.seed)
    with (
        Simulator(script, ledger=folder / "calls.jsonl") as simulator,
        Valkey(folder / "valkey", durable=tuned) as valkey,
    ):
        environment = {
            **os.environ,
            "BROKER_URL": valkey.url(),
            "SCRIPT_LOG": str(log),
            "BARE_CALL": simulator.openai_url,
            "BARE_TUNED": "1" if tuned else "",
        }
        bare_chain.configure(valkey.url(), tuned)
        began = time.monotonic()
        with _workers(environment, folder) as workers:
            kills = schedule(
                arguments.seed,
                workers.names,
                worker_kills=arguments.worker_kills,
                broker_kills=arguments.broker_kills,
                database_kills=0,
            )
            _submit(valkey.url(), arguments.runs)
            _drive(workers, valkey, Finished(log), kills, arguments.runs, folder.name)
        seconds = time.monotonic() - began
        paid = sum(call.paid for call in simulator.charges.calls())
    finished = Finished(log).chains()
    return {
        "runs": arguments.runs,
        "finished": len(set(finished)),
        "lost": arguments.runs - len(set(finished)),
        "finished_twice": len(finished) - len(set(finished)),
        "paid_calls": paid,
        "needed_calls": arguments.runs * len(bare_chain.CALLING),
        "quiet_seconds_before_the_end": QUIET_S,
        "seconds": round(seconds, 1),
    }


@contextmanager
def _workers(environment: Mapping[str, str], folder: Path) -> Iterator[Workers]:
    workers = Workers(environment, folder)
    try:
        yield workers
    finally:
        workers.close()


def _submit(broker_url: str, runs: int) -> None:
    last = len(bare_chain.QUEUES) - 1
    # A connection of its own: Celery's pool would go on with the broker of the measurement before.
    with Connection(broker_url) as connection:  # type: ignore[no-untyped-call]
        for _ in range(runs):
            number = str(uuid4())
            chain(
                *(
                    bare_chain.step.si(number=number, last=position == last, position=position).set(
                        queue=queue
                    )
                    for position, queue in enumerate(bare_chain.QUEUES)
                )
            ).apply_async(connection=connection)


def _drive(
    workers: Workers, valkey: Valkey, finished: Finished, kills: list[Kill], runs: int, name: str
) -> None:
    over, moved, said = 0, time.monotonic(), 0.0
    while over < runs and time.monotonic() - moved < QUIET_S:
        count = len(set(finished.chains()))
        if count != over:
            over, moved = count, time.monotonic()
        quiet = time.monotonic() - moved
        if kills and (over / runs >= kills[0].at or quiet > KILL_ANYWAY_S):
            victim = kills.pop(0).victim
            say(f"{name}: killing {victim}")
            if victim == "valkey":
                valkey.kill()
                time.sleep(DOWN_S)
                valkey.start()
            else:
                workers.kill_and_start_again(victim)
            moved = time.monotonic()
        if time.monotonic() - said > _SAY_S:
            said = time.monotonic()
            say(f"{name}: {over} of {runs} finished, {len(kills)} kills to come")
        time.sleep(0.1)
