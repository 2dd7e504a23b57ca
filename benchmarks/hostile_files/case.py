"""One hostile file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from copilot.documents.media import MediaType


@dataclass(frozen=True, slots=True)
class Case:
    """``refused`` is whether only a typed rejection will do; else what is harmless in the file may
    also be read. ``slow`` cases take seconds to make or to read."""

    name: str
    media_type: MediaType
    make: Callable[[], bytes]
    refused: bool = True
    slow: bool = False

    @property
    def reader(self) -> str:
        return "posting" if self.media_type is MediaType.HTML else "resume"
