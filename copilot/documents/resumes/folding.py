"""Text without case and accents, for comparing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SINGLE = str.maketrans({"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "ı": "i", "\u00a0": " "})
_NOT_WORDS = re.compile(r"[^\w+#]+")


@lru_cache(maxsize=8192)
def fold(text: str, *, keep_length: bool = False) -> str:
    """Lower case without accents.

    With ``keep_length`` each character stays one character, so that offsets hold; "ß" stays.
    """
    if text.isascii():
        return text.lower()
    if not keep_length:
        text = text.replace("ß", "ss")
    return "".join(_base(char) for char in text.translate(_SINGLE))


@lru_cache(maxsize=4096)
def _base(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    # Й and Ї are letters of their own, not accented ones.
    base = char if "\u0400" <= char <= "\u04ff" else base
    lower = base.lower()
    return lower if len(lower) == 1 else base


def words_of(text: str) -> list[str]:
    """Folded words, without punctuation; ``c++`` and ``c#`` stay whole."""
    return _NOT_WORDS.sub(" ", fold(text)).split()
