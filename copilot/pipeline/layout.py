"""How a document is laid out, and the key of its renditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from copilot.documents.rendering import RENDERER_VERSION, Paper, Template


@dataclass(frozen=True, slots=True)
class Layout:
    template: Template = Template.CLASSIC
    paper: Paper = Paper.A4

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Layout:
        """From the options of an application or run."""
        return cls(
            Template(options.get("template") or Template.CLASSIC),
            Paper(options.get("paper") or Paper.A4),
        )

    @property
    def key(self) -> str:
        """Changes with the renderer, so that an old rendition is never served for a new one."""
        return f"{self.template}/{self.paper}/{RENDERER_VERSION}"
