"""Which characters a PDF cannot draw, because none of the fonts that ship with us holds them."""

from __future__ import annotations

import json
import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path

from copilot.documents.rendering.printable import printable

_COVERAGE = Path(__file__).parent / "fonts" / "coverage.json"
_DRAWN = "LMNPS"
"""General categories that leave a mark: letters, accents, numbers, punctuation, symbols."""
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)


def undrawable_characters(text: str) -> tuple[str, ...]:
    """The characters of ``text`` that a PDF shows as empty boxes (Chinese, Thai …), each once, in
    order. DOCX, text, Markdown and JSON hold them all: offer those, or say what is missing."""
    return tuple(
        character
        for character in dict.fromkeys(printable(text))
        if unicodedata.category(character)[0] in _DRAWN
        and ord(character) not in _VARIATION_SELECTORS
        and not _covered(ord(character))
    )


def _covered(code: int) -> bool:
    starts, ends = _ranges()
    position = bisect_right(starts, code) - 1
    return position >= 0 and code <= ends[position]


@cache
def _ranges() -> tuple[list[int], list[int]]:
    ranges: list[list[int]] = json.loads(_COVERAGE.read_text(encoding="ascii"))
    return [first for first, _ in ranges], [last for _, last in ranges]
