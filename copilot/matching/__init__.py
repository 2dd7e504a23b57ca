"""How a profile meets a posting.

What needs an encoder is loaded when it is first asked for: the API counts and compares what is
stored, and must not load models.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from copilot.matching.matcher import MATCHER_VERSION, match
    from copilot.matching.texts import dimension_texts_for_posting, dimension_texts_for_profile

__all__ = [
    "MATCHER_VERSION",
    "dimension_texts_for_posting",
    "dimension_texts_for_profile",
    "match",
]

_HOMES = {
    "MATCHER_VERSION": "copilot.matching.matcher",
    "match": "copilot.matching.matcher",
    "dimension_texts_for_posting": "copilot.matching.texts",
    "dimension_texts_for_profile": "copilot.matching.texts",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
