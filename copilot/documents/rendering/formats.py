"""What a document can be: its file format, its look, its paper."""

from __future__ import annotations

from enum import StrEnum

RENDERER_VERSION = "2"
"""Changes whenever the same input gives other bytes; stored documents are keyed by it."""

_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text": "text/plain",
    "markdown": "text/markdown",
    "json": "application/json",
}
_SUFFIXES = {"text": ".txt", "markdown": ".md"}


class DocumentFormat(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """Without parameters; text formats are UTF-8."""
        return _MEDIA_TYPES[self.value]

    @property
    def suffix(self) -> str:
        """With its dot."""
        return _SUFFIXES.get(self.value, f".{self.value}")


class Template(StrEnum):
    CLASSIC = "classic"
    """Serif, centred head."""
    MODERN = "modern"
    """Sans serif, one accent colour."""
    COMPACT = "compact"
    """Sans serif, tight: much on one page without small type."""


class Paper(StrEnum):
    A4 = "a4"
    LETTER = "letter"
