"""What reading a résumé yields."""

from __future__ import annotations

from pydantic import Field

from copilot.domain.resume import Resume
from copilot.domain.values import Value


class SourceSpan(Value):
    """Where a field stands in the document."""

    page: int = Field(ge=1)
    """1 for documents without pages."""
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    """Offsets into ``ResumeReading.text``, end exclusive."""


class ResumeReading(Value):
    resume: Resume
    spans: dict[str, SourceSpan] = Field(default_factory=dict)
    """JSON path, such as ``work[0].position`` or ``basics.email`` → its place in ``text``."""
    confidence: dict[str, float] = Field(default_factory=dict)
    """JSON path → how sure the reader is, 0 to 1."""
    unplaced: tuple[str, ...] = ()
    """Text of the document that belongs to no field, in reading order. It is shown to the user;
    nothing is dropped, nothing is guessed."""
    text: str
    """The whole document in reading order."""
    language: str | None = None
    """ISO 639-1; None if there is too little text to tell."""
    warnings: tuple[str, ...] = ()
    """What the user should check, in words for a person."""
    reader_version: str
