"""Whole runs whose documents chat models write, from the row to the renditions."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from copilot.database.models import Document, Run
from copilot.domain.claims import Groundedness
from copilot.domain.letter import CoverLetter
from copilot.domain.resume import Resume
from copilot.grounding import check_letter, check_resume
from copilot.pipeline.context import StepContext, Worker
from copilot.pipeline.execution import Outcome, Started, execute, start, work
from copilot.pipeline.heartbeat import Heartbeat, Lease
from copilot.pipeline.runs import retry
from copilot.pipeline.states import APPLICATION_STEPS, StepName
from devstack.people import POSTING, RESUME, apply
from devstack.simulator.behaviour import INVENTED, INVENTED_SKILLS, Behaviour
from devstack.simulator.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from config.settings import Settings
    from devstack.people import Candidate
    from devstack.simulator.server import Simulator
    from tests.integration.llm.conftest import Bench, ResourcesMaker, SettingsMaker

FABRICATING_RUNS = 10


class Product:
    """One worker process's insides; runs are taken through their steps one by one."""

    def __init__(self, bench: Bench, settings: Settings, resources: Any) -> None:
        self.bench = bench
        heartbeat = Heartbeat(bench.worker, every_seconds=2, lease_seconds=60)
        self.worker = Worker(bench.worker, settings, heartbeat, resources, "test")

    def run(self, candidate: Candidate) -> UUID:
        run_id = apply(self.bench.web, candidate, released=True)
        for planned in APPLICATION_STEPS:
            self.step(candidate, run_id, planned.name)
        return run_id

    def step(self, candidate: Candidate, run_id: UUID, step: Any) -> Outcome:
        """Again and again, without waiting for the time to try again."""
        for _ in range(self.worker.settings.max_attempts):
            outcome = execute(self.worker, run_id, candidate.user_id, step)
            if outcome is not Outcome.GIVEN_BACK:
                return outcome
            with self.bench.worker.transaction(candidate.user_id) as session:
                session.execute(
                    text(
                        "update steps set next_attempt_at = now()"
                        " where status = 'pending' and next_attempt_at is not null"
                    )
                )
        return outcome

    def documents(self, candidate: Candidate, run_id: UUID) -> dict[str, Any]:
        with self.bench.web.transaction(candidate.user_id) as session:
            rows = session.query(Document).filter_by(run_id=run_id).all()
            session.expunge_all()
        return {row.kind: row for row in rows}


@pytest.fixture
def product(
    bench: Bench, settings_for: SettingsMaker, resources_for: ResourcesMaker
) -> Iterator[Any]:
    made: list[Product] = []

    def make(engine: str = "openai:sim", **changes: Any) -> Product:
        settings = settings_for(engine, llm_timeout_seconds=20, **changes)
        made.append(Product(bench, settings, resources_for(settings)))
        return made[-1]

    yield make
    for each in made:
        each.worker.heartbeat.stop()


@pytest.mark.parametrize("engine", ["openai:sim", "anthropic:sim"])
def test_a_run_succeeds_and_its_documents_name_the_model(
    bench: Bench, simulator: Simulator, product: Any, engine: str
) -> None:
    made = product(engine)
    candidate = bench.candidate()
    run_id = made.run(candidate)
    with bench.web.transaction(candidate.user_id) as session:
        run = session.get_one(Run, run_id)
        assert (run.status, run.error) == ("succeeded", None)
    documents = made.documents(candidate, run_id)
    assert {document.engine for document in documents.values()} == {engine}
    for document in documents.values():
        assert document.report["verdict"] == "grounded"
        assert not document.provenance["fell_back"]
    assert documents["resume"].edits
    ours = bench.calls(candidate.user_id)
    theirs = simulator.charges.calls()
    assert {row.status for row in ours} == {"usable"}
    assert sum(row.input_tokens for row in ours) == sum(call.input_tokens for call in theirs)
    assert sum(row.output_tokens for row in ours) == sum(call.output_tokens for call in theirs)
    assert len(ours) == len(theirs)


@pytest.mark.parametrize("engine", ["openai:sim", "anthropic:sim"])
def test_no_document_holds_what_a_model_invented(
    bench: Bench, simulator: Simulator, product: Any, engine: str
) -> None:
    simulator.script.behaviour = Behaviour.FABRICATES
    made = product(engine)
    for _ in range(FABRICATING_RUNS // 2):
        candidate = bench.candidate()
        run_id = made.run(candidate)
        with bench.web.transaction(candidate.user_id) as session:
            run = session.get_one(Run, run_id)
            assert (run.status, run.error) == ("succeeded", None)
        documents = made.documents(candidate, run_id)
        profile = Resume.from_json(dict(RESUME))
        resume = Resume.from_json(documents["resume"].content)
        assert check_resume(resume, profile, POSTING).verdict is Groundedness.GROUNDED
        letter = CoverLetter.model_validate(documents["cover_letter"].content)
        assert check_letter(letter.text(), profile, POSTING).verdict is Groundedness.GROUNDED
        for document in documents.values():
            stored = json.dumps(document.content)
            assert not [lie for lie in (*INVENTED, *INVENTED_SKILLS) if lie in stored]
            assert document.provenance["fell_back"]


def test_a_run_survives_a_provider_that_fails_half_the_time(
    bench: Bench, simulator: Simulator, product: Any
) -> None:
    simulator.script.rates = {Fault.SERVER_ERROR: 0.2, Fault.RESET: 0.1, Fault.MALFORMED: 0.2}
    made = product("openai:sim", engine_fallbacks="anthropic:sim")
    candidate = bench.candidate()
    run_id = made.run(candidate)
    with bench.web.transaction(candidate.user_id) as session:
        run = session.get_one(Run, run_id)
        assert (run.status, run.error) == ("succeeded", None)
    assert len(bench.calls(candidate.user_id)) == len(simulator.charges.calls())


@pytest.mark.parametrize(
    ("cap", "setting", "fallbacks"),
    [
        ("month", "user_budget_usd", "extractive"),
        ("day", "user_daily_budget_usd", "extractive"),
        ("day", "user_daily_budget_usd", ""),
        ("total", "total_budget_usd", "anthropic:sim"),
    ],
)
def test_a_spent_budget_ends_the_run_in_words_that_say_so_and_it_can_be_retried(
    bench: Bench, simulator: Simulator, product: Any, cap: str, setting: str, fallbacks: str
) -> None:
    made = product(
        job_analyzer_engine="extractive", engine_fallbacks=fallbacks, **{setting: "0.001"}
    )
    candidate = bench.candidate()
    run_id = made.run(candidate)
    with bench.web.transaction(candidate.user_id) as session:
        run = session.get_one(Run, run_id)
        assert run.status == "failed"
        assert run.error is not None
        assert (run.error["code"], run.error["budget"]) == ("budget-exhausted", cap)
        assert run.error["resets_at"] > datetime.now(UTC).isoformat()
    # No other engine takes over in silence.
    assert made.documents(candidate, run_id) == {}
    assert simulator.charges.calls() == []
    with bench.web.transaction(candidate.user_id) as session:
        again = retry(session, run_id, released=True, request_id=None).id
    raised = product(job_analyzer_engine="extractive")
    for step in (StepName.TAILOR_RESUME, StepName.WRITE_COVER_LETTER):
        raised.step(candidate, again, step)
    documents = raised.documents(candidate, again)
    assert {document.engine for document in documents.values()} == {"openai:sim"}


def test_a_worker_that_dies_between_saving_and_committing_costs_nothing_more(
    bench: Bench, simulator: Simulator, product: Any
) -> None:
    dying, surviving = product(), product()
    candidate = bench.candidate()
    run_id = apply(bench.web, candidate, released=True)
    for planned in APPLICATION_STEPS:
        step = planned.name
        lost = start(dying.worker, run_id, candidate.user_id, step)
        assert isinstance(lost, Started)
        context = StepContext(dying.worker, lost.claim.run, Lease(lost.claim))
        lost.function.compute(lost.inputs, context)
        paid = simulator.charges.summary()["paid"]
        # Nothing of it was committed; its lease lapses, and another process takes the step.
        with bench.worker.transaction(candidate.user_id) as session:
            session.execute(text("update steps set lease_until = now() - interval '1 hour'"))
        with bench.worker.transaction() as session:
            session.execute(text("select * from lapse_leases(0, 12, '{}'::jsonb)")).all()
        again = start(surviving.worker, run_id, candidate.user_id, step, alone=True)
        assert isinstance(again, Started)
        assert again.claim.token != lost.claim.token
        assert work(surviving.worker, again) is Outcome.SUCCEEDED
        assert simulator.charges.summary()["paid"] == paid
    assert paid >= 3
    assert len(bench.calls(candidate.user_id)) == paid
    documents = surviving.documents(candidate, run_id)
    assert {document.engine for document in documents.values()} == {"openai:sim"}
