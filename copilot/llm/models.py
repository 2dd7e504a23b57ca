"""Chat models by name, ready to be asked: LangChain in front of each provider's own library."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from copilot.errors import Misconfigured, ProviderUnavailable
from copilot.llm.breaker import ProviderBreaker
from copilot.llm.failures import translated
from copilot.llm.ledger import Reply, Request
from copilot.llm.prices import Price, Tokens, ceiling, price_of
from copilot.llm.questions import Question

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

    from copilot.llm.providers import Provider

PROVIDERS = ("openai", "anthropic")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a provider is, and how long to wait for it."""

    api_key: str | None = field(repr=False)
    base_url: str | None
    """None: the provider's own address."""
    timeout_s: float
    connect_timeout_s: float


class ChatModel:
    """One model of one provider. Made once for a process; for use by many threads."""

    def __init__(
        self, name: str, provider: Provider, sdk: ModuleType, price: Price, breaker: ProviderBreaker
    ) -> None:
        self.name = name
        """provider:model."""
        self.breaker = breaker
        self._provider_name, _, self._model_name = name.partition(":")
        self._provider = provider
        self._sdk = sdk
        self._price = price

    def request(self, question: Question) -> Request:
        body = {
            "system": question.system,
            "turns": [[turn.role, turn.text] for turn in question.turns],
            "schema": question.schema,
            "max_output_tokens": question.max_output_tokens,
        }
        size = len(json.dumps(body, ensure_ascii=False).encode())
        return Request(
            agent=question.agent,
            provider=self._provider_name,
            model=self._model_name,
            body=body,
            estimate_usd=ceiling(self._price, size, question.max_output_tokens),
        )

    def send(self, question: Question) -> Reply:
        """The answer's text and how it ended, usable or not: both are paid for.

        Raises ProviderUnavailable (``maybe_charged`` in its ``extra``) or Misconfigured.
        """
        try:
            message = self._provider.ask(question)
        except (self._sdk.APIError, ValueError, TypeError, AttributeError, LookupError) as error:
            paid = self._provider.paid_without_answer(error)
            if paid is None:
                failure = translated(error, self._sdk, self._provider_name)
                if isinstance(failure, ProviderUnavailable):
                    self._note(failure)
                raise failure from None
            message = paid
        self.breaker.succeeded()
        return self._reply(question, message)

    def close(self) -> None:
        self._provider.close()

    def _note(self, failure: ProviderUnavailable) -> None:
        # Too many requests is a provider that works.
        if failure.extra.pop("status", None) != 429:
            self.breaker.failed(failure)

    def _reply(self, question: Question, message: AIMessage) -> Reply:
        text, stop = self._provider.read(message)
        tokens = _tokens(message) or _guessed(question, text)
        return Reply(
            content={"text": text, "stop": stop},
            input_tokens=tokens.input,
            output_tokens=tokens.output,
            cached_tokens=tokens.cached,
            cost_usd=self._price.cost(tokens),
        )


def chat_model(
    name: str, endpoint: Endpoint, breaker: ProviderBreaker, stated_prices: Iterable[str] = ()
) -> ChatModel:
    """The model of a name ``provider:model``; loads that provider's libraries, which takes seconds.

    Raises Misconfigured for a name or settings that cannot work.
    """
    provider_name, colon, model = name.partition(":")
    if provider_name not in PROVIDERS or not colon or not model.strip():
        raise Misconfigured(
            f"There is no chat model {name!r}: say openai:MODEL or anthropic:MODEL."
        )
    if endpoint.api_key is None and endpoint.base_url is None:
        raise Misconfigured(
            f"The engine {name} needs {provider_name.upper()}_API_KEY. Set it, or set the "
            "engine to extractive."
        )
    price = price_of(name, endpoint.base_url, stated_prices)
    module: Any = import_module(f"copilot.llm.providers.{provider_name}")
    provider: Provider = module.connect(model.strip(), endpoint)
    return ChatModel(name, provider, import_module(provider_name), price, breaker)


def _tokens(message: AIMessage) -> Tokens | None:
    usage = message.usage_metadata
    if not usage or not usage["output_tokens"]:
        return None
    details = usage.get("input_token_details") or {}
    written = sum(
        int(value or 0)  # type: ignore[call-overload]
        for name, value in details.items()
        if name == "cache_creation" or name.startswith("ephemeral_")
    )
    return Tokens(
        usage["input_tokens"],
        usage["output_tokens"],
        cached=details.get("cache_read") or 0,
        cache_written=min(written, usage["input_tokens"]),
    )


def _guessed(question: Question, text: str) -> Tokens:
    """For servers that do not count: four characters a token."""
    asked = len(question.system) + sum(len(turn.text) for turn in question.turns)
    return Tokens(asked // 4 + 1, len(text) // 4 + 1)
