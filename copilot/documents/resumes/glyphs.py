"""Words with their places, from the glyphs of a PDF page.

Words are put together from the glyphs' boxes, because the spaces that a PDF states are often
missing or wrong.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from copilot.documents.resumes.hidden import PaintedText

# A gap between two glyphs is a space from this share of the font's height on; the narrowest spaces
# of common fonts have 0.15, kerning and tracking stay below 0.06.
_SPACE_SHARE = 0.09
# Some fonts state too wide a box for an overhanging letter (f), so that gaps after it are negative
# within words; then the letter has a measure of its own.
_OVERHANG = -0.12
# Where a page states its spaces, as this share of its glyphs, no gap needs to be measured so fine.
_STATED_SPACES = 0.08
# The letters of a ligature share one box.
_LIGATURE = -0.4
_OVERHANG_MARGIN = 0.15
_OVERHANG_SAMPLES = 5
_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(r"bold|black|heavy|semib|demi", re.IGNORECASE)
_LIGATURES = re.compile("[\ufb00-\ufb06\u0132\u0133\u01c4-\u01cc]")
_SOFT_HYPHENS = "\x02\ufffe\u00ad"
_INVISIBLE = "\u200b\u200c\u2060\ufeff\x00"
_NAME_BUFFER = 128


@dataclass(slots=True)
class Word:
    text: str
    x0: float
    x1: float
    y: float
    """The baseline; grows upwards."""
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Page:
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class _Glyph:
    char: str
    index: int
    x0: float
    x1: float
    y: float
    size: float
    after_space: bool


def words_of_page(page: pypdfium2.PdfTextPage, count: int, painted: PaintedText) -> list[Word]:
    """Those that can be seen, in the order in which the page draws them; ``count`` is the page's
    number of characters."""
    glyphs = _glyphs(page.raw, count, painted)
    thresholds = _thresholds(glyphs)
    groups: list[list[_Glyph]] = []
    for glyph in glyphs:
        if groups and _belongs(groups[-1][-1], glyph, thresholds):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    words: list[Word] = []
    seen: set[tuple[str, int, int]] = set()
    for group in groups:
        word = _word(page.raw, group)
        # Some programs draw a word twice to make it bold.
        key = (word.text, round(word.x0), round(word.y))
        if word.text and key not in seen:
            seen.add(key)
            words.append(word)
    return words


def _glyphs(raw: pdfium.FPDF_TEXTPAGE, count: int, painted: PaintedText) -> list[_Glyph]:
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    glyphs: list[_Glyph] = []
    space = False
    for index in range(count):
        char = chr(pdfium.FPDFText_GetUnicode(raw, index))
        if char.isspace():
            space = space or not pdfium.FPDFText_IsGenerated(raw, index)
            continue
        if char in _INVISIBLE or not pdfium.FPDFText_GetLooseCharBox(raw, index, box):
            continue
        if not painted.is_seen(index, (box.left, box.bottom, box.right, box.top)):
            continue
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        size = max(box.top - box.bottom, 1.0)
        char = "-" if char in _SOFT_HYPHENS else char
        glyphs.append(_Glyph(char, index, box.left, box.right, y.value, size, space))
        space = False
    return glyphs


def _gap(before: _Glyph, glyph: _Glyph) -> float:
    """Share of the size; right-to-left glyphs stand before each other."""
    return max(glyph.x0 - before.x1, before.x0 - glyph.x1) / max(before.size, glyph.size)


def _same_line(before: _Glyph, glyph: _Glyph) -> bool:
    return abs(before.y - glyph.y) < 0.4 * max(before.size, glyph.size)


_Shape = tuple[str, float]


def _shape(glyph: _Glyph) -> _Shape:
    """A letter of one font: the share of the size that it is wide tells fonts apart."""
    return glyph.char, round((glyph.x1 - glyph.x0) / glyph.size, 2)


def _thresholds(glyphs: Sequence[_Glyph]) -> dict[_Shape, float]:
    """From which gap on a space follows a letter that overhangs."""
    if sum(glyph.after_space for glyph in glyphs) > _STATED_SPACES * len(glyphs):
        return {}
    gaps: dict[_Shape, list[float]] = defaultdict(list)
    for before, glyph in pairwise(glyphs):
        if not glyph.after_space and _same_line(before, glyph):
            gap = _gap(before, glyph)
            if gap > _LIGATURE:
                gaps[_shape(before)].append(gap)
    return {
        shape: min(usual + _OVERHANG_MARGIN, _SPACE_SHARE)
        for shape, values in gaps.items()
        if len(values) >= _OVERHANG_SAMPLES and (usual := median(values)) < _OVERHANG
    }


def _belongs(before: _Glyph, glyph: _Glyph, thresholds: dict[_Shape, float]) -> bool:
    if glyph.after_space or not _same_line(before, glyph):
        return False
    gap = _gap(before, glyph)
    if gap > _SPACE_SHARE or not thresholds:
        return -1.5 < gap <= _SPACE_SHARE
    return -1.5 < gap <= thresholds.get(_shape(before), _SPACE_SHARE)


def _word(raw: pdfium.FPDF_TEXTPAGE, group: Sequence[_Glyph]) -> Word:
    text = _LIGATURES.sub(
        lambda match: unicodedata.normalize("NFKC", match[0]), "".join(g.char for g in group)
    )
    return Word(
        unicodedata.normalize("NFC", text),
        min(glyph.x0 for glyph in group),
        max(glyph.x1 for glyph in group),
        group[0].y,
        max(glyph.size for glyph in group),
        _is_bold(raw, group[0].index),
    )


def _is_bold(raw: pdfium.FPDF_TEXTPAGE, index: int) -> bool:
    if pdfium.FPDFText_GetFontWeight(raw, index) >= _BOLD_WEIGHT:
        return True
    buffer = ctypes.create_string_buffer(_NAME_BUFFER)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, index, buffer, _NAME_BUFFER, flags)
    return bool(_BOLD_NAME.search(buffer.value.decode("utf-8", "replace")))
