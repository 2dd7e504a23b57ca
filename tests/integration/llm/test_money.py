"""Budgets hold, answers are paid for once, and a cancelled run pays for nothing more."""

from __future__ import annotations

import itertools
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from copilot.agents.cover_letter_generator import write_letter
from copilot.agents.resume_optimizer import optimize_resume
from copilot.errors import BudgetExhausted, ProviderUnavailable, RunStopped, UnusableResponse
from copilot.llm.ledger import CallLedger, Reply, Request
from copilot.pipeline import step_ledger
from copilot.pipeline.runs import cancel, retry, run_again
from copilot.pipeline.states import StepName
from copilot.pipeline.step_ledger import Claim, fail
from copilot.pipeline.upkeep import settle_abandoned_calls
from tests.unit.agents.professions import CASES
from tests.unit.agents.requests import request_for

if TYPE_CHECKING:
    from devstack.simulator.server import Simulator
    from tests.integration.llm.conftest import Bench, ResourcesMaker, SettingsMaker

STEP = StepName.TAILOR_RESUME
CASE = next(case for case in CASES if case.name == "developer")


def question(number: int = 1, estimate: str = "0.10") -> Request:
    return Request("resume_optimizer", "openai", "sim", {"number": number}, Decimal(estimate))


def answer(cost: str = "0.10") -> Reply:
    return Reply({"text": "yes", "stop": "end"}, 100, 10, 0, Decimal(cost))


def text_of(reply: Reply) -> str:
    return str(reply.content["text"])


class Provider:
    def __init__(self, cost: str = "0.10") -> None:
        self.cost = cost
        self.asked = 0
        self._lock = threading.Lock()

    def __call__(self) -> Reply:
        with self._lock:
            self.asked += 1
        return answer(self.cost)


@pytest.fixture(autouse=True)
def _nothing_spent_before(bench: Bench) -> None:
    """The account of all users is one row for the whole module."""
    with bench.owner() as session:
        session.execute(text("delete from total_budgets"))


CAPS = {
    "month": {"budget": "5.00"},
    "day": {"day": "5.00"},
    "total": {"total": "5.00"},
}


@pytest.mark.parametrize("cap", CAPS)
def test_of_200_at_once_exactly_those_that_the_budget_has_room_for_are_paid(
    bench: Bench, cap: str
) -> None:
    claims = [bench.claim(bench.candidate(), STEP) for _ in range(4 if cap == "total" else 1)]
    provider, refused = Provider(), []

    def submit(number: int) -> None:
        ledger = bench.ledger(claims[number % len(claims)], **CAPS[cap])
        try:
            ledger.call(question(number), provider, text_of)
        except BudgetExhausted as error:
            refused.append(error)

    with ThreadPoolExecutor(20) as people:
        list(people.map(submit, range(200)))
    assert provider.asked == 50
    assert len(refused) == 150
    assert {error.extra["budget"] for error in refused} == {cap}
    assert 0 < refused[0].retry_after <= (1 if cap == "day" else 31) * 24 * 3600 + 1
    budgets = [bench.budget(c.user_id) for c in claims if bench.calls(c.user_id)]
    assert sum(budget.spent_usd for budget in budgets) == Decimal(5)
    assert {(b.reserved_usd, b.day_reserved_usd) for b in budgets} == {(0, 0)}
    assert all(b.day_spent_usd == b.spent_usd for b in budgets)
    assert bench.total() == (Decimal(5), 0)


@pytest.mark.parametrize("cap", CAPS)
def test_a_budget_holds_whatever_calls_turn_out_to_cost(bench: Bench, cap: str) -> None:
    claims = [bench.claim(bench.candidate(), STEP) for _ in range(4 if cap == "total" else 1)]
    chance = random.Random(3)
    costs = [Decimal(chance.randint(1, 100)) / 1000 for _ in range(200)]
    limits = dict.fromkeys(CAPS[cap], "2.00")
    paid: list[Decimal] = []

    def submit(number: int) -> None:
        cost = costs[number]

        def send() -> Reply:
            paid.append(cost)
            return answer(str(cost))

        ledger = bench.ledger(claims[number % len(claims)], **limits)
        try:
            ledger.call(question(number), send, text_of)
        except BudgetExhausted:
            return

    with ThreadPoolExecutor(20) as people:
        list(people.map(submit, range(200)))
    spent, reserved = bench.total()
    assert spent == sum(paid)
    assert Decimal("1.8") < spent <= Decimal(2)
    assert reserved == 0


def test_the_first_call_is_refused_by_the_cap_that_it_passes(bench: Bench) -> None:
    for cap in CAPS:
        claim = bench.claim(bench.candidate(), STEP)
        ledger = bench.ledger(claim, **dict.fromkeys(CAPS[cap], "0.05"))
        with pytest.raises(BudgetExhausted) as raised:
            ledger.call(question(), Provider(), text_of)
        assert raised.value.extra["budget"] == cap
        assert bench.calls(claim.user_id) == []
    assert bench.total() == (0, 0)


def test_a_new_day_begins_at_nothing_and_what_is_settled_late_counts_for_the_old_one(
    bench: Bench,
) -> None:
    claim = bench.claim(bench.candidate(), STEP)

    def midnight() -> Reply:
        # The call turns out to have begun yesterday.
        with bench.owner() as session:
            session.execute(
                text("update model_calls set created_at = created_at - interval '1 day'")
            )
            session.execute(text("update budgets set day = day - 1"))
        bench.ledger(claim, day="0.15").call(question(2), Provider(), text_of)
        return answer("0.10")

    bench.ledger(claim, day="0.15").call(question(1), midnight, text_of)
    budget = bench.budget(claim.user_id)
    assert (budget.spent_usd, budget.reserved_usd) == (Decimal("0.20"), 0)
    assert (budget.day_spent_usd, budget.day_reserved_usd) == (Decimal("0.10"), 0)
    with pytest.raises(BudgetExhausted):
        bench.ledger(claim, day="0.15").call(question(3), Provider(), text_of)


def test_a_budget_of_the_users_own_row_counts_before_the_setting(bench: Bench) -> None:
    claim = bench.claim(bench.candidate(), STEP)
    with bench.web.transaction(claim.user_id) as session:
        session.execute(text("update users set budget_usd = 0.15"))
    provider = Provider()
    bench.ledger(claim).call(question(1), provider, text_of)
    with pytest.raises(BudgetExhausted):
        bench.ledger(claim).call(question(2), provider, text_of)
    assert provider.asked == 1


def test_what_one_user_spends_is_not_taken_from_another(bench: Bench) -> None:
    provider = Provider()
    for _ in range(2):
        claim = bench.claim(bench.candidate(), STEP)
        bench.ledger(claim, budget="0.10").call(question(), provider, text_of)
    assert provider.asked == 2


def test_after_cancelling_no_call_begins(bench: Bench) -> None:
    """Threads that call without end, and a cancel in their midst."""
    claim = bench.claim(bench.candidate(), STEP)
    provider = Provider("0")
    threads = [
        threading.Thread(target=call_without_end, args=(bench, claim, provider, n))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    while provider.asked < 40:
        time.sleep(0.01)
    with bench.web.transaction(claim.user_id) as session:
        cancel(session, claim.run_id)
    begun = len(bench.calls(claim.user_id))
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    assert provider.asked == begun == len(bench.calls(claim.user_id))


def call_without_end(bench: Bench, claim: Claim, provider: Provider, thread: int) -> None:
    for number in itertools.count(1000 * thread):
        try:
            bench.ledger(claim).call(question(number, "0"), provider, text_of)
        except RunStopped:
            return


def test_a_step_that_was_taken_back_pays_for_nothing_more(bench: Bench) -> None:
    claim = bench.claim(bench.candidate(), STEP)
    with bench.worker.transaction(claim.user_id) as session:
        assert fail(session, claim, {"code": "x"})
    provider = Provider()
    with pytest.raises(RunStopped):
        bench.ledger(claim).call(question(), provider, text_of)
    assert provider.asked == 0


def test_a_saved_answer_is_not_paid_for_again_by_whatever_attempt_or_retry(bench: Bench) -> None:
    candidate = bench.candidate()
    claim = bench.claim(candidate, STEP)
    provider = Provider()
    first = bench.ledger(claim)
    for number in (1, 2):
        assert first.call(question(number), provider, text_of) == "yes"
    again = bench.ledger(claim)
    for number in (1, 2):
        assert again.call(question(number), provider, text_of) == "yes"
    assert provider.asked == 2
    with bench.worker.transaction(claim.user_id) as session:
        assert fail(session, claim, {"code": "x"})
    with bench.web.transaction(claim.user_id) as session:
        resumed = retry(session, claim.run_id, released=True, request_id=None).id
    with bench.worker.transaction(claim.user_id) as session:
        session.execute(
            text("update steps set next_attempt_at = now() where run_id = :id and name = :name"),
            {"id": resumed, "name": STEP.value},
        )
    with bench.worker.transaction(claim.user_id) as session:
        retried = step_ledger.claim(
            session, resumed, claim.user_id, STEP, worker="test", lease_seconds=60
        )
    assert isinstance(retried, Claim)
    assert bench.ledger(retried).call(question(1), provider, text_of) == "yes"
    assert provider.asked == 2
    # Another question in the same place is another call.
    assert bench.ledger(retried).call(question(7), provider, text_of) == "yes"
    assert provider.asked == 3


def test_an_answer_of_no_use_is_paid_for_and_not_kept(bench: Bench) -> None:
    claim = bench.claim(bench.candidate(), STEP)
    provider = Provider()

    def refuse(_: Reply) -> str:
        raise UnusableResponse("It has no form.")

    for _ in range(2):
        with pytest.raises(UnusableResponse):
            bench.ledger(claim).call(question(), provider, refuse)
    assert provider.asked == 2
    assert bench.budget(claim.user_id).spent_usd == Decimal("0.20")


def test_what_a_dead_worker_reserved_counts_as_spent_and_blocks_nothing_for_ever(
    bench: Bench,
) -> None:
    claim = bench.claim(bench.candidate(), STEP)

    def die() -> Reply:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bench.ledger(claim).call(question(), die, text_of)
    assert settle_abandoned_calls(bench.worker, older_than_seconds=0) == 0, "its attempt goes on"
    with bench.worker.transaction(claim.user_id) as session:
        assert fail(session, claim, {"code": "x"})
    assert settle_abandoned_calls(bench.worker) == 0, "it may still be settled by its worker"
    assert settle_abandoned_calls(bench.worker, older_than_seconds=0) == 1
    assert settle_abandoned_calls(bench.worker, older_than_seconds=0) == 0
    (row,) = bench.calls(claim.user_id)
    assert (row.status, row.cost_usd) == ("unknown", Decimal("0.10"))
    budget = bench.budget(claim.user_id)
    assert (budget.spent_usd, budget.reserved_usd) == (Decimal("0.10"), 0)
    assert (budget.day_spent_usd, budget.day_reserved_usd) == (Decimal("0.10"), 0)
    assert bench.total() == (Decimal("0.10"), 0)


def test_an_answer_that_comes_after_all_corrects_the_account_and_is_kept(bench: Bench) -> None:
    """A worker that was frozen for longer than its lease, in the midst of a call."""
    claim = bench.claim(bench.candidate(), STEP)

    def late() -> Reply:
        with bench.worker.transaction(claim.user_id) as session:
            session.execute(
                text("update steps set token = gen_random_uuid() where token = :token"),
                {"token": claim.token},
            )
        assert settle_abandoned_calls(bench.worker, older_than_seconds=0) == 1
        return answer("0.04")

    ledger: CallLedger = bench.ledger(claim)
    assert ledger.call(question(), late, text_of) == "yes"
    (row,) = bench.calls(claim.user_id)
    assert (row.status, row.cost_usd) == ("usable", Decimal("0.04"))
    budget = bench.budget(claim.user_id)
    assert (budget.spent_usd, budget.reserved_usd) == (Decimal("0.04"), 0)
    assert (budget.day_spent_usd, budget.day_reserved_usd) == (Decimal("0.04"), 0)
    assert bench.total() == (Decimal("0.04"), 0)
    provider = Provider()
    assert bench.ledger(claim).call(question(), provider, text_of) == "yes"
    assert provider.asked == 0


@pytest.mark.parametrize("engine", ["openai:sim", "anthropic:sim"])
def test_an_attempt_after_a_kill_asks_the_same_and_pays_nothing(
    bench: Bench,
    simulator: Simulator,
    settings_for: SettingsMaker,
    resources_for: ResourcesMaker,
    engine: str,
) -> None:
    """Killed after its answers were saved and before its result was: other processes must come to
    the same requests, byte for byte."""
    settings = settings_for(engine)
    for agent, step, work in (
        ("resume_optimizer", StepName.TAILOR_RESUME, optimize_resume),
        ("cover_letter_generator", StepName.WRITE_COVER_LETTER, write_letter),
    ):
        claim = bench.claim(bench.candidate(), step)
        made = []
        for _ in range(2):
            resources = resources_for(settings)
            context = bench.context(claim, settings, resources)
            made.append(work(request_for(CASE), resources.engine(agent, context)))  # type: ignore[operator]
            if len(made) == 1:
                paid = simulator.charges.summary()["paid"]
        assert made[0] == made[1]
        assert simulator.charges.summary()["paid"] == paid


def test_running_again_is_a_new_account(bench: Bench) -> None:
    candidate = bench.candidate()
    claim = bench.claim(candidate, StepName.WRITE_COVER_LETTER)
    provider = Provider()
    bench.ledger(claim).call(question(), provider, text_of)
    with bench.worker.transaction(claim.user_id) as session:
        step_ledger.complete(session, claim, {})
    application_id = bench.run(claim).application_id
    assert application_id is not None
    with bench.web.transaction(claim.user_id) as session:
        again = run_again(
            session,
            application_id,
            StepName.WRITE_COVER_LETTER,
            profile_version_id=None,
            options={},
            released=True,
            request_id=None,
        ).id
    with bench.worker.transaction(claim.user_id) as session:
        fresh = step_ledger.claim(
            session,
            again,
            claim.user_id,
            StepName.WRITE_COVER_LETTER,
            worker="test",
            lease_seconds=60,
        )
    assert isinstance(fresh, Claim)
    bench.ledger(fresh).call(question(), provider, text_of)
    assert provider.asked == 2


def test_an_unknown_outcome_counts_as_spent(bench: Bench) -> None:
    claim = bench.claim(bench.candidate(), STEP)

    def time_out() -> Reply:
        raise ProviderUnavailable("It did not answer.", maybe_charged=True)

    with pytest.raises(ProviderUnavailable):
        bench.ledger(claim).call(question(), time_out, text_of)
    assert bench.budget(claim.user_id).spent_usd == Decimal("0.10")
