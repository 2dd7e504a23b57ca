"""The agents' prompts: one versioned file each.

A file begins with its version; its stable text follows, then a line with three dashes, the part
with the variables, another such line, and what is said to a draft with faults. What is stable comes
first, and a revision continues the conversation, so that a provider's prompt cache covers it.
Posting text goes in as fenced data only.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HEAD = re.compile(
    r"version: (?P<version>\d+)\n+(?P<stable>.*?)\n---\n(?P<variable>.*?)\n---\n(?P<revision>.*)",
    re.DOTALL,
)
_SLOT = re.compile(r"\{\{(\w+)\}\}")
_FENCE = re.compile(r"</?(?:posting|data)[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Prompt:
    version: str
    """``agent/number``: stored with each document."""
    stable: str
    """The system text, the same for every call."""
    variable: str
    revision: str

    def filled(self, **values: str) -> str:
        """The variable part with its values; one pass, so that no value is read as a slot.

        Raises KeyError for a slot without a value.
        """
        return _filled(self.variable, values)

    def revised(self, **values: str) -> str:
        """What is said to a draft with faults. Raises KeyError like `filled`."""
        return _filled(self.revision, values)


@cache
def prompt(agent: str) -> Prompt:
    text = Path(__file__).with_name(f"{agent}.md").read_text("utf-8")
    parts = _HEAD.fullmatch(text)
    if parts is None:
        raise ValueError(f"prompts/{agent}.md has no version or not its three parts")
    texts = (parts[name].strip() for name in ("stable", "variable", "revision"))
    return Prompt(f"{agent}/{parts['version']}", *texts)


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda slot: values[slot[1]], text)


def version_of(agent: str) -> str:
    return prompt(agent).version


def fenced(text: str) -> str:
    """Untrusted text between marks that it cannot contain: whatever looks like a mark is taken
    out, and the marks hold a digest of the text itself. The same text gives the same prompt, so
    that a call that was paid for is found again."""
    mark = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f'<data id="{mark}">\n{_FENCE.sub(" ", text)}\n</data id="{mark}">'
