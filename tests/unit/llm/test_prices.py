"""What a call costs, and the most that it can cost."""

from __future__ import annotations

from decimal import Decimal

import pytest

from copilot.errors import Misconfigured
from copilot.llm.prices import ASSUMED, FREE, Tokens, ceiling, is_local, price_of

MILLION = 1_000_000
MINI = "openai:gpt-5.4-mini"


def test_a_known_model_has_its_list_price() -> None:
    price = price_of(MINI, None, ())
    plain = price.cost(Tokens(100_000, 10_000))
    assert Decimal("0.01") < plain < Decimal(1)
    assert price.cost(Tokens(100_000, 10_000, cached=80_000)) < plain


def test_a_stated_price_counts_before_all_others() -> None:
    price = price_of(MINI, "http://127.0.0.1:11434/v1", [f"{MINI}=2/8"])
    assert price.cost(Tokens(MILLION, MILLION)) == 10


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("http://127.0.0.1:11434/v1", True),
        ("http://localhost:1234/v1", True),
        ("http://ollama:11434/v1", True),
        ("http://192.168.7.2:8000/v1", True),
        ("http://host.docker.internal:8000/v1", True),
        ("https://api.openai.com/v1", False),
        ("https://8.8.8.8/v1", False),
    ],
)
def test_a_model_in_ones_own_network_costs_nothing(address: str, local: bool) -> None:
    assert is_local(address) is local
    assert (price_of("openai:qwen3", address, ()) is FREE) is local


def test_a_model_that_no_list_knows_is_counted_dearly() -> None:
    price = price_of("openai:brand-new-9", "https://gateway.example.com/v1", ())
    assert price is ASSUMED
    for known in (MINI, "anthropic:claude-sonnet-5-5", "anthropic:claude-opus-5-5"):
        listed = price_of(known, None, ()).cost(Tokens(10_000, 2_000))
        assert listed <= price.cost(Tokens(10_000, 2_000))


@pytest.mark.parametrize("name", [MINI, "anthropic:claude-sonnet-5-5"])
def test_the_ceiling_is_above_whatever_the_provider_may_charge(name: str) -> None:
    price = price_of(name, None, ())
    text = "Zażółć gęślą jaźń; 3 years' experience with Kubernetes. " * 200
    most = ceiling(price, len(text.encode()), 1000)
    # No tokenizer makes more than one token of three bytes of such text.
    for written in (0, len(text) // 4):
        used = Tokens(len(text) // 4, 1000, cache_written=written)
        assert price.cost(used) <= most


@pytest.mark.parametrize("entry", ["gpt=1/2", "openai:x", "openai:x=1", "openai:x=a/b", "a:b=-1/2"])
def test_a_price_that_cannot_be_read_says_how_to_write_it(entry: str) -> None:
    with pytest.raises(Misconfigured, match="MODEL_PRICES"):
        price_of(MINI, None, [entry])
