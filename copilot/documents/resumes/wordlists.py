"""The word lists beside this module: comma-separated, folded, ``#`` for comments, ``[key]`` blocks.

They hold general words of each language and no names of people or companies, so that they serve
any profession and country.
"""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "words"


def wordlist(name: str) -> frozenset[str]:
    return frozenset(word for words in blocks(name).values() for word in words)


def blocks(name: str) -> dict[str, tuple[str, ...]]:
    """Key of each block → its words in order; words before the first block have the key ""."""
    found: dict[str, list[str]] = {}
    key = ""
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        line = line.strip()  # noqa: PLW2901
        if line.startswith("#"):
            continue
        if line.startswith("["):
            key = line.strip("[]")
            continue
        found.setdefault(key, []).extend(w for word in line.split(",") if (w := word.strip()))
    return {name: tuple(words) for name, words in found.items()}


def patterns(name: str) -> tuple[str, ...]:
    """Regular expressions, one a line."""
    lines = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
