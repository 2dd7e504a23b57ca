"""What a process loads once and only if it needs it: the encoder, the chat models."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from config.settings import Settings
from copilot.errors import Misconfigured

if TYPE_CHECKING:
    from copilot.agents.contracts import Engine
    from copilot.embeddings import Encoder
    from copilot.llm.breaker import ProviderBreaker
    from copilot.llm.ledger import CallLedger
    from copilot.llm.models import ChatModel
    from copilot.pipeline.context import StepContext

log = logging.getLogger(__name__)

PATIENT_ATTEMPTS = 2
"""Attempts of a step that a provider out of reach ends before the built-in engine may stand in."""
AGENTS = ("job_analyzer", "resume_optimizer", "cover_letter_generator")
AUTO = "auto"
EXTRACTIVE = "extractive"


class ProcessResources:
    """For use by many threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._models: dict[str, ChatModel] = {}
        self._breakers: dict[str, ProviderBreaker] = {}

    def encoder(self) -> Encoder:
        from copilot.embeddings import load_encoder

        return load_encoder(self._settings.encoder, threads=self._settings.encoder_threads)

    def close(self) -> None:
        """Close the connections to providers."""
        with self._lock:
            for model in self._models.values():
                model.close()
            self._models.clear()

    def engine(self, agent: str, calls: StepContext) -> Engine:
        """The engine of an agent for one attempt of a step, which pays for its calls.

        Another model may stand in at once. The built-in engine, if the settings allow it, stands
        in for one that answers with nothing usable, and for one that cannot be reached once the
        step has waited for it: a better document is worth a short wait.
        """
        from copilot.agents.engines import engine

        claim = calls.lease.claim
        return engine(
            self.engine_names(agent),
            model=self._model,
            ledger=lambda: _ledger(calls),
            patient=claim.attempt - claim.losses <= PATIENT_ATTEMPTS,
        )

    def prepare_engine(self, agent: str) -> None:
        """Load the chat models of an agent, which takes seconds, before a worker takes messages.

        A setting that cannot work is told by the steps that need it, each to its user."""
        try:
            for name in self.engine_names(agent):
                if name == EXTRACTIVE:
                    break
                self._model(name)
        except Misconfigured as error:
            log.warning("engine_not_ready", extra={"agent": agent, "reason": error.detail})

    def engine_names(self, agent: str) -> tuple[str, ...]:
        """In the order in which they are tried."""
        own = self._own_engine(agent)
        if own == EXTRACTIVE:
            return (own,)
        return (own, *(name for name in self._settings.engine_fallbacks if name != own))

    def _own_engine(self, agent: str) -> str:
        settings = self._settings
        openai = f"openai:{settings.openai_model}" if settings.openai_api_key else None
        anthropic = f"anthropic:{settings.anthropic_model}" if settings.anthropic_api_key else None
        # What a provider's models do best comes first.
        named, preferred = {
            "job_analyzer": (settings.job_analyzer_engine, openai or anthropic),
            "resume_optimizer": (settings.resume_optimizer_engine, openai or anthropic),
            "cover_letter_generator": (settings.cover_letter_engine, anthropic or openai),
        }[agent]
        return (preferred or EXTRACTIVE) if named == AUTO else named

    def _model(self, name: str) -> ChatModel:
        from copilot.llm.breaker import ProviderBreaker
        from copilot.llm.models import Endpoint, chat_model

        settings = self._settings
        provider = name.partition(":")[0]
        key, base_url = {
            "openai": (settings.openai_api_key, settings.openai_base_url),
            "anthropic": (settings.anthropic_api_key, settings.anthropic_base_url),
        }[provider]
        with self._lock:
            if name not in self._models:
                breaker = self._breakers.setdefault(provider, ProviderBreaker(provider))
                endpoint = Endpoint(
                    key.get_secret_value() if key else None,
                    base_url,
                    settings.llm_timeout_seconds,
                    settings.llm_connect_timeout_seconds,
                )
                self._models[name] = chat_model(name, endpoint, breaker, settings.model_prices)
            return self._models[name]


def _ledger(calls: StepContext) -> CallLedger:
    from copilot.llm.ledger import CallLedger, Payer

    claim = calls.lease.claim
    return CallLedger(
        Payer(
            database=calls.worker.database,
            user_id=calls.run.user_id,
            run_id=calls.run.id,
            lineage_id=calls.run.lineage_id,
            step=claim.step.value,
            token=claim.token,
            budget_usd=calls.settings.user_budget_usd,
            day_budget_usd=calls.settings.user_daily_budget_usd,
            total_budget_usd=calls.settings.total_budget_usd,
        )
    )
