"""Anthropic's Messages API."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import anthropic
import httpx2
from langchain_anthropic import ChatAnthropic
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

from copilot.llm.providers import Stop
from copilot.llm.questions import Question, Turn

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from pydantic import BaseModel

    from copilot.llm.models import Endpoint

_CACHE = {"cache_control": {"type": "ephemeral"}}


class Anthropic:
    def __init__(self, model: str, endpoint: Endpoint) -> None:
        # No temperature: the API refuses it.
        self._chat = ChatAnthropic(
            model=model,
            base_url=endpoint.base_url or "https://api.anthropic.com",
            api_key=cast(Any, endpoint.api_key or "none"),
            timeout=endpoint.timeout_s,
            max_retries=0,
            stop=None,
        )
        self._timeout = httpx2.Timeout(endpoint.timeout_s, connect=endpoint.connect_timeout_s)

    def ask(self, question: Question) -> AIMessage:
        form = {"type": "json_schema", "schema": deepcopy(_form(question.answer))}
        chat = self._chat.bind(
            output_config={"format": form},
            max_tokens=question.max_output_tokens,
            timeout=self._timeout,
        )
        return chat.invoke(_messages(question))

    def paid_without_answer(self, error: Exception) -> AIMessage | None:
        return None

    def read(self, message: AIMessage) -> tuple[str, Stop]:
        reason = message.response_metadata.get("stop_reason")
        if reason == "refusal":
            return "", "refusal"
        if reason in ("max_tokens", "model_context_window_exceeded"):
            return str(message.text), "length"
        return str(message.text), "end"

    def close(self) -> None:
        """Connections belong to the library, which shares them between its clients."""


@cache
def _form(answer: type[BaseModel]) -> dict[str, Any]:
    return anthropic.transform_schema(answer)


def connect(model: str, endpoint: Endpoint) -> Anthropic:
    return Anthropic(model, endpoint)


def _messages(question: Question) -> list[BaseMessage]:
    system = SystemMessage([{"type": "text", "text": question.system, **_CACHE}])
    return [system, *(_message(turn) for turn in question.turns)]


def _message(turn: Turn) -> BaseMessage:
    kind = HumanMessage if turn.role == "user" else AIMessage
    return kind([{"type": "text", "text": turn.text, **(_CACHE if turn.keep else {})}])
