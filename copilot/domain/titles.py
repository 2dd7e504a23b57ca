"""Job titles without their trimmings."""

from __future__ import annotations

import re

_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]|#\w+")
_SEPARATOR = re.compile(r"\s[-–|@,/]\s|, | cum ")
_TRIMMINGS = re.compile(
    r"\b(?:senior|junior|sr|jr|urgent|hiring|vacancy|for|fresh|graduate|full|part|time|permanent|"
    r"contract|remote|intern(?:ship)?)\b\.?",
    re.IGNORECASE,
)


def plain_title(title: str) -> str:
    """The title without brackets, what follows a dash or a comma, and words like "urgent"."""
    shorter = _SEPARATOR.split(_BRACKETS.sub(" ", title))[0]
    return " ".join(_TRIMMINGS.sub(" ", shorter).split()) or title
