"""What a call costs, and the most that it can cost.

A model's price is, in this order: what the operator states (``MODEL_PRICES``); nothing, for a model
on this machine or its private network; the list price of genai-prices (a data file that comes with
the package; nothing is fetched); for a model that the list does not know, an assumed price above
that of the models in general use, so that a budget holds.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from typing import Protocol
from urllib.parse import urlsplit

from genai_prices import Usage, calc_price

from copilot.errors import Misconfigured

_MILLION = Decimal(1_000_000)
_PLACES = Decimal("0.000001")
"""Money is kept to the millionth of a dollar."""


@dataclass(frozen=True, slots=True)
class Tokens:
    input: int
    """All of them, those from the cache and those put into it as well."""
    output: int
    cached: int = 0
    cache_written: int = 0


class Price(Protocol):
    def cost(self, tokens: Tokens) -> Decimal:
        """US dollars."""
        ...


@dataclass(frozen=True, slots=True)
class FlatPrice:
    """US dollars for a million tokens; the cache makes no difference."""

    input: Decimal
    output: Decimal

    def cost(self, tokens: Tokens) -> Decimal:
        return _rounded((self.input * tokens.input + self.output * tokens.output) / _MILLION)


@dataclass(frozen=True, slots=True)
class ListPrice:
    provider: str
    model: str

    def cost(self, tokens: Tokens) -> Decimal:
        usage = Usage(
            input_tokens=tokens.input,
            output_tokens=tokens.output,
            cache_read_tokens=tokens.cached,
            cache_write_tokens=tokens.cache_written,
        )
        price = calc_price(usage, self.model, provider_id=self.provider)
        return _rounded(price.total_price)


FREE = FlatPrice(Decimal(0), Decimal(0))
ASSUMED = FlatPrice(Decimal(30), Decimal(150))


def price_of(name: str, base_url: str | None, stated: Iterable[str]) -> Price:
    """``name`` is provider:model. Raises Misconfigured if a stated price cannot be read."""
    known = stated_prices(stated)
    if name in known:
        return known[name]
    if base_url is not None and is_local(base_url):
        return FREE
    provider, _, model = name.partition(":")
    listed = ListPrice(provider, model)
    try:
        listed.cost(Tokens(1000, 1000))
    except LookupError:
        return ASSUMED
    return listed


def ceiling(price: Price, input_bytes: int, max_output_tokens: int) -> Decimal:
    """The most that a call can cost. A token is at least three bytes of text on average in every
    tokenizer in use; writing to a provider's cache costs more than reading without it."""
    most = -(-input_bytes // 3)
    plain = price.cost(Tokens(most, max_output_tokens))
    cached = price.cost(Tokens(most, max_output_tokens, cache_written=most))
    return max(plain, cached)


def stated_prices(stated: Iterable[str]) -> dict[str, FlatPrice]:
    """``provider:model=INPUT/OUTPUT`` in US dollars for a million tokens."""
    prices = {}
    for entry in stated:
        name, equals, amounts = entry.rpartition("=")
        paid_in, slash, paid_out = amounts.partition("/")
        try:
            price = FlatPrice(Decimal(paid_in), Decimal(paid_out))
        except ArithmeticError:
            equals = ""
        if not (equals and slash and ":" in name) or min(price.input, price.output) < 0:
            raise Misconfigured(
                "MODEL_PRICES: each entry must read provider:model=INPUT/OUTPUT, in US dollars for "
                "a million tokens, such as openai:my-model=0.50/1.50."
            )
        prices[name.strip()] = price
    return prices


def is_local(base_url: str) -> bool:
    """Whether an address is this machine or a private network."""
    host = urlsplit(base_url).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        # A name without a dot is one that only this network knows (a Compose service).
        return "." not in host or host.endswith((".local", ".internal", ".localhost"))


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(_PLACES, rounding=ROUND_UP)
