"""Words of a page that stand on one line, parted into cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from copilot.documents.resumes.encoding import mended
from copilot.documents.resumes.glyphs import Page, Word
from copilot.documents.resumes.source import CELL

# Word gaps from this share of the font size on part cells; justified text stays below.
_CELL_SHARE = 1.15
_SAME_ROW_SHARE = 0.4
_SMALLER = 1.3
"""A name is larger by this factor than the headline beside it."""
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


@dataclass(slots=True)
class Segment:
    """Words of a row without a wide gap between them."""

    words: list[Word]

    @property
    def x0(self) -> float:
        return min(word.x0 for word in self.words)

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def bold(self) -> bool:
        return _are_bold(self.words)

    @property
    def text(self) -> str:
        words = [word.text for word in self.words]
        if len(words) > 3 and all(len(word) == 1 for word in words):
            return self._unspaced()
        return " ".join(words)

    def _unspaced(self) -> str:
        """``E X P E R I E N C E``: wider gaps part the words."""
        gaps = [b.x0 - a.x1 for a, b in pairwise(self.words)]
        usual = median(gaps)
        text = self.words[0].text
        for gap, word in zip(gaps, self.words[1:], strict=True):
            text += (" " if gap > 1.6 * usual + 0.5 else "") + word.text
        return text


@dataclass(slots=True)
class Row:
    page: int
    y: float
    segments: list[Segment]

    @property
    def size(self) -> float:
        return max(word.size for segment in self.segments for word in segment.words)

    @property
    def x0(self) -> float:
        return min(segment.x0 for segment in self.segments)

    @property
    def x1(self) -> float:
        return max(segment.x1 for segment in self.segments)

    @property
    def text(self) -> str:
        return mended(CELL.join(segment.text for segment in self.segments))

    @property
    def bold(self) -> bool:
        return _are_bold([word for segment in self.segments for word in segment.words])


def _are_bold(words: list[Word]) -> bool:
    letters = sum(len(word.text) for word in words)
    return sum(len(word.text) for word in words if word.bold) > 0.6 * letters


def rows_of(page: Page, number: int) -> list[Row]:
    rows: list[list[Word]] = []
    for word in sorted(page.words, key=lambda word: -word.y):
        if rows and abs(rows[-1][0].y - word.y) <= _SAME_ROW_SHARE * min(
            rows[-1][0].size, word.size
        ):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [Row(number, words[0].y, _segments(words)) for words in rows]


def _segments(words: list[Word]) -> list[Segment]:
    rtl = sum(bool(_RTL.search(word.text)) for word in words) * 2 > len(words)
    words = sorted(words, key=lambda word: -word.x1 if rtl else word.x0)
    segments = [Segment([words[0]])]
    smaller = _first_smaller(words)
    for before, word in pairwise(words):
        gap = before.x0 - word.x1 if rtl else word.x0 - before.x1
        spaced = len(before.text) == 1 and len(word.text) == 1
        wide = gap > _CELL_SHARE * max(before.size, word.size) * (1.5 if spaced else 1.0)
        if wide or (not rtl and word is smaller):
            segments.append(Segment([word]))
        else:
            segments[-1].words.append(word)
    return segments


def _first_smaller(words: list[Word]) -> Word | None:
    """Where a headline in smaller type follows a name on the same line."""
    index = next((n for n, word in enumerate(words) if word.size * _SMALLER < words[0].size), 0)
    if index < 2 or len(words) - index < 2:
        return None
    large, small = words[:index], words[index:]
    parted = min(word.size for word in large) > _SMALLER * max(word.size for word in small)
    return small[0] if parted else None
