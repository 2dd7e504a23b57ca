"""The agents' prompts: one versioned file each.

A file begins with its version; its stable text follows, then a line with three dashes, then the
part with the variables. What is stable comes first, so that a provider's prompt cache covers it.
Posting text goes in as fenced data only.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HEAD = re.compile(r"version: (?P<version>\d+)\n+(?P<stable>.*?)\n---\n(?P<variable>.*)", re.DOTALL)
_SLOT = re.compile(r"\{\{(\w+)\}\}")
_FENCE = re.compile(r"</?(?:posting|data)[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Prompt:
    version: str
    """``agent/number``: stored with each document."""
    stable: str
    """The system text, the same for every call."""
    variable: str

    def filled(self, **values: str) -> str:
        """The variable part with its values; one pass, so that no value is read as a slot.

        Raises KeyError for a slot without a value.
        """
        return _SLOT.sub(lambda slot: values[slot[1]], self.variable)


@cache
def prompt(agent: str) -> Prompt:
    text = Path(__file__).with_name(f"{agent}.md").read_text("utf-8")
    parts = _HEAD.fullmatch(text)
    if parts is None:
        raise ValueError(f"prompts/{agent}.md has no version or no variable part")
    return Prompt(f"{agent}/{parts['version']}", parts["stable"].strip(), parts["variable"].strip())


def version_of(agent: str) -> str:
    return prompt(agent).version


def fenced(text: str) -> str:
    """Untrusted text between marks that it cannot contain: whatever looks like a mark is taken
    out, and the marks hold a digest of the text itself. The same text gives the same prompt, so
    that a call that was paid for is found again."""
    mark = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f'<data id="{mark}">\n{_FENCE.sub(" ", text)}\n</data id="{mark}">'
