"""A posting's description as segments: headings, list items and sentences, each a span of it.

Many pages lose their line breaks on the way ("…a degreeMasters of…", "…schedule.What we offer:…");
what stands glued together is taken apart again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from copilot.agents.extractive.cues import Cues, section_of
from copilot.agents.extractive.line_breaks import HEADING_WORDS, unglued
from copilot.agents.sentences import sentence_spans

MAXHEADING_WORDS = 9
# Below one line break in so many characters, a text counts as flattened.
FLATTENED = 400

# A line shorter than this was not wrapped at a width.
MIN_WRAPPED = 40

_LOWER_START = re.compile(r"\s*[a-zà-žłśż(][a-zà-žłśż,]*[ ,]")
_LINE = re.compile(r"[^\n]+")
_BREAKS = re.compile(r"<[^<>\n]{1,200}>|[•·▪◦●■►▸✓✔➢➤★\u2022\uf0b7\u25aa]+|\\?\*\s(?=\*\*)|&nbsp;")
_BULLET = re.compile(
    r"\s*(?:[-*+–—o§>•·▪◦●■►▸✓✔➢➤](?=\s)|\(?\d{1,2}[.)](?=\s)|[-–•·✓✔](?=[A-ZÀ-Ž]))\s*"
)
_HASHES = re.compile(r"\s{0,3}#{1,6}\s+")
_MARKUP = re.compile(r"[*_`#]+")
_BOLD_LINE = re.compile(r"\s*(?:\*\*|__)(?P<text>[^*_\n]{2,90})(?:\*\*|__)\s*:?\s*$")
_BOLD_LEAD = re.compile(r"\s*(?:\*\*|__)(?P<text>[^*_\n]{2,70}?)(?:\*\*|__)\s*[:–—-]?\s*")
_DASHES = re.compile(r"(?<=\S)(?:\s+[-–—*]|\*)\s+(?=[A-ZÀ-Ž0-9])")


@dataclass(frozen=True, slots=True)
class Segment:
    start: int
    end: int
    text: str
    """Exactly ``description[start:end]``."""
    section: str | None
    """The section its heading opens; None before the first heading that is known."""
    listed: bool
    """A list item."""
    heading: str | None
    """The heading above it, as written."""


@dataclass(slots=True)
class _Cursor:
    section: str | None = None
    heading: str | None = None


def segments(description: str, cues: Cues) -> list[Segment]:
    """The segments in their order, without the headings themselves."""
    flattened = len(description) > FLATTENED * (description.count("\n") + 1)
    cursor = _Cursor()
    found: list[Segment] = []
    for first, last in _unwrapped(description):
        for start, end, broken in _pieces(description, first, last):
            _read_line(description, start, end, broken, flattened, cues, cursor, found)
    return found


def _unwrapped(text: str) -> list[tuple[int, int]]:
    """Lines, with those that were only wrapped at a width joined again."""
    spans: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        if not line.group().strip():
            continue
        if spans and _goes_on(text, spans[-1], line):
            spans[-1] = (spans[-1][0], line.end())
        else:
            spans.append((line.start(), line.end()))
    return spans


def _goes_on(text: str, before: tuple[int, int], line: re.Match[str]) -> bool:
    written = text[before[0] : before[1]].rstrip()
    if text.count("\n", before[1], line.start()) > 1 or len(written) < MIN_WRAPPED:
        return False
    return written[-1] not in ".!?:;#*_" and _LOWER_START.match(line.group()) is not None


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """Parts of a line between inline bullets and leftover tags."""
    parts: list[tuple[int, int, bool]] = []
    begin, listed = start, False
    for hit in _BREAKS.finditer(text, start, end):
        parts.append((begin, hit.start(), listed))
        begin = hit.end()
        listed = not hit.group().startswith("<") or hit.group().lower().startswith("<li")
    parts.append((begin, end, listed))
    return [part for part in parts if text[part[0] : part[1]].strip()]


def _read_line(
    text: str,
    start: int,
    end: int,
    listed: bool,
    flattened: bool,
    cues: Cues,
    cursor: _Cursor,
    found: list[Segment],
) -> None:
    line = text[start:end]
    bold = _BOLD_LINE.match(line)
    if bold or _HASHES.match(line):
        _enter(cursor, _MARKUP.sub("", line), cues, marked=True)
        return
    bullet = _BULLET.match(line)
    if bullet and bullet.end() < len(line):
        listed = True
        start += bullet.end()
        line = text[start:end]
        if _BOLD_LINE.match(line):
            listed = False
            if _enter(cursor, _MARKUP.sub("", line), cues, marked=False):
                return
    lead = _BOLD_LEAD.match(line)
    if lead and not listed and _enter(cursor, lead["text"], cues, marked=False):
        start += lead.end()
    elif not listed and _is_heading(line, cues):
        _enter(cursor, line, cues, marked=line.rstrip().endswith(":"))
        return
    dashes = list(_DASHES.finditer(text, start, end))
    if len(dashes) >= 3 and not listed:
        begin = start
        for hit in dashes:
            _read_run(text, begin, hit.start(), begin > start, True, cues, cursor, found)
            begin = hit.end()
        _read_run(text, begin, end, True, True, cues, cursor, found)
        return
    _read_run(text, start, end, listed, flattened, cues, cursor, found)


def _read_run(
    text: str,
    start: int,
    end: int,
    listed: bool,
    flattened: bool,
    cues: Cues,
    cursor: _Cursor,
    found: list[Segment],
) -> None:
    """Running text: sentences, taken apart where they are glued, opened by inline headings."""
    for first, last in sentence_spans(text, start, end):
        for begin, cut in unglued(text, first, last, cues):
            at = _past_inline_heading(text, begin, cut, cues, cursor)
            at, stop = _bare(text, at, cut)
            if stop - at >= 3 and any(c.isalpha() for c in text[at:stop]):
                glued = begin > first or stop < last
                found.append(
                    Segment(
                        at, stop, text[at:stop], cursor.section, listed or glued, cursor.heading
                    )
                )


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "*_`#-–—:;,•>"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "*_`#"):
        end -= 1
    return start, end


def _is_heading(line: str, cues: Cues) -> bool:
    plain = _MARKUP.sub("", line).strip()
    words = plain.split()
    if not words or len(words) > MAXHEADING_WORDS or len(plain) > 80:
        return False
    if plain.endswith(":"):
        return True
    if plain[-1] in ".;,!" or (plain[-1] == "?" and section_of(plain, cues) is None):
        return False
    letters = [c for c in plain if c.isalpha()]
    if letters and all(c.isupper() for c in letters) and len(plain) > 5:
        return section_of(plain, cues) is not None
    hit = cues.inline_heading.match(plain)
    if hit and hit.end() == len(plain):
        return True
    capitals = sum(1 for word in words if word[0].isupper())
    return (
        len(words) <= 6
        and plain[0].isupper()
        and (capitals * 2 > len(words) or len(words) <= 4)
        and section_of(plain, cues) is not None
        and not cues.lines["nice"].search(plain)
        and not cues.years.search(plain)
        and "," not in plain
    )


def _enter(cursor: _Cursor, heading: str, cues: Cues, *, marked: bool) -> bool:
    """Step into the section of a heading. An unknown one closes a section only if it is marked as
    a heading beyond doubt and the section before it is not one whose lines would be noise."""
    section = section_of(heading, cues)
    if section is not None:
        cursor.section, cursor.heading = section, heading.strip(" :*_")
        return True
    if marked and len(heading.split()) <= MAXHEADING_WORDS:
        cursor.heading = heading.strip(" :*_")
        return True
    return False


def _past_inline_heading(text: str, start: int, end: int, cues: Cues, cursor: _Cursor) -> int:
    """Where the text goes on behind a heading that opens it."""
    while start < end and not text[start].isalnum() and text[start] not in "($€£":
        start += 1
    hit = cues.inline_heading.match(text, start, end)
    if hit is None or not text[start].isupper():
        return start
    rest = text[hit.end() : end].lstrip(" *_")
    if rest[:1] not in ":-–—" and rest:
        # "Location New York": without a colon only what is written like a heading counts.
        words = hit.group().split()
        capitals = [word for word in words if word[0].isupper()]
        alone = len(words) == 1 and words[0].lower() not in HEADING_WORDS - {
            "experience",
            "skills",
        }
        if len(capitals) * 2 < len(words) or alone:
            return start
    if not _enter(cursor, hit.group(), cues, marked=False):
        return start
    return hit.end()
