"""Which engines an agent tries, and in which order."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from config.settings import Settings, SettingsError, load
from copilot.pipeline.resources import ProcessResources

OPENAI, ANTHROPIC = "openai:gpt-5.4-mini", "anthropic:claude-sonnet-5-5"


def settings(**changes: Any) -> Settings:
    return load(
        database_url="postgresql://x@127.0.0.1/x", broker_url="redis://127.0.0.1", **changes
    )


def tried(agent: str, **changes: Any) -> tuple[str, ...]:
    return ProcessResources(settings(**changes)).engine_names(agent)


@pytest.mark.parametrize(
    ("keys", "resume", "letter"),
    [
        ((), "extractive", "extractive"),
        (("openai",), OPENAI, OPENAI),
        (("anthropic",), ANTHROPIC, ANTHROPIC),
        (("openai", "anthropic"), OPENAI, ANTHROPIC),
    ],
)
def test_a_key_is_used_as_soon_as_it_is_set(
    keys: tuple[str, ...], resume: str, letter: str
) -> None:
    given = {f"{provider}_api_key": "k" for provider in keys}
    assert tried("resume_optimizer", **given) == (resume,)
    assert tried("cover_letter_generator", **given) == (letter,)
    # It runs at night as well, and nobody asked for its cost.
    assert tried("job_analyzer", **given) == ("extractive",)


def test_fallbacks_come_after_the_agents_own_engine() -> None:
    changes = {"openai_api_key": "k", "engine_fallbacks": f"{ANTHROPIC}, {OPENAI},extractive"}
    assert tried("resume_optimizer", **changes) == (OPENAI, ANTHROPIC, "extractive")
    assert tried("job_analyzer", **changes) == ("extractive",)


@pytest.mark.parametrize("name", ["gpt", "openai:", "nobody:model", "auto"])
def test_a_fallback_that_nothing_answers_to_stops_the_start(name: str) -> None:
    with pytest.raises(SettingsError, match="ENGINE_FALLBACKS"):
        settings(engine_fallbacks=name)


def test_a_missing_key_is_told_by_name_and_stops_no_worker(
    caplog: pytest.LogCaptureFixture,
) -> None:
    resources = ProcessResources(settings(resume_optimizer_engine=OPENAI))
    with caplog.at_level(logging.WARNING):
        resources.prepare_engine("resume_optimizer")
    assert "OPENAI_API_KEY" in caplog.records[0].__dict__["reason"]
