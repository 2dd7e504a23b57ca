"""The words of numbers, units, periods and hedges, as ``vocabulary/numbers.txt`` lists them."""

from __future__ import annotations

from functools import cache

from copilot.grounding import vocabulary

SECONDS = {
    "millisecond": 1e-3, "second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0,
    "week": 604800.0, "month": 2629800.0, "year": 31557600.0, "decade": 315576000.0,
}  # fmt: skip
BYTES = {"kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "pb": 1e15}


@cache
def table(name: str) -> dict[str, str]:
    return {
        word: value
        for line in vocabulary.lines("numbers")
        for kind, value, *words in [line.split()]
        if kind == name
        for word in words
    }


@cache
def numbers(name: str) -> dict[str, float]:
    return {word: float(value) for word, value in table(name).items()}


@cache
def small_numbers(language: str) -> dict[str, float]:
    return numbers("small") if language == "en" else numbers("small") | numbers("foreign")


def unit_of(key: str) -> tuple[str, str] | None:
    """(kind, unit) that a word right after a number gives."""
    if key in table("percent"):
        return "percent", ""
    for kind in ("money", "time", "size"):
        for form in (key, key.removesuffix("s")):
            if form in table(kind):
                return kind, table(kind)[form]
    if key in {"x", "times", "fold"}:
        return "multiple", ""
    return None


@cache
def rate_words() -> dict[str, str]:
    """Folded words of a frequency and the period that each names."""
    return {w: p for w, p in table("rate").items() if w.endswith("ly") or w == "annual"}
