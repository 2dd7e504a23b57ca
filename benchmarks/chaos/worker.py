"""A scripted worker that asks models, and that a case may take a mechanism out of.

``python -m benchmarks.chaos.worker`` takes the arguments of ``celery worker`` and knows the scripts
of ``devstack.scripted_worker``, and one more: ``{"calls": 3, "call_seconds": 0.2}`` asks a model
three times through the product's ledger of paid calls; with ``"hold_after": 2`` the first attempt
stands still after two. Each request that goes out appends a line ``run step number time`` to
``CALL_LOG``. The result of a step says which attempt made it.

``CHAOS_BEAT`` names the schedule file of a beat in a child process, if there is to be one;
``CHAOS_WITHOUT`` names what is taken out of this process, see ``benchmarks.chaos.removals``.
"""

from __future__ import annotations

import os
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.chaos import removals
from copilot.llm.ledger import CallLedger, Payer, Reply, Request
from copilot.pipeline import execution
from devstack.scripted_worker import ScriptedStep

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from copilot.pipeline.context import RunView, StepContext, StepFunction
    from copilot.pipeline.states import StepName

# Longer than any case waits.
_HOLD_S = 600.0
_PRICE_USD = Decimal("0.01")


class PayingStep(ScriptedStep):
    def compute(self, inputs: Mapping[str, Any], context: StepContext) -> Any:
        super().compute(inputs, context)
        claim = context.lease.claim
        if "calls" in inputs:
            ledger = _ledger(context)
            for number in range(1, inputs["calls"] + 1):
                ledger.call(_question(number), lambda n=number: _ask(n, inputs, context), _take)
                if number == inputs.get("hold_after") and claim.attempt == 1:
                    time.sleep(_HOLD_S)
        return {"attempt": claim.attempt, "process": os.getpid()}

    def store(
        self, session: Session, run: RunView, inputs: Mapping[str, Any], output: Any
    ) -> Mapping[str, Any]:
        return output


def _ledger(context: StepContext) -> CallLedger:
    claim = context.lease.claim
    return CallLedger(
        Payer(
            database=context.worker.database,
            user_id=context.run.user_id,
            run_id=context.run.id,
            lineage_id=context.run.lineage_id,
            step=claim.step.value,
            token=claim.token,
            budget_usd=Decimal(1000),
        )
    )


def _question(number: int) -> Request:
    return Request(
        agent="chaos",
        provider="openai",
        model="simulated",
        body={"question": number},
        estimate_usd=_PRICE_USD,
    )


def _ask(number: int, inputs: Mapping[str, Any], context: StepContext) -> Reply:
    line = f"{context.run.id} {context.lease.claim.step} {number} {time.time()}\n"
    with Path(os.environ["CALL_LOG"]).open("ab", buffering=0) as log:
        log.write(line.encode())
    time.sleep(inputs.get("call_seconds", 0))
    return Reply({"text": "yes"}, 10, 1, 0, _PRICE_USD)


def _take(reply: Reply) -> Reply:
    return reply


def paying(step: StepName) -> StepFunction:
    return PayingStep(step)


# At import, not in main: processes that run a step alone import this module again.
execution.step_function = paying
removals.take_out_of_process(os.environ.get("CHAOS_WITHOUT"))

if __name__ == "__main__":
    from workers.app import app

    schedule = os.environ.get("CHAOS_BEAT")
    beat = ["--beat", f"--schedule={schedule}"] if schedule else []
    app.worker_main(["worker", *sys.argv[1:], *beat])
