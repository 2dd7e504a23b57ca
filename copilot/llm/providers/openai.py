"""OpenAI, and any server that speaks its protocol (Ollama, vLLM, LM Studio, gateways)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

import httpx2
import openai
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI

from copilot.llm.providers import Stop
from copilot.llm.questions import Question

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    from copilot.llm.models import Endpoint

_REASONS = re.compile(r"gpt-[5-9]|o\d")
"""Models that think before they answer: this work needs little of it, and it is paid for."""


class OpenAI:
    def __init__(self, model: str, endpoint: Endpoint) -> None:
        own = endpoint.base_url is None
        timeout = httpx2.Timeout(endpoint.timeout_s, connect=endpoint.connect_timeout_s)
        # One of its own: the library's default stays open until the process ends.
        self._http = openai.DefaultHttpxClient(timeout=timeout)
        self._chat = ChatOpenAI(
            model=model,
            base_url=endpoint.base_url or "https://api.openai.com/v1",
            # Local servers want none, but the library does.
            api_key=cast(Any, endpoint.api_key or "none"),
            timeout=timeout,
            max_retries=0,
            http_client=self._http,
            reasoning_effort="low" if own and _REASONS.match(model) else None,
            # Other servers know Chat Completions only.
            use_responses_api=None if own else False,
        )
        self._own = own

    def ask(self, question: Question) -> AIMessage:
        form = {"name": question.schema_name, "schema": question.schema, "strict": True}
        parameters: dict[str, Any] = {"max_tokens": question.max_output_tokens}
        if not self._own:
            # The newer name of the limit is not known everywhere.
            parameters["extra_body"] = {"max_tokens": question.max_output_tokens}
        chat = self._chat.bind(
            response_format={"type": "json_schema", "json_schema": form}, **parameters
        )
        return chat.invoke(_messages(question))

    def paid_without_answer(self, error: Exception) -> AIMessage | None:
        if isinstance(error, openai.LengthFinishReasonError):
            usage = error.completion.usage
            message = AIMessage("", response_metadata={"finish_reason": "length"})
            if usage is not None:
                message.usage_metadata = {
                    "input_tokens": usage.prompt_tokens,
                    "output_tokens": usage.completion_tokens,
                    "total_tokens": usage.total_tokens,
                }
            return message
        if isinstance(error, openai.ContentFilterFinishReasonError):
            return AIMessage("", response_metadata={"finish_reason": "content_filter"})
        return None

    def read(self, message: AIMessage) -> tuple[str, Stop]:
        facts = message.response_metadata
        blocks = message.content if isinstance(message.content, list) else []
        refused = message.additional_kwargs.get("refusal") or any(
            isinstance(block, dict) and block.get("type") == "refusal" for block in blocks
        )
        if refused or facts.get("finish_reason") == "content_filter":
            return "", "refusal"
        if facts.get("finish_reason") == "length" or facts.get("status") == "incomplete":
            return str(message.text), "length"
        return str(message.text), "end"

    def close(self) -> None:
        self._http.close()


def connect(model: str, endpoint: Endpoint) -> OpenAI:
    return OpenAI(model, endpoint)


def _messages(question: Question) -> list[BaseMessage]:
    kinds = {"user": HumanMessage, "assistant": AIMessage}
    # The provider caches equal beginnings of prompts by itself.
    return [SystemMessage(question.system), *(kinds[t.role](t.text) for t in question.turns)]
