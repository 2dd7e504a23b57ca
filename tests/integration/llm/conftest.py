"""Attempts of steps that really are claimed, and a provider that really is called."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.orm import Session

from config.settings import Settings, load
from copilot.database.models import Run
from copilot.database.session import Database
from copilot.llm.ledger import CallLedger, Payer
from copilot.pipeline import step_ledger
from copilot.pipeline.context import StepContext, Worker
from copilot.pipeline.heartbeat import Heartbeat, Lease
from copilot.pipeline.resources import ProcessResources
from copilot.pipeline.states import APPLICATION_STEPS, StepName
from copilot.pipeline.step_ledger import Claim
from devstack.people import Candidate, apply, sign_up
from devstack.simulator.faults import Script
from devstack.simulator.server import Simulator

if TYPE_CHECKING:
    from devstack.database import Database as Addresses

STEP_OF_AGENT = {
    "job_analyzer": StepName.PARSE_POSTING,
    "resume_optimizer": StepName.TAILOR_RESUME,
    "cover_letter_generator": StepName.WRITE_COVER_LETTER,
}
PRICES = "openai:sim=2/8,anthropic:sim=3/15"


@dataclass(frozen=True)
class Bench:
    """One database for a module; a user and a run for each test."""

    addresses: Addresses
    web: Database
    worker: Database

    def candidate(self) -> Candidate:
        return sign_up(self.web)

    def claim(self, candidate: Candidate, step: StepName, run_id: UUID | None = None) -> Claim:
        """The steps before it are done; it is claimed by an attempt of its own."""
        run_id = run_id or apply(self.web, candidate, released=True)
        for planned in APPLICATION_STEPS:
            with self.worker.transaction(candidate.user_id) as session:
                claimed = step_ledger.claim(
                    session,
                    run_id,
                    candidate.user_id,
                    planned.name,
                    worker="test",
                    lease_seconds=60,
                )
                assert isinstance(claimed, Claim)
                if planned.name == step:
                    return claimed
                step_ledger.complete(session, claimed, {})
        raise AssertionError(step)

    def ledger(
        self, claim: Claim, budget: Any = 100, day: Any = None, total: Any = None
    ) -> CallLedger:
        return CallLedger(
            Payer(
                database=self.worker,
                user_id=claim.user_id,
                run_id=claim.run_id,
                lineage_id=self.run(claim).lineage_id,
                step=claim.step.value,
                token=claim.token,
                budget_usd=budget,
                day_budget_usd=day,
                total_budget_usd=total,
            )
        )

    def run(self, claim: Claim) -> Run:
        with self.web.transaction(claim.user_id) as session:
            return session.get_one(Run, claim.run_id)

    def context(self, claim: Claim, settings: Settings, resources: ProcessResources) -> StepContext:
        heartbeat = Heartbeat(self.worker, every_seconds=60, lease_seconds=120)
        worker = Worker(self.worker, settings, heartbeat, resources, "test")
        return StepContext(worker, claim.run, Lease(claim))

    def calls(self, user_id: UUID) -> list[Any]:
        with self.web.transaction(user_id) as session:
            return list(session.execute(text("select * from model_calls order by created_at, id")))

    def total(self) -> Any:
        """Spent and reserved for all users."""
        with self.worker.transaction() as session:
            found = session.execute(
                text("select spent_usd, reserved_usd from total_budgets")
            ).one_or_none()
        return (0, 0) if found is None else tuple(found)

    @contextmanager
    def owner(self) -> Iterator[Session]:
        """As superuser: what no role of the product may do."""
        engine = create_engine(self.addresses.admin_url, poolclass=NullPool)
        with Session(engine) as session, session.begin():
            yield session

    def budget(self, user_id: UUID) -> Any:
        with self.web.transaction(user_id) as session:
            return session.execute(text("select * from budgets")).one()


@pytest.fixture(scope="module")
def bench(module_database: Addresses) -> Iterator[Bench]:
    web = Database(module_database.web_url, pool_size=10)
    worker = Database(module_database.worker_url, pool_size=25)
    yield Bench(module_database, web, worker)
    web.close()
    worker.close()


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(Script(seed=1, retry_after=3)) as running:
        yield running


SettingsMaker = Callable[..., Settings]
ResourcesMaker = Callable[[Settings], ProcessResources]


@pytest.fixture
def resources_for() -> Iterator[ResourcesMaker]:
    made: list[ProcessResources] = []

    def make(settings: Settings) -> ProcessResources:
        made.append(ProcessResources(settings))
        return made[-1]

    yield make
    for resources in made:
        resources.close()


@pytest.fixture
def settings_for(bench: Bench, simulator: Simulator) -> SettingsMaker:
    def make(engine: str = "openai:sim", **changes: Any) -> Settings:
        values: dict[str, Any] = {
            "database_url": bench.addresses.worker_url,
            "broker_url": "redis://127.0.0.1:1",
            "job_analyzer_engine": engine,
            "resume_optimizer_engine": engine,
            "cover_letter_engine": engine,
            "openai_api_key": "key-for-tests",
            "openai_base_url": simulator.openai_url,
            "anthropic_api_key": "key-for-tests",
            "anthropic_base_url": simulator.anthropic_url,
            "model_prices": PRICES,
            "llm_timeout_seconds": 0.6,
            "user_budget_usd": 50,
            "user_daily_budget_usd": 50,
            "total_budget_usd": 1000,
        }
        return load(**values | changes)

    return make
