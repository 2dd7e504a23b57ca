"""Whether a description that stands in a page's data is the one that the page shows.

JSON-LD is not visible to a person. It may hold the posting's whole text where the page shows none
of it yet, a teaser of what the page shows, or more than the page shows: an instruction for
machines. So the visible text wins wherever it is plainly the posting.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from copilot.documents.postings.cleaning import fold
from copilot.documents.postings.facts import Facts
from copilot.documents.postings.main_text import core_text, main_text
from copilot.documents.postings.markdown import plain, tidy
from copilot.documents.postings.page import Page
from copilot.documents.postings.refusals import vocabulary
from copilot.documents.postings.values import read_remote_policy
from copilot.domain.posting import FieldSource

_OPENING = 60
"""Characters of a description by which it is found in a page's text."""
_SHINGLE = 4
_TEASER_WORDS = 150
_CUT = re.compile(
    r"(?:…|\.{3}|\[\s*(?:…|\.{3}|\+)\s*\]|\b(?:read|show|see|view|learn|mehr|lire) "
    r"?(?:more|anzeigen|la suite|lesen)\W*)\s*$",
    re.IGNORECASE,
)
_LONGER, _LONGER_THAN_CUT, _LONGER_THAN_WHOLE = 2.0, 1.2, 1.3
_MOSTLY, _HARDLY = 0.8, 0.2
"""Shares of a text that a page shows."""
_LINE_SHOWN = 0.5
_FEWEST_CUES = 3
_PLAINLY = 5
"""Kinds of things that postings speak of, see ``refusals.vocabulary``."""
_PART_LACKS = 3
"""Kinds that the visible text speaks of and the stated one does not, if that is a part of it."""
_ENOUGH_SHARE = 0.6
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_SHORT_HEADING = re.compile(r"#{1,6}\s+(?:\S+\s*){1,3}$")


def as_shown(page: Page, structured: Facts, shown: Facts | None) -> list[Facts]:
    """What the page's data says, with the description that the page shows where that is another,
    and what only the lines above the description say."""
    stated = structured.description or ""
    visible = (shown.description if shown else None) or core_text(page)
    description = shown_description(stated, visible, page.text)
    above, found, _ = plain(main_text(page)).partition(plain(description)[:_OPENING])
    source = FieldSource.PAGE if description == visible else structured.source
    return [
        replace(structured, description=None),
        Facts(
            source=source,
            description=description,
            remote_policy=read_remote_policy(above) if found else None,
        ),
    ]


def shown_description(stated: str, visible: str, page_text: str) -> str:
    """The description to go by: ``stated`` in the page's data, ``visible`` as the main text that
    the page shows (both Markdown), or of ``stated`` what stands in ``page_text``."""
    on_page = _Shown(page_text)
    share = on_page.share(fold(plain(stated)).split())
    if _is_preferred(stated, visible, share):
        return visible
    return on_page.part_of(stated) if share >= _MOSTLY else stated


def _is_preferred(stated: str, visible: str, share: float) -> bool:
    """Whether the visible text is the posting rather than the stated one, of which the page
    shows ``share``."""
    times = len(fold(visible).split()) / max(1, len(fold(stated).split()))
    cues, stated_cues = vocabulary(plain(visible)), vocabulary(plain(stated))
    is_cut = bool(_CUT.search(stated))
    if is_cut or len(stated.split()) < _TEASER_WORDS:
        longer = times >= (_LONGER_THAN_CUT if is_cut else _LONGER)
        says_more = cues >= max(_FEWEST_CUES, stated_cues + (not is_cut))
        return longer and says_more and (share >= 0.5 or cues >= _PLAINLY)
    if share >= _MOSTLY:
        return times >= _LONGER_THAN_WHOLE and cues >= stated_cues + _PART_LACKS
    if share >= _HARDLY:
        return times >= 1 and cues >= stated_cues
    return times >= _ENOUGH_SHARE and cues >= max(_PLAINLY, stated_cues - 1)


class _Shown:
    """What a page shows, to look words up in."""

    def __init__(self, page_text: str) -> None:
        words = fold(page_text).split()
        self._text = f" {' '.join(words)} "
        self._shingles = set(_shingles(words))

    def share(self, words: Sequence[str]) -> float:
        """Of the words, in their order, the share that the page shows."""
        if not words:
            return 1.0
        if len(words) < _SHINGLE:
            return float(f" {' '.join(words)} " in self._text)
        found = [shingle in self._shingles for shingle in _shingles(words)]
        return sum(found) / len(found)

    def part_of(self, markdown: str) -> str:
        """The sentences that the page shows, and the headings above them."""
        lines = [
            line
            if not line.strip() or _SHORT_HEADING.match(line)
            else " ".join(s for s in _SENTENCE.split(line) if self._shows(s))
            for line in markdown.split("\n")
        ]
        return tidy("\n".join(lines))

    def _shows(self, sentence: str) -> bool:
        return self.share(fold(plain(sentence)).split()) >= _LINE_SHOWN


def _shingles(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)]
