"""Does anything that a model invents reach a stored document?

``python -m benchmarks.fabrication [--runs 100]`` starts embedded PostgreSQL and the simulator,
whose every answer invents, and takes whole runs through all five steps, half of them with each
provider in every agent. Prints one JSON object as its last line:

- ``runs``, ``succeeded``, ``documents``;
- ``invented_answers``: answers that the models gave, each with inventions in it;
- ``fabricated``: stored documents that hold an invention, by its words or by the truth gate's word;
- ``fell_back``: documents put back to the profile's own words;
- ``calls`` and ``ledger_calls``: the provider's count and ours, which must be equal; ``seconds``.

Exits 1 unless every run succeeded, nothing was fabricated and the counts agree.
"""

from __future__ import annotations

import argparse
import json
import secrets
import sys
import time
from uuid import UUID

from sqlalchemy import func, select, text

from config.settings import Settings, load
from copilot.database.models import Document, ModelCall, Run
from copilot.database.session import Database
from copilot.domain.claims import Groundedness
from copilot.domain.letter import CoverLetter
from copilot.domain.resume import Resume
from copilot.grounding import check_letter, check_resume
from copilot.pipeline.context import Worker
from copilot.pipeline.execution import Outcome, execute
from copilot.pipeline.process import build_worker
from copilot.pipeline.states import APPLICATION_STEPS
from devstack import database as preparation
from devstack import folders
from devstack.people import POSTING, RESUME, Candidate, apply, sign_up
from devstack.services import Postgres
from devstack.simulator.behaviour import INVENTED, INVENTED_SKILLS, Behaviour
from devstack.simulator.faults import Script
from devstack.simulator.server import Simulator

ENGINES = ("openai:sim", "anthropic:sim")
POSTINGS = (
    POSTING,
    """# Data engineer

Company: Havsvik Energy
Location: Malmö

Havsvik Energy is an operator of wind farms along the coast.

## Requirements
- Python and SQL in production
- Five years of experience with streaming systems
- Leading a team of engineers
- AWS certification is a plus
""",
    """# Platform developer

Company: Björkdal Foods
Location: Uppsala

We run the ordering system of 300 shops.

## About you
- You have experience with PostgreSQL and Docker
- You must know Terraform
- Experience with imports of large files would be great

## The job
- Build services and keep them running
""",
)


def configured(addresses: preparation.Database, simulator: Simulator, engine: str) -> Settings:
    return load(
        database_url=addresses.worker_url,
        broker_url="redis://127.0.0.1:1",
        job_analyzer_engine=engine,
        resume_optimizer_engine=engine,
        cover_letter_engine=engine,
        openai_api_key="simulated",
        openai_base_url=simulator.openai_url,
        anthropic_api_key="simulated",
        anthropic_base_url=simulator.anthropic_url,
        model_prices="openai:sim=1/4,anthropic:sim=3/15",
        user_budget_usd=1000,
        user_daily_budget_usd=1000,
        total_budget_usd=1000,
    )


def run_through(worker: Worker, candidate: Candidate, run_id: UUID) -> None:
    for planned in APPLICATION_STEPS:
        outcome = Outcome.GIVEN_BACK
        while outcome is Outcome.GIVEN_BACK:
            outcome = execute(worker, run_id, candidate.user_id, planned.name)
            with worker.database.transaction(candidate.user_id) as session:
                session.execute(
                    text(
                        "update steps set next_attempt_at = now()"
                        " where status = 'pending' and next_attempt_at is not null"
                    )
                )


def is_fabricated(document: Document, posting: str) -> bool:
    stored = json.dumps(document.content, ensure_ascii=False)
    if any(lie in stored for lie in (*INVENTED, *INVENTED_SKILLS)):
        return True
    profile = Resume.from_json(dict(RESUME))
    if document.kind == "resume":
        report = check_resume(Resume.from_json(document.content), profile, posting)
    else:
        letter = CoverLetter.model_validate(document.content)
        report = check_letter(letter.text(), profile, posting)
    return report.verdict is not Groundedness.GROUNDED


def measure(addresses: preparation.Database, simulator: Simulator, runs: int) -> dict[str, object]:
    web = Database(addresses.web_url, pool_size=2)
    operator = Database(addresses.operator_url, pool_size=1)
    workers = [
        build_worker(configured(addresses, simulator, engine), "benchmark") for engine in ENGINES
    ]
    began = time.monotonic()
    succeeded = fabricated = fell_back = documents = 0
    for number in range(runs):
        simulator.script.seed = number
        posting = POSTINGS[number % len(POSTINGS)]
        candidate = sign_up(web)
        run_id = apply(web, candidate, posting=posting, released=True)
        run_through(workers[number % len(workers)], candidate, run_id)
        with web.transaction(candidate.user_id) as session:
            run = session.get_one(Run, run_id)
            succeeded += run.status == "succeeded"
            if run.error:
                sys.stderr.write(f"run {number}: {run.error['code']}: {run.error['detail']}\n")
            for document in session.scalars(select(Document).where(Document.run_id == run_id)):
                documents += 1
                fabricated += is_fabricated(document, posting)
                fell_back += bool((document.provenance or {}).get("fell_back"))
        if (number + 1) % 20 == 0:
            sys.stderr.write(f"{number + 1} runs\n")
    with operator.transaction() as session:
        ledger_calls = session.execute(select(func.count()).select_from(ModelCall)).scalar_one()
    summary = simulator.charges.summary()
    for worker in workers:
        worker.database.close()
    for database in (web, operator):
        database.close()
    return {
        "runs": runs,
        "succeeded": succeeded,
        "documents": documents,
        "invented_answers": summary["paid"],
        "fabricated": fabricated,
        "fell_back": fell_back,
        "calls": summary["begun"],
        "ledger_calls": ledger_calls,
        "seconds": round(time.monotonic() - began, 1),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=100)
    runs = parser.parse_args().runs
    folder = folders.temporary("fabrication-")
    try:
        with (
            Postgres(folder / "postgres", durable=False) as postgres,
            Simulator(Script(behaviour=Behaviour.FABRICATES)) as simulator,
        ):
            passwords = {role: secrets.token_hex(8) for role in preparation.ROLES}
            addresses = preparation.prepare(postgres.admin_url, "copilot", passwords)
            report = measure(addresses, simulator, runs)
    finally:
        folders.remove(folder)
    print(json.dumps(report))
    right = (
        report["succeeded"] == runs
        and not report["fabricated"]
        and report["calls"] == report["ledger_calls"]
    )
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
