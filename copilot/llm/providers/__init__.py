"""What differs between providers. A module is imported when its first model is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from copilot.llm.questions import Question

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

Stop = Literal["end", "length", "refusal"]


class Provider(Protocol):
    def ask(self, question: Question) -> AIMessage:
        """Raises what the provider's own library raises."""
        ...

    def paid_without_answer(self, error: Exception) -> AIMessage | None:
        """What an error of the library hides: an answer that was cut or withheld, and charged."""
        ...

    def read(self, message: AIMessage) -> tuple[str, Stop]:
        """The answer's text, and how it ended."""
        ...

    def close(self) -> None:
        """Close what stays open between calls."""
        ...
