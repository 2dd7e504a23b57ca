"""Where sentences of running text begin and end, as offsets, so that every sentence is a verbatim
part of its text."""

from __future__ import annotations

import re

# A full stop after one of these does not end a sentence.
_ABBREVIATIONS_TEXT = """
    e.g i.e etc vs dr mr mrs ms prof st inc ltd co corp no nr approx incl resp jr sr dept
    est u.s u.k ph.d b.s m.s b.a m.a b.sc m.sc z.b bzw ca ggf inkl u.a d.h evtl usw np m.in
    tzw ok min max tel ul al p.ex c.-à-d env av sp sr sra ud vol fig jan feb mar apr jun jul
    aug sep oct nov dec a.m p.m gmbh
"""
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_TEXT.split())
_END = re.compile(r"[.!?…]+[)\"”’»']*(?=\s+[\"“„«'(]*[A-ZÀ-ŽŁŚŻ0-9¿¡•]|\s*$)")
_WORD_BEFORE = re.compile(r"[\w.\-]+$")


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Offsets of the sentences between ``start`` and ``end``, without space around them."""
    stop = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    begin = start
    for hit in _END.finditer(text, start, stop):
        if hit.group()[0] == "." and _abbreviated(text, begin, hit.start()):
            continue
        spans.append((begin, hit.end()))
        begin = hit.end()
    spans.append((begin, stop))
    return [trimmed for span in spans if (trimmed := _trimmed(text, span)) is not None]


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def _abbreviated(text: str, begin: int, dot: int) -> bool:
    hit = _WORD_BEFORE.search(text, max(begin, dot - 24), dot)
    if hit is None:
        return False
    word = hit.group().lower()
    return word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word not in "aciou")


def _trimmed(text: str, span: tuple[int, int]) -> tuple[int, int] | None:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if end > start else None
