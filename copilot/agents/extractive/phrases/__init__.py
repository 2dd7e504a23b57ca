"""The words between the facts of a letter, one file per language."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LETTER_LANGUAGES = ("en", "de", "pl", "fr", "es")


class Phrases:
    """The phrases of one language; ``seed`` picks among variants, the same for the same seed."""

    def __init__(self, language: str, seed: str) -> None:
        self.language = language if language in LETTER_LANGUAGES else "en"
        self._table = _table(self.language)
        self._seed = seed

    def word(self, name: str) -> str:
        return str(self._table[name])

    def one(self, section: str, name: str) -> str:
        """A phrase that has no variants."""
        return str(self._table[section][name])

    def pick(self, section: str, name: str, turn: int = 0) -> str:
        """A variant; the next one for the next turn."""
        variants: list[str] = self._table[section][name]
        digest = hashlib.sha256(f"{self._seed}/{section}/{name}".encode()).digest()
        return variants[(digest[0] + turn) % len(variants)]

    def has(self, section: str, name: str) -> bool:
        return name in self._table[section]

    def all(self, section: str, name: str) -> list[str]:
        """The variants in their order."""
        return list(self._table[section][name])

    def quoted(self, text: str) -> str:
        opening, closing = self._table["quote"]
        inner = text.replace("“", "‘").replace("”", "’").replace('"', "’")
        return f"{opening}{inner}{closing}"

    def joined(self, words: list[str]) -> str:
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])} {self.word('and')} {words[-1]}"


@cache
def _table(language: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(f"{language}.toml").read_text("utf-8"))
