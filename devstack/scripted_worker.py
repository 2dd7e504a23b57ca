"""A worker whose steps do what their run's options say, and nothing else.

For tests and measurements of what happens around a step: ``python -m devstack.scripted_worker``
takes the arguments of ``celery worker``. A run made with the option ``script`` maps step names to
what the step does: ``{"seconds": 2}`` waits, ``{"kill": true}`` ends its process with SIGKILL,
``{"fail": true}`` fails, ``{"transient": 2}`` fails twice in a way that is tried again. Steps that
the script does not name do nothing and succeed.

With ``SCRIPT_LOG`` set, each start of a step's work appends a line ``run step pid`` to that file.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copilot.errors import InvalidInput, ProviderUnavailable
from copilot.pipeline import execution

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from copilot.pipeline.context import Resources, RunView, StepContext, StepFunction
    from copilot.pipeline.states import StepName


class ScriptedStep:
    def __init__(self, step: StepName) -> None:
        self._step = step

    def before_fork(self, resources: Resources) -> None:
        pass

    def warm_up(self, resources: Resources) -> None:
        pass

    def load(self, session: Session, run: RunView) -> Mapping[str, Any]:
        script: Mapping[str, Any] = run.options.get("script", {}).get(self._step, {})
        return script

    def compute(self, inputs: Mapping[str, Any], context: StepContext) -> None:
        note_start(str(context.run.id), self._step)
        if inputs.get("kill"):
            os.kill(os.getpid(), signal.SIGKILL)
        if inputs.get("fail"):
            raise InvalidInput("The script says that this fails.")
        if context.lease.claim.attempt <= inputs.get("transient", 0):
            raise ProviderUnavailable("The script says to try again.", retry_after=0.1)
        if "seconds" in inputs:
            time.sleep(inputs["seconds"])

    def store(
        self, session: Session, run: RunView, inputs: Mapping[str, Any], output: None
    ) -> Mapping[str, Any]:
        return {"scripted": True}


def note_start(run_id: str, step: str) -> None:
    """Append to the log of starts; one write, so that lines of several processes never mix."""
    path = os.environ.get("SCRIPT_LOG")
    if path:
        with Path(path).open("ab", buffering=0) as log:
            log.write(f"{run_id} {step} {os.getpid()}\n".encode())


def scripted(step: StepName) -> StepFunction:
    return ScriptedStep(step)


# At import, not in main: measurements import this module to run such steps in their own process.
execution.step_function = scripted

if __name__ == "__main__":
    from workers.app import app

    app.worker_main(["worker", *sys.argv[1:]])
