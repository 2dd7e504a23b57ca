"""What a process loads once and only if it needs it: the encoder, the engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.settings import Settings

if TYPE_CHECKING:
    from copilot.agents.contracts import Engine
    from copilot.embeddings import Encoder
    from copilot.pipeline.context import StepContext


class ProcessResources:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def encoder(self) -> Encoder:
        from copilot.embeddings import load_encoder

        return load_encoder(self._settings.encoder, threads=self._settings.encoder_threads)

    def engine(self, agent: str, calls: StepContext) -> Engine:
        from copilot.agents.engines import engine

        return engine(self.engine_name(agent))

    def engine_name(self, agent: str) -> str:
        names = {
            "job_analyzer": self._settings.job_analyzer_engine,
            "resume_optimizer": self._settings.resume_optimizer_engine,
            "cover_letter_generator": self._settings.cover_letter_engine,
        }
        return names[agent]
