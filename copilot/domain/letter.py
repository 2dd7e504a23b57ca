"""A cover letter."""

from __future__ import annotations

from enum import StrEnum

from copilot.domain.values import Value


class Tone(StrEnum):
    PLAIN = "plain"
    WARM = "warm"
    FORMAL = "formal"


class CoverLetter(Value):
    """Plain text parts; layout belongs to rendering."""

    language: str
    """ISO 639-1."""
    tone: Tone
    salutation: str
    paragraphs: tuple[str, ...]
    closing: str
    """The complimentary close without the name."""
    signature: str
    """The candidate's name as the profile states it; empty if it states none."""
    subject: str | None = None
    recipient: str | None = None
    """The company, as the posting names it."""

    def text(self) -> str:
        """The whole letter as plain text, as the truth gate reads it."""
        parts = [self.salutation, *self.paragraphs, self.closing]
        if self.signature:
            parts.append(self.signature)
        return "\n\n".join(parts)
