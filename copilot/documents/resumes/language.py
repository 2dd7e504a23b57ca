"""The language of a text."""

from __future__ import annotations

_ENOUGH = 40
"""Characters; below, a guess says little."""
_SAMPLE = 4_000


def language_of(text: str) -> str | None:
    if len(text) < _ENOUGH:
        return None
    # Loading the model takes time and memory that a process that reads nothing need not spend.
    import py3langid

    code, _ = py3langid.classify(text[:_SAMPLE])
    return str(code)
