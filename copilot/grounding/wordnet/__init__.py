"""Words that state the same, and wider words, compiled from WordNet 3.1 (see LICENSE)."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from importlib.resources import files


def table(name: str) -> Iterator[tuple[str, list[str]]]:
    """(word, the words that support it): ``same`` or ``wider``."""
    packed = (files(__package__) / f"{name}.txt.gz").read_bytes()
    for line in gzip.decompress(packed).decode().splitlines():
        word, *others = line.split(" ")
        yield word, others


def words(name: str) -> list[str]:
    """A plain list of words: ``common``."""
    packed = (files(__package__) / f"{name}.txt.gz").read_bytes()
    return gzip.decompress(packed).decode().split()
