"""Word lists of the truth gate, as data: one file per list, ``#`` starts a comment."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def lines(name: str) -> tuple[str, ...]:
    """The lines of a list without comments and blank lines."""
    text = (files(__package__) / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(
        line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#")
    )


@cache
def words(name: str) -> frozenset[str]:
    """All words of a list."""
    return frozenset(word for line in lines(name) for word in line.split())
