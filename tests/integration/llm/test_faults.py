"""Whatever goes wrong at a provider, in whichever agent: tried again, replaced, or failed with its
reason; and the ledger agrees with the provider's own count."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from copilot.agents.cover_letter_generator import write_letter
from copilot.agents.job_analyzer import analyze_posting
from copilot.agents.resume_optimizer import optimize_resume
from copilot.domain.claims import Groundedness
from copilot.errors import Misconfigured, ProviderUnavailable, UnusableResponse
from devstack.simulator.faults import PAID, Fault
from tests.integration.llm.conftest import STEP_OF_AGENT, Bench, ResourcesMaker, SettingsMaker
from tests.unit.agents.professions import CASES
from tests.unit.agents.requests import request_for

if TYPE_CHECKING:
    from config.settings import Settings
    from copilot.agents.contracts import Engine
    from copilot.pipeline.resources import ProcessResources
    from devstack.simulator.server import Simulator

CASE = next(case for case in CASES if case.name == "nurse")
AWAY = [
    Fault.RATE_LIMITED,
    Fault.SERVER_ERROR,
    Fault.OVERLOADED,
    Fault.RESET,
    Fault.CUT,
    Fault.TIMEOUT,
]
ILL_FORMED = [Fault.MALFORMED, Fault.WRONG_SCHEMA]
AGENTS = list(STEP_OF_AGENT)
PROVIDERS = ["openai:sim", "anthropic:sim"]


def work(agent: str, engine: Engine) -> Any:
    if agent == "job_analyzer":
        return analyze_posting(CASE.posting, engine)
    return (optimize_resume if agent == "resume_optimizer" else write_letter)(
        request_for(CASE), engine
    )


class Attempts:
    """Attempts of one step of one run, in one worker process."""

    def __init__(
        self, bench: Bench, agent: str, settings: Settings, resources: ProcessResources
    ) -> None:
        self.bench, self.agent, self.settings = bench, agent, settings
        self.resources = resources
        self.claim = bench.claim(bench.candidate(), STEP_OF_AGENT[agent])

    def engine(self) -> Engine:
        context = self.bench.context(self.claim, self.settings, self.resources)
        return self.resources.engine(self.agent, context)

    def calls(self) -> list[Any]:
        return self.bench.calls(self.claim.user_id)


class AttemptsMaker(Protocol):
    def __call__(self, agent: str, engine: str = "openai:sim", **settings: Any) -> Attempts: ...


@pytest.fixture
def attempts_at(
    bench: Bench, settings_for: SettingsMaker, resources_for: ResourcesMaker
) -> AttemptsMaker:
    def make(agent: str, engine: str = "openai:sim", **changes: Any) -> Attempts:
        settings = settings_for(engine, **changes)
        return Attempts(bench, agent, settings, resources_for(settings))

    return make


def assert_agrees(attempts: Attempts, simulator: Simulator) -> None:
    """Call by call, and token by token where there was an answer."""
    ours, theirs = attempts.calls(), simulator.charges.calls()
    assert len(ours) == len(theirs)
    for row, call in zip(ours, theirs, strict=True):
        assert (row.provider, row.model) == (call.provider, call.model)
        if row.status in ("usable", "unusable"):
            assert call.paid
            assert (row.input_tokens, row.cached_tokens, row.output_tokens) == (
                call.input_tokens,
                call.cached_tokens,
                call.output_tokens,
            )
            assert 0 < row.cost_usd <= row.reserved_usd
        elif row.status == "failed":
            assert not call.paid
            assert row.cost_usd == 0
        else:
            # Nobody here can know: it counts as spent.
            assert row.status == "unknown"
            assert row.cost_usd == row.reserved_usd
    budget = attempts.bench.budget(attempts.claim.user_id)
    assert budget.reserved_usd == 0
    assert budget.spent_usd == sum(row.cost_usd for row in ours)


@pytest.mark.parametrize("engine", PROVIDERS)
@pytest.mark.parametrize("agent", AGENTS)
@pytest.mark.parametrize("fault", AWAY)
def test_a_provider_that_is_away_is_tried_again_when_it_says(
    simulator: Simulator,
    attempts_at: AttemptsMaker,
    fault: Fault,
    agent: str,
    engine: str,
) -> None:
    attempts = attempts_at(agent, engine)
    simulator.script.next_faults = [fault]
    with pytest.raises(ProviderUnavailable) as raised:
        work(agent, attempts.engine())
    stated = fault in (Fault.RATE_LIMITED, Fault.OVERLOADED)
    assert raised.value.retry_after == (3 if stated else None)
    assert "maybe_charged" not in raised.value.extra
    assert_agrees(attempts, simulator)
    (call,) = attempts.calls()
    assert call.status == ("unknown" if fault in PAID or fault is Fault.RESET else "failed")
    made = work(agent, attempts.engine())
    assert getattr(made, "engine", None) == engine or made.provenance.engine == engine
    assert_agrees(attempts, simulator)


@pytest.mark.parametrize("engine", PROVIDERS)
@pytest.mark.parametrize("agent", AGENTS)
@pytest.mark.parametrize("fault", ILL_FORMED)
def test_an_answer_without_form_is_asked_for_once_more(
    simulator: Simulator,
    attempts_at: AttemptsMaker,
    fault: Fault,
    agent: str,
    engine: str,
) -> None:
    attempts = attempts_at(agent, engine)
    simulator.script.next_faults = [fault]
    made = work(agent, attempts.engine())
    assert getattr(made, "engine", None) == engine or made.provenance.engine == engine
    assert [row.status for row in attempts.calls()][:2] == ["unusable", "usable"]
    assert_agrees(attempts, simulator)


@pytest.mark.parametrize("engine", PROVIDERS)
@pytest.mark.parametrize("agent", AGENTS)
def test_a_refusal_is_not_argued_with(
    simulator: Simulator, attempts_at: AttemptsMaker, agent: str, engine: str
) -> None:
    attempts = attempts_at(agent, engine)
    simulator.script.next_faults = [Fault.REFUSAL]
    if agent == "job_analyzer":
        with pytest.raises(UnusableResponse, match="refused"):
            work(agent, attempts.engine())
    else:
        made = work(agent, attempts.engine())
        assert made.report.verdict is Groundedness.GROUNDED
        assert made.provenance.fell_back
        assert "refused" in made.provenance.fallback_reason
    assert [row.status for row in attempts.calls()] == ["unusable"]
    assert_agrees(attempts, simulator)


@pytest.mark.parametrize("agent", AGENTS)
@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.TIMEOUT, Fault.REFUSAL])
def test_another_model_stands_in_at_once_and_is_named(
    simulator: Simulator, attempts_at: AttemptsMaker, fault: Fault, agent: str
) -> None:
    attempts = attempts_at(agent, "openai:sim", engine_fallbacks="anthropic:sim,extractive")
    simulator.script.next_faults = [fault]
    made = work(agent, attempts.engine())
    named = made.engine if agent == "job_analyzer" else made.provenance.engine
    assert named == "anthropic:sim"
    assert_agrees(attempts, simulator)
    # What was paid for answers the next attempt, whoever was asked first.
    before = len(simulator.charges.calls())
    again = work(agent, attempts.engine())
    assert again == made
    assert len(simulator.charges.calls()) == before


@pytest.mark.parametrize("agent", AGENTS)
def test_the_built_in_engine_stands_in_only_if_it_is_allowed_to(
    simulator: Simulator, attempts_at: AttemptsMaker, agent: str
) -> None:
    simulator.script.rates = {Fault.REFUSAL: 1.0}
    attempts = attempts_at(agent, "openai:sim", engine_fallbacks="extractive")
    made = work(agent, attempts.engine())
    named = made.engine if agent == "job_analyzer" else made.provenance.engine
    assert named == "extractive"
    assert_agrees(attempts, simulator)


def test_a_provider_out_of_reach_is_waited_for_before_the_built_in_engine_stands_in(
    simulator: Simulator, attempts_at: AttemptsMaker
) -> None:
    simulator.script.rates = {Fault.SERVER_ERROR: 1.0}
    attempts = attempts_at("resume_optimizer", "openai:sim", engine_fallbacks="extractive")
    with pytest.raises(ProviderUnavailable):
        work(attempts.agent, attempts.engine())
    attempts.claim = replace(attempts.claim, attempt=3)
    made = work(attempts.agent, attempts.engine())
    assert made.provenance.engine == "extractive"
    assert made.report.verdict is Groundedness.GROUNDED


def test_a_provider_that_keeps_failing_is_left_alone_for_a_while(
    simulator: Simulator, attempts_at: AttemptsMaker
) -> None:
    simulator.script.rates = {Fault.SERVER_ERROR: 1.0}
    attempts = attempts_at("resume_optimizer")
    for _ in range(8):
        with pytest.raises(ProviderUnavailable) as raised:
            work(attempts.agent, attempts.engine())
    assert len(simulator.charges.calls()) == 5
    assert raised.value.retry_after is not None
    assert 0 < raised.value.retry_after <= 20
    assert_agrees(attempts, simulator)


@pytest.mark.parametrize("engine", PROVIDERS)
def test_a_request_that_no_key_allows_says_which_setting_to_mend(
    simulator: Simulator, attempts_at: AttemptsMaker, engine: str
) -> None:
    setting = f"{engine.partition(':')[0]}_base_url"
    attempts = attempts_at("resume_optimizer", engine, **{setting: f"{simulator.url}/nowhere"})
    with pytest.raises(Misconfigured, match="_BASE_URL") as raised:
        work(attempts.agent, attempts.engine())
    assert "key-for-tests" not in str(raised.value.as_problem())
    assert [(row.status, row.cost_usd) for row in attempts.calls()] == [("failed", 0)]


def test_a_port_without_a_provider_charges_nothing(attempts_at: AttemptsMaker) -> None:
    attempts = attempts_at("resume_optimizer", openai_base_url="http://127.0.0.1:9/v1")
    with pytest.raises(ProviderUnavailable):
        work(attempts.agent, attempts.engine())
    assert [(row.status, row.cost_usd) for row in attempts.calls()] == [("failed", 0)]
