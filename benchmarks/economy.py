"""What one application costs in calls, tokens and time, with chat models in the two agents that
write.

``python -m benchmarks.economy`` starts embedded PostgreSQL and the simulator and takes a résumé of
5,000 characters and a posting of 800 words through whole runs. Prints one JSON object as its last
line:

- ``calls``, ``round_trips`` (calls that wait for each other), ``input_tokens``, ``output_tokens``
  of one application;
- ``cacheable_share``: the share of its input that stands in a prefix which an earlier prompt, of
  another application of this candidate, began with too;
- ``overhead_s``: the two writing steps at zero latency; ``cpu_s``: what this process computes
  of it;
- ``twenty_at_once_s``: the two writing steps of 20 applications in threads of one process, at one
  second a call, with the simulator in a process of its own;
- ``per_call``: agent, tokens in and out, US dollars at list prices.

Tokens are counted as four characters each, by the simulator.
"""

from __future__ import annotations

import argparse
import json
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import text

from config.settings import load
from copilot.database.identifiers import new_id
from copilot.database.models import ProfileVersion
from copilot.database.session import Database
from copilot.domain.profile import Goals, Weights
from copilot.pipeline.context import Worker
from copilot.pipeline.execution import Outcome, execute
from copilot.pipeline.process import build_worker
from copilot.pipeline.states import APPLICATION_STEPS, StepName
from devstack import database as preparation
from devstack import folders
from devstack.people import RESUME, Candidate, apply, sign_up
from devstack.services import Postgres
from devstack.simulator.charges import PrefixCache
from devstack.simulator.faults import Script
from devstack.simulator.server import Simulator

RESUME_CHARACTERS, POSTING_WORDS = 5000, 800
WRITING = (StepName.TAILOR_RESUME, StepName.WRITE_COVER_LETTER)
AT_ONCE = 20

_WORK = (
    "Built a {0} service in Python and PostgreSQL that {1} depots use every day",
    "Cut the nightly {0} import from {1} minutes to {2} by reading the files in parallel",
    "Wrote the tests and the manual of the {0} interface for {1} partner companies",
    "Moved the {0} database to a new data centre over a weekend without losing a row",
)
_THINGS = [
    "order",
    "parcel",
    "invoice",
    "customs",
    "route",
    "price",
    "stock",
    "return",
    "label",
    "contract",
    "fleet",
    "driver",
]
_NEEDS = (
    "At least {0} years of experience with Python in production",
    "Good knowledge of PostgreSQL and of how its queries are planned",
    "Experience with {1} systems that many depots rely on",
    "You write tests before others ask for them",
    "Docker and Kubernetes are a plus",
)
_ABOUT = (
    "Granskog Logistics is a carrier with {0} terminals that moves {1} for shops in the north. "
    "The team sits beside the terminal and sees every day what its services do. "
)


def resume() -> dict[str, Any]:
    document = json.loads(json.dumps(RESUME))
    jobs: list[dict[str, Any]] = []
    number = 0
    while len(json.dumps({**document, "work": jobs}, ensure_ascii=False)) < RESUME_CHARACTERS:
        if number % 6 == 0:
            year = 2022 - number // 6 * 3
            jobs.append(
                {
                    "name": f"{_THINGS[number % len(_THINGS)].title()}hallen AB",
                    "position": "Backend developer",
                    "startDate": f"{year}-02",
                    **({"endDate": f"{year + 3}-01"} if jobs else {}),
                    "highlights": [],
                }
            )
        line = _WORK[number % len(_WORK)]
        thing = _THINGS[number % len(_THINGS)]
        jobs[-1]["highlights"].append(line.format(thing, 40 + number, 5 + number % 7))
        number += 1
    return {**document, "work": jobs}


def posting(number: int) -> str:
    lines = ["# Backend engineer", "", "Company: Granskog Logistics", "Location: Göteborg", ""]
    need = [
        f"- {line.format(3 + number % 4, thing)}"
        for thing, line in zip(_THINGS, _NEEDS * 3, strict=False)
    ]
    lines += ["## What you need", *need, "", "## About us"]
    filler = 0
    while len(" ".join(lines).split()) < POSTING_WORDS:
        lines.append(_ABOUT.format(12 + number, _THINGS[filler % len(_THINGS)]))
        filler += 1
    return "\n".join(lines)


def candidate_with_resume(web: Database) -> Candidate:
    first = sign_up(web)
    with web.transaction(first.user_id) as session:
        old = session.get_one(ProfileVersion, first.profile_version_id)
        version = ProfileVersion(
            id=new_id(),
            user_id=first.user_id,
            profile_id=old.profile_id,
            number=2,
            resume=resume(),
            goals=Goals().model_dump(mode="json"),
            weights=Weights().model_dump(mode="json"),
            source="api",
        )
        session.add(version)
        session.flush()
        return Candidate(first.user_id, version.id)


def prepared(web: Database, worker: Worker, candidate: Candidate, number: int) -> UUID:
    """A run that is about to be written for."""
    run_id = apply(web, candidate, posting=posting(number), released=True)
    for planned in APPLICATION_STEPS:
        if planned.name not in WRITING:
            done = execute(worker, run_id, candidate.user_id, planned.name)
            assert done is Outcome.SUCCEEDED, done
    return run_id


def write(worker: Worker, candidate: Candidate, run_id: UUID) -> float:
    began = time.monotonic()
    for step in WRITING:
        outcome = execute(worker, run_id, candidate.user_id, step)
        assert outcome is Outcome.SUCCEEDED, outcome
    return time.monotonic() - began


class Prompts(PrefixCache):
    """What the simulator was asked, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def cached_characters(self, model: str, prompt: str) -> int:
        self.seen.append(prompt)
        return super().cached_characters(model, prompt)

    def cacheable_share(self, of: int) -> float:
        """For the last ``of`` prompts: the longest beginning shared with one asked before."""
        shared = total = 0
        for place in range(len(self.seen) - of, len(self.seen)):
            prompt = self.seen[place]
            total += len(prompt)
            shared += max((_common(prompt, other) for other in self.seen[:place]), default=0)
        return shared / total


def _common(one: str, two: str) -> int:
    low, high = 0, min(len(one), len(two))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == two[:middle] else (low, middle - 1)
    return low


@contextmanager
def distant_simulator(latency: float) -> Iterator[dict[str, str]]:
    """A simulator that takes nothing of this process's time; its addresses."""
    command = [sys.executable, "-m", "devstack.simulator", "--latency", str(latency)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


def worker_for(addresses: preparation.Database, openai_url: str, anthropic_url: str) -> Worker:
    return build_worker(
        load(
            database_url=addresses.worker_url,
            broker_url="redis://127.0.0.1:1",
            database_pool_size=AT_ONCE,
            resume_optimizer_engine="openai:gpt-5.4-mini",
            cover_letter_engine="anthropic:claude-sonnet-5-5",
            openai_api_key="simulated",
            openai_base_url=openai_url,
            anthropic_api_key="simulated",
            anthropic_base_url=anthropic_url,
            model_prices="openai:gpt-5.4-mini=0.75/4.50,anthropic:claude-sonnet-5-5=2/10",
            user_budget_usd=1000,
            user_daily_budget_usd=1000,
            total_budget_usd=1000,
        ),
        "benchmark",
    )


def at_once(addresses: preparation.Database, web: Database, candidate: Candidate) -> float:
    """Seconds that twenty applications take which begin together."""
    with distant_simulator(1.0) as urls:
        worker = worker_for(addresses, urls["openai_base_url"], urls["anthropic_base_url"])
        # The first one connects.
        write(worker, candidate, prepared(web, worker, candidate, 2))
        waiting = [prepared(web, worker, candidate, 3 + n) for n in range(AT_ONCE)]
        began = time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as threads:
            list(threads.map(lambda run: write(worker, candidate, run), waiting))
        took = time.monotonic() - began
        worker.database.close()
    return took


def measure(addresses: preparation.Database, simulator: Simulator) -> dict[str, Any]:
    prompts = simulator.cache = Prompts()
    web = Database(addresses.web_url, pool_size=5)
    worker = worker_for(addresses, simulator.openai_url, simulator.anthropic_url)
    candidate = candidate_with_resume(web)
    # The first application loads everything; the second is measured.
    write(worker, candidate, prepared(web, worker, candidate, 0))
    run_id = prepared(web, worker, candidate, 1)
    computed = time.thread_time()
    overhead = write(worker, candidate, run_id)
    computed = time.thread_time() - computed
    with web.transaction(candidate.user_id) as session:
        calls = session.execute(
            text("select * from model_calls where run_id = :id order by id"), {"id": run_id}
        ).all()
    share = prompts.cacheable_share(len(calls))
    twenty = at_once(addresses, web, candidate)
    worker.database.close()
    web.close()
    return {
        "calls": len(calls),
        "round_trips": len(calls),
        "input_tokens": sum(call.input_tokens for call in calls),
        "output_tokens": sum(call.output_tokens for call in calls),
        "cacheable_share": round(share, 3),
        "overhead_s": round(overhead, 3),
        "cpu_s": round(computed, 3),
        "twenty_at_once_s": round(twenty, 2),
        "cost_usd": float(sum(call.cost_usd for call in calls)),
        "per_call": [
            {
                "agent": call.agent,
                "input_tokens": call.input_tokens,
                "output_tokens": call.output_tokens,
                "cost_usd": float(call.cost_usd),
            }
            for call in calls
        ],
    }


def main() -> int:
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    folder = folders.temporary("economy-")
    try:
        with (
            Postgres(folder / "postgres", durable=False) as postgres,
            Simulator(Script()) as simulator,
        ):
            passwords = {role: secrets.token_hex(8) for role in preparation.ROLES}
            addresses = preparation.prepare(postgres.admin_url, "copilot", passwords)
            print(json.dumps(measure(addresses, simulator)))
    finally:
        folders.remove(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
