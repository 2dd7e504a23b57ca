"""The product's settings for models that the simulator plays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devstack.simulator.server import Simulator

# US dollars for a million tokens in and out, as the providers list them for their models that
# `auto` takes: a model on this machine would cost nothing, and show no cost.
PRICES = {"openai": "0.75/4.50", "anthropic": "2/10"}
PROVIDERS = tuple(PRICES)
LATENCY = (0.3, 0.9)
"""Seconds; real models take longer."""
NOTICE = (
    "A simulator on this machine answers instead of {provider}: the client library, the wire and "
    "the bill are as with the real one, the words are put together by rules. No money is spent."
)


def settings_for(simulator: Simulator, provider: str) -> Mapping[str, str]:
    """Environment variables for every process; ``provider`` is one of PROVIDERS."""
    name = f"{provider}:{Settings.model_fields[f'{provider}_model'].default}"
    url = {"openai": simulator.openai_url, "anthropic": simulator.anthropic_url}[provider]
    return {
        "JOB_ANALYZER_ENGINE": name,
        "RESUME_OPTIMIZER_ENGINE": name,
        "COVER_LETTER_ENGINE": name,
        f"{provider.upper()}_API_KEY": "simulated",
        f"{provider.upper()}_BASE_URL": url,
        "MODEL_PRICES": f"{name}={PRICES[provider]}",
    }
