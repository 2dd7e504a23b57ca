"""The parts of an entry's head: a date, a position, an employer, a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from copilot.documents.resumes.addresses import is_address
from copilot.documents.resumes.dates import Period, periods
from copilot.documents.resumes.source import Found, Line, Source, trimmed

_SEPARATOR = re.compile(
    r"\t|\s*[|•·∙●/]{1,2}\s+|\s+[-–—−]+\s+|\s+[-–—]+$|(?<=[\w)])[-–—]\s+(?!(?:und|oder|and|or"
    r"|bzw|i)\b)|\s+[-–—](?=[A-ZÀ-Ý])|\s+(?:at|@|bei|chez|bij|presso)\s+"
    r"|\s*[;：]\s*|(?<=\w):\s+|\s*,\s*(?=\()|\s+,\s+"
)
_AFFILIATION = re.compile(r"\s+[·•|]\s+")
_MOST_PARTS = 4
_LONGEST_PART = 7
_LABEL = re.compile(
    r"(?i)^\W*(?P<label>company(?: name)?|employer|client|organi[sz]ation|position|designation"
    r"|title|job title|role|duration"
    r"|period|dates?|project(?: title| name)?|environment|team size|location|place|firma"
    r"|arbeitgeber|stanowisko|pracodawca|okres|poste|entreprise|empresa|puesto|cargo"
    r"|zeitraum|ort|degree|institution|institute|university|college|school|year of passing"
    r"|year)\s*[:：]-?\s*"
)


@dataclass(frozen=True, slots=True)
class Fragment:
    start: int
    end: int
    text: str
    row: int
    """Number of its line within the head."""
    cut: bool = False
    """Parted from what stands before it by a comma alone."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A period with offsets into the document."""

    period: Period
    start: int
    end: int


def dated(line: Line) -> list[Dated]:
    return [
        Dated(period, line.start + period.start, line.start + period.end)
        for period in periods(line.text)
    ]


def remainder(line: Line) -> str:
    """The text of a line without its dates."""
    text = line.text
    for period in reversed(list(periods(line.text))):
        text = text[: period.start] + "\t" + text[period.end :]
    return text.strip(" \t,;:|()[]–—-•")


def fragments(source: Source, lines: Sequence[Line], taken: Sequence[Dated]) -> list[Fragment]:
    """What stands between the dates and separators of ``lines``."""
    parts: list[Fragment] = []
    for row, line in enumerate(lines):
        begin = line.body_start
        for start, end in [*((d.start, d.end) for d in taken if line.start <= d.start < line.end),
                           (line.end, line.end)]:  # fmt: skip
            for bounds in _split(source.text, begin, start):
                left, right = trimmed(source.text, *bounds)
                if left < right and any(c.isalnum() for c in source.text[left:right]):
                    parts.append(Fragment(left, right, source.text[left:right], row))
            begin = end
    return parts


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    label = _LABEL.match(text[start:end])
    begin = start + label.end() if label else start
    for match in _SEPARATOR.finditer(text, begin, end):
        inside = text[begin : match.start()]
        if inside.count("(") > inside.count(")"):
            continue
        yield begin, match.start()
        begin = match.end()
    yield begin, end


def comma_parts(fragment: Fragment) -> list[Fragment]:
    """The parts of a fragment between its commas; brackets stay whole."""
    parts: list[Fragment] = []
    depth = 0
    begin = 0
    for index, char in enumerate((*fragment.text, ",")):
        depth += (char == "(") - (char == ")")
        if (char == "," and depth <= 0) or index == len(fragment.text):
            piece = fragment.text[begin:index]
            lead = len(piece) - len(piece.lstrip())
            if piece.strip():
                start = fragment.start + begin + lead
                parts.append(
                    Fragment(start, start + len(piece.strip()), piece.strip(), fragment.row)
                )
            begin = index + 1
    return parts


def is_affiliation(text: str) -> bool:
    """Whether ``text`` is built like "Employer · Place · address": names parted by dots."""
    parts = [part.strip() for part in _AFFILIATION.split(text.strip())]
    if not 1 < len(parts) <= _MOST_PARTS:
        return False
    return all(
        is_address(part)
        or (part[:1].isupper() and len(part.split()) <= _LONGEST_PART and part[-1] not in ".!?:")
        for part in parts
    )


def is_label(text: str) -> bool:
    """Whether ``text`` is the name of a field, such as "Duration", and no value."""
    return _LABEL.fullmatch(text.strip() + ":") is not None


def found(source: Source, fragment: Fragment, confidence: float) -> Found | None:
    return source.found(fragment.start, fragment.end, confidence)


def date_found(dates: Dated, value: str, confidence: float) -> Found:
    return Found(value, ((dates.start, dates.end),), confidence)
