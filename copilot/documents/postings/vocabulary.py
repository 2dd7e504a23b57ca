"""Word lists beside the code, in ``data``: folded words or phrases, comments begin with ``#``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def lines(name: str) -> list[str]:
    text = (files("copilot.documents.postings") / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def words(name: str) -> frozenset[str]:
    """The words of a list, any number of them a line."""
    return frozenset(word for line in lines(name) for word in line.split())


@cache
def phrases(name: str) -> frozenset[str]:
    """The phrases of a list, one a line."""
    return frozenset(line.strip() for line in lines(name))
