"""Engines by name.

``extractive`` is built in. ``provider:model`` (``openai:…``, ``anthropic:…``) names a chat model;
the package that makes those engines registers a factory for each provider. Nothing that a chat
model needs is imported before one is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module

from copilot.agents.contracts import Engine
from copilot.errors import Misconfigured

EXTRACTIVE = "extractive"

EngineFactory = Callable[[str], Engine]
"""Takes the model's name (what stands behind the colon)."""

_PROVIDERS: dict[str, EngineFactory | str] = {}


def register_provider(provider: str, factory: EngineFactory | str) -> None:
    """Make ``provider:model`` known. ``factory`` may be ``package.module:function``: it is imported
    when the first engine of this provider is asked for."""
    _PROVIDERS[provider] = factory


def engine_names() -> tuple[str, ...]:
    """What a setting may say: the built-in engine and the known providers."""
    return (EXTRACTIVE, *(f"{provider}:…" for provider in sorted(_PROVIDERS)))


def engine(name: str) -> Engine:
    """The engine of a name. Raises Misconfigured for a name that nothing answers to."""
    if name == EXTRACTIVE:
        return _extractive()
    provider, colon, model = name.partition(":")
    factory = _PROVIDERS.get(provider)
    if not colon or not model.strip() or factory is None:
        raise Misconfigured(
            f"There is no engine {name!r}. Known engines: {', '.join(engine_names())}."
        )
    if isinstance(factory, str):
        module, _, function = factory.partition(":")
        factory = getattr(import_module(module), function)
        _PROVIDERS[provider] = factory
    return factory(model.strip())


@cache
def _extractive() -> Engine:
    from copilot.agents.extractive import ExtractiveEngine

    return ExtractiveEngine()
