"""A document as lines in reading order, and fields that point back into it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

# Cells of one line (columns of a table, a date set to the right) are parted by a tab.
CELL = "\t"
_LONGEST_LINE = 2_000
"""Characters; a line of print has about a hundred, an unwrapped paragraph a thousand."""

_SPACE = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_EDGES = " \t\r\n\u00a0,;:|·•–—-/\\_*~→►▪■●◦‣✓➢➤"
# A bullet may be a glyph of a symbol font, which arrives in the private use area.
_BULLET = re.compile(
    r"^\s*(?:[•●○◦▪▫■□◆◇►▶▸‣⁃∙·➢➤➔→✓✔✦★❖◘¨§\uf000-\uf0ff\ufffd]+|[-–—*+](?=\s+\S)"
    r"|(?:\(?\d{1,2}[.)]|[o])(?=\s+[A-ZÀ-ÝŁŚŻŹ]))\s*"
)
_HYPHEN = re.compile(r"[a-zà-ÿąćęłńóśźżа-яё]{2}[-\u00ad\u2010]$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line as a format reader hands it over. ``size`` is relative to nothing but itself."""

    text: str
    page: int = 1
    x0: float = 0.0
    size: float = 0.0
    bold: bool = False
    bold_lead: bool = False
    """Its first cell is bold, as the labels of a table are."""
    gap: bool = False
    """Clearly more space above than between the lines of a paragraph."""
    level: int = 0
    """1 to 6: marked as a heading by the document itself; 0: not."""
    item: bool = False
    """An entry of a list, marked by the document itself."""
    wraps: bool = True
    """May go on in the next line; False where each line is a paragraph of its own."""
    top: bool = False
    """The first line of a column or page: space above it cannot be told."""


@dataclass(frozen=True, slots=True)
class Line:
    draft: DraftLine
    start: int
    """Offset of the line in the text."""
    bullet: int
    """Length of the bullet at its beginning, 0 if it has none."""

    @property
    def text(self) -> str:
        return self.draft.text

    @property
    def end(self) -> int:
        return self.start + len(self.draft.text)

    @property
    def body(self) -> str:
        """The text after the bullet."""
        return self.draft.text[self.bullet :]

    @property
    def body_start(self) -> int:
        return self.start + self.bullet

    @property
    def is_item(self) -> bool:
        return self.bullet > 0 or self.draft.item

    @property
    def gap(self) -> bool:
        return self.draft.gap


@dataclass(frozen=True, slots=True)
class Found:
    """A value, where its words stand, and how sure the reader is."""

    value: str
    pieces: tuple[tuple[int, int], ...]
    confidence: float

    @property
    def start(self) -> int:
        return min(start for start, _ in self.pieces)

    @property
    def end(self) -> int:
        return max(end for _, end in self.pieces)

    def doubted(self, factor: float) -> Found:
        return Found(self.value, self.pieces, round(self.confidence * factor, 3))


@dataclass(frozen=True, slots=True)
class Source:
    text: str
    lines: tuple[Line, ...]
    pages: int

    @classmethod
    def of(cls, drafts: Iterable[DraftLine], pages: int = 1) -> Source:
        parts: list[str] = []
        lines: list[Line] = []
        offset = 0
        for draft in (part for whole in drafts for part in _bounded(whole)):
            if not draft.text.strip():
                continue
            if draft.gap and lines:
                parts.append("")
                offset += 1
            bullet = _BULLET.match(draft.text)
            lines.append(Line(draft, offset, bullet.end() if bullet else 0))
            parts.append(draft.text)
            offset += len(draft.text) + 1
        return cls("\n".join(parts), tuple(lines), pages)

    def found(self, start: int, end: int, confidence: float) -> Found | None:
        """The words from ``start`` to ``end`` without the punctuation around them."""
        start, end = trimmed(self.text, start, end)
        if start >= end:
            return None
        return Found(collapsed(self.text[start:end]), ((start, end),), confidence)

    def joined(self, pieces: Sequence[tuple[int, int]], confidence: float) -> Found | None:
        """One value out of pieces of several lines; words that were hyphenated are mended."""
        value = ""
        kept: list[tuple[int, int]] = []
        for start, end in pieces:
            words = collapsed(self.text[start:end]).strip()
            if not words:
                continue
            kept.append((start, end))
            if _HYPHEN.search(value) and words[:1].islower():
                value = value[:-1] + words
            else:
                value = f"{value} {words}" if value else words
        if not kept:
            return None
        return Found(value, tuple(kept), confidence)


def _bounded(draft: DraftLine) -> Iterator[DraftLine]:
    """No line is longer than the patterns that search it can bear."""
    text = draft.text
    if len(text) <= _LONGEST_LINE:
        yield draft
        return
    while text:
        cut = len(text) if len(text) <= _LONGEST_LINE else text.rfind(" ", 1, _LONGEST_LINE)
        cut = cut if cut > 0 else _LONGEST_LINE
        yield replace(draft, text=text[:cut], wraps=True, gap=draft.gap and text is draft.text)
        text = text[cut:]


def collapsed(text: str) -> str:
    return _SPACE.sub(" ", text.replace("\n", " ")).strip()


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Bounds without space and separators at the edges; brackets around everything go too."""
    while True:
        while start < end and text[start] in _EDGES:
            start += 1
        while end > start and text[end - 1] in _EDGES:
            end -= 1
        inner = text[start:end]
        if (
            len(inner) > 1
            and (inner[0], inner[-1]) in (("(", ")"), ("[", "]"))
            and (inner[1:-1].count(inner[0]) == 0)
        ):
            start, end = start + 1, end - 1
            continue
        for closing, opening in ((")", "("), ("]", "[")):
            if inner.endswith(closing) and opening not in inner:
                end -= 1
                break
            if inner.startswith(opening) and closing not in inner:
                start += 1
                break
        else:
            return start, end
