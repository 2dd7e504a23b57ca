"""Puts a question to the models that may answer it, in order, and pays once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from copilot.errors import CopilotError, Misconfigured, ProviderUnavailable, UnusableResponse
from copilot.llm.ledger import CallLedger, Reply
from copilot.llm.models import ChatModel
from copilot.llm.questions import Question

log = logging.getLogger(__name__)
T = TypeVar("T")

TRIES = 2
"""A model whose answer has not the form asked for is asked once more; one that refused is not."""


@dataclass(frozen=True, slots=True)
class Answered(Generic[T]):
    value: T
    model: str
    """provider:model."""


class Asker:
    """The models of one agent, the preferred one first, on the account of one step's attempt."""

    def __init__(self, models: Sequence[ChatModel], ledger: CallLedger) -> None:
        self._models = tuple(models)
        self._ledger = ledger

    def ask(self, question: Question, accept: Callable[[BaseModel], T]) -> Answered[T]:
        """``accept`` makes something of the answer, or raises UnusableResponse.

        Raises ProviderUnavailable if no model could be reached (the step is tried again),
        UnusableResponse if one answered but nothing could be used, Misconfigured if none can ever
        answer, BudgetExhausted or RunStopped.
        """

        def usable(reply: Reply) -> T:
            return accept(parsed(question, reply))

        number = self._ledger.next_question()
        # Whoever answered in an earlier attempt: that answer was paid for.
        for model in self._models:
            known = self._ledger.saved(number, model.request(question))
            if known is not None:
                return Answered(usable(known), model.name)
        failures: list[CopilotError] = []
        for model in self._models:
            request, send = model.request(question), partial(model.send, question)
            for _ in range(TRIES):
                try:
                    model.breaker.admit()
                    value = self._ledger.pay(number, request, send, usable)
                except UnusableResponse as error:
                    failures.append(error)
                    if error.extra.get("refused"):
                        break
                except (ProviderUnavailable, Misconfigured) as error:
                    failures.append(error)
                    break
                else:
                    return Answered(value, model.name)
            log.warning(
                "model_did_not_serve",
                extra={"model": model.name, "agent": question.agent, "code": failures[-1].code},
            )
        raise _worst(failures)


def parsed(question: Question, reply: Reply) -> BaseModel:
    """The answer in the form asked for. Raises UnusableResponse."""
    stop = reply.content["stop"]
    if stop == "refusal":
        raise UnusableResponse("The language model refused to answer.", refused=True)
    if stop == "length":
        raise UnusableResponse("The language model's answer was cut off at its longest length.")
    try:
        return question.answer.model_validate_json(reply.content["text"])
    except ValidationError as error:
        # Only names of ours: what else stands in an answer may be anybody's text.
        firsts = {fault["loc"][0] if fault["loc"] else "" for fault in error.errors()}
        named = ", ".join(sorted(f for f in question.answer.model_fields if f in firsts)) or "JSON"
        raise UnusableResponse(
            f"The language model's answer has not the form asked for ({named})."
        ) from None


def _worst(failures: list[CopilotError]) -> CopilotError:
    """Of several failures the one that says what to do. A paid answer that was no use outweighs a
    provider that is away: to wait for that one would pay the other again."""
    for kind in (UnusableResponse, ProviderUnavailable):
        found = [failure for failure in failures if isinstance(failure, kind)]
        if found:
            return min(found, key=lambda f: getattr(f, "retry_after", None) or 0.0)
    return failures[-1]
