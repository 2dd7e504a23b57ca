"""Engines by name.

``extractive`` is built in. ``openai:MODEL`` and ``anthropic:MODEL`` name chat models. Nothing that
a chat model needs is imported before one is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from copilot.agents.contracts import Engine
from copilot.errors import Misconfigured

if TYPE_CHECKING:
    from copilot.llm.ledger import CallLedger
    from copilot.llm.models import ChatModel

EXTRACTIVE = "extractive"


def engine(
    names: Sequence[str],
    *,
    model: Callable[[str], ChatModel],
    ledger: Callable[[], CallLedger],
    patient: bool = False,
) -> Engine:
    """The engine that tries ``names`` in order, for one attempt of a step.

    What stands behind ``extractive`` is never reached: it always answers. ``model`` gives the chat
    model of a name, ``ledger`` the account that its calls go to. ``patient``: the built-in engine
    does not stand in for a model that cannot be reached; the step is tried again.

    Raises Misconfigured if there is no name, or a model cannot be had.
    """
    if not names:
        raise Misconfigured("No engine is named.")
    wanted = tuple(dict.fromkeys(names))
    if EXTRACTIVE in wanted:
        chat, stand_in = wanted[: wanted.index(EXTRACTIVE)], extractive_engine()
    else:
        chat, stand_in = wanted, None
    if not chat and stand_in is not None:
        return stand_in
    from copilot.agents.chat import ChatEngine
    from copilot.llm.asking import Asker

    asker = Asker([model(name) for name in chat], ledger())
    return ChatEngine(chat, asker, stand_in, patient=patient)


@cache
def extractive_engine() -> Engine:
    from copilot.agents.extractive import ExtractiveEngine

    return ExtractiveEngine()
