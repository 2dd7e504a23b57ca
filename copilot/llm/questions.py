"""What a chat model is asked, whichever provider it is from."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel


@dataclass(frozen=True, slots=True)
class Turn:
    role: Literal["user", "assistant"]
    text: str
    keep: bool = False
    """The prompt up to here comes again in the next question: worth a place in the provider's
    prompt cache."""


@cache
def _schema(answer: type[BaseModel]) -> dict[str, Any]:
    return answer.model_json_schema()


@dataclass(frozen=True, slots=True)
class Question:
    """The same question gives the same bytes: what was paid for is found again by their hash."""

    agent: str
    system: str
    """Stable for all users; comes first."""
    turns: tuple[Turn, ...]
    answer: type[BaseModel]
    """The form of the answer: every field required, no other allowed."""
    max_output_tokens: int

    @property
    def schema(self) -> dict[str, Any]:
        """The caller's own: it may be changed."""
        return deepcopy(_schema(self.answer))

    @property
    def schema_name(self) -> str:
        return self.answer.__name__
