"""Dates and periods as résumés write them.

Own patterns rather than a date library, because a résumé's dates are partial (a month, a year),
come in pairs, may end with "present", and must point back to the words they were read from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from copilot.documents.resumes.folding import fold
from copilot.documents.resumes.wordlists import blocks, wordlist

_MONTH_OF = {name: int(number) for number, names in blocks("months").items() for name in names}
_SEASONS = (
    "spring",
    "summer",
    "fall",
    "autumn",
    "winter",
    "sommer",
    "winter",
    "q1",
    "q2",
    "q3",
    "q4",
)
_PRESENT_WORDS = sorted(wordlist("present"), key=len, reverse=True)
_SINCE = ("since", "from", "seit", "ab", "od", "depuis", "desde", "dal", "sinds", "sedan", "с", "з")
_TO = (
    "to|until|till|till the|through|thru|hasta la|hasta el|hasta|bis zum|bis|do|au|a|à|al|hasta"
    "|ate|até|tot|til|till|по|до"
)

_YEAR = r"(?:19[4-9]\d|20[0-4]\d)"
_MONTH_NAME = "|".join(sorted(map(re.escape, _MONTH_OF), key=len, reverse=True))
_DATE = (
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\.?\s*(?:of\s+|de\s+)?)?"
    rf"\b(?P<m1>{_MONTH_NAME})\b\.?,?\s*(?:de\s+|of\s+|del\s+)?(?:(?P<d1b>\d{{1,2}})(?:st|nd|rd"
    rf"|th)?,\s*)?"
    rf"[-/'’`\s,]*(?P<y1>{_YEAR}|(?<=['’`\-/\s])\d{{2}}(?![\d./]|\s*(?:years?|months?|people|%)))"
    rf"|(?P<d2>0?[1-9]|[12]\d|3[01])[./-](?P<m2>0?[1-9]|1[0-2])[./-](?P<y2>{_YEAR})"
    rf"|(?P<m2b>0?[1-9]|1[0-2])[./-](?P<d2b>1[3-9]|2\d|3[01])[./-](?P<y2b>{_YEAR})"
    rf"|(?P<y3>{_YEAR})[./-](?P<m3>0[1-9]|1[0-2]|[1-9](?!\d))(?:[./-](?P<d3>0[1-9]|[12]\d"
    rf"|3[01]))?(?!\d)"
    rf"|(?P<m4>0?[1-9]|1[0-2])\s?[./-]\s?(?P<y4>{_YEAR})"
    rf"|(?P<y6>{_YEAR})\s+(?P<m6>{_MONTH_NAME})\b(?!\.?\s*{_YEAR})"
    rf"|(?:\b(?:{'|'.join(_SEASONS)})\s+)?(?P<y5>{_YEAR})"
)
_NUMBERED = re.compile(r"\?P<(\w+)>")


def _renamed(prefix: str) -> str:
    return _NUMBERED.sub(lambda match: f"?P<{prefix}{match[1]}>", _DATE)


# Two spaces stand where a conversion lost a dash. A stroke parts years alone.
_SEP = (
    rf"(?:\s*(?:[-–—−－‒―~→]+|\s(?:{_TO})\s|\t|\s*(?:\b(?:{_TO})\b))\s*(?:(?:{_TO})\s+)?|\s{{2,3}}"
    rf"|\s?/\s?(?={_YEAR}))"
)
_PRESENT_PATTERN = "|".join(map(re.escape, _PRESENT_WORDS))
_RANGE = re.compile(
    rf"(?<![\w.,$€£/])(?:(?P<since>{'|'.join(_SINCE)})\s*:?\s+)?"
    rf"(?:(?P<lone>{_MONTH_NAME})\b\.?(?=\s*[-–—]\s*(?:{_MONTH_NAME})\b)|(?:{_renamed('s')}))"
    rf"(?![\d])"
    rf"(?:{_SEP}(?:(?P<present>{_PRESENT_PATTERN})\b\.?|(?:{_renamed('e')})(?!\d)"
    rf"|(?P<short>\d{{2}})(?![\d%.,/-])))?"
    rf"(?P<open>\s*/?\s*[-–—]+\s*(?=$|[\t):;,|]))?",
    re.IGNORECASE,
)
_TOTAL_SUFFIX = re.compile(
    r"\s*[(\[·,]?\s*(?:~\s*)?\d{1,2}\+?\s*(?:years?|yrs?\.?|jahre?n?|lata?|lat|ans?|anos?|años?)"
    r"(?:\s*,?\s*(?:and\s+)?\d{1,2}\s*(?:months?|mos?\.?|monate?|mies\w*|mois|meses))?\s*[)\]]?"
    r"|\s*[(\[·,]\s*\d{1,2}\s*(?:months?|mos?\.?|monate?|mies\w*|mois|meses)\s*[)\]]?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Period:
    """Dates as JSON Resume writes them, and where they stand in the text that was searched."""

    start: int
    end: int
    first: str | None
    last: str | None
    """None with ``current``."""
    current: bool
    is_range: bool

    @property
    def is_month(self) -> bool:
        return any(date is not None and len(date) > 4 for date in (self.first, self.last))


def has_date(text: str) -> bool:
    return next(periods(text), None) is not None


def periods(text: str) -> Iterator[Period]:
    """All dates and periods in ``text``, in order."""
    folded = fold(text, keep_length=True)
    for match in _RANGE.finditer(folded):
        period = _period(match)
        if period is None:
            continue
        total = _TOTAL_SUFFIX.match(folded, period.end) if period.is_range else None
        if total is not None:
            period = Period(
                period.start,
                total.end(),
                period.first,
                period.last,
                period.current,
                period.is_range,
            )
        yield period


def _period(match: re.Match[str]) -> Period | None:
    groups = match.groupdict()
    last = _date(groups, "e")
    if groups["lone"]:
        if last is None:
            return None
        month = _MONTH_OF[groups["lone"].lower()]
        first: str | None = f"{last[:4]}-{month:02}"
    else:
        first = _date(groups, "s")
    if first is None:
        return None
    if groups["short"]:
        year = int(first[:2] + groups["short"])
        if year < int(first[:4]):
            return Period(match.start(), match.start("short"), first, None, False, False)
        last = str(year)
    current = bool(groups["present"] or (groups["open"] and last is None))
    is_range = current or last is not None
    if groups["since"] and not is_range:
        if fold(groups["since"]) in ("a", "ab", "c", "с", "з"):
            return Period(match.start(), match.end(), first, None, False, False)
        current = is_range = True
    if last is not None and last[: len(first)] < first[: len(last)]:
        first, last = last, first
    return Period(match.start(), match.end(), first, last, current, is_range)


def _date(groups: dict[str, str | None], prefix: str) -> str | None:
    def group(*names: str) -> str | None:
        return next((value for name in names if (value := groups[prefix + name])), None)

    year = group("y1", "y2", "y2b", "y3", "y4", "y5", "y6")
    if year is None:
        return None
    if len(year) == 2:
        year = ("20" if int(year) < 50 else "19") + year
    name = group("m1", "m6")
    month = _MONTH_OF[name.lower()] if name else int(group("m2", "m2b", "m3", "m4") or 0)
    if not month:
        return year
    day = int(group("d1", "d1b", "d2", "d2b", "d3") or 0)
    if not 1 <= day <= 31:
        return f"{year}-{month:02}"
    return f"{year}-{month:02}-{day:02}"
