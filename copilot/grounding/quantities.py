"""Numbers in a sentence: digits, number words and implied metrics, with what they count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from copilot.grounding.number_words import (
    BYTES,
    SECONDS,
    numbers,
    rate_words,
    small_numbers,
    table,
    unit_of,
)  # fmt: skip
from copilot.grounding.words import Token

_DIGITS = re.compile(r"^([$€£¥₹])?(\d+(?:[.,' ]\d+)*)\s?(%|[a-zµ]{1,3})?(\+)?$")
_YEAR = re.compile(r"^(?:19[4-9]\d|20[0-4]\d)$")
_ORDINALS = frozenset("st nd rd th".split())  # noqa: SIM905
_BEFORE_FRACTION = {"a": 1, "one": 1, "by": 1, "two": 2, "three": 3}
_LARGEST_TEEN = 19
# How far after a number its rate may stand ("100 orders in three shops per day").
_RATE_REACH = 7
# "within a season" is one season, not each.
_SPANNING = frozenset({"in", "within", "over", "during", "after"})
# "presented twice" counts.
_TIMES = frozenset({"twice", "thrice"})
_SIGNS = frozenset("$€£¥₹")
# What stands between two numbers of one kind: "from five to two", "9 days instead of 15".
_BETWEEN = frozenset({"to", "-", "–", "bis", "auf", "a", "do", "instead", "than"})
_HEDGING = frozenset(
    {"about", "around", "almost", "nearly", "over", "roughly", "approximately", "more", "less",
     "than", "under", "just", "only", "$", "€", "£"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    values: frozenset[float]
    """More than one where the notation is ambiguous (1.200)."""
    kind: str
    """count, percent, money, time, size, multiple or year."""
    unit: str
    """Of money, time and size; empty otherwise."""
    hedge: str
    """exact, over, under, about, nearly or upto."""
    first: int
    last: int
    """Token indexes, both inclusive, unit included."""
    counted: tuple[Token, ...] = ()
    """What it counts: the content words next to it, nearest first."""
    rate: str = ""
    """day, week, … in ``40 a day``."""
    turn: str = ""
    """``by``, ``from`` or ``to``: how far something changed, where it began, where it ended."""
    ranged: bool = False
    """Whether it is one end of a range."""

    @property
    def amounts(self) -> frozenset[float]:
        """In the base unit of the kind."""
        factor = SECONDS.get(self.unit, BYTES.get(self.unit, 1.0))
        return frozenset(value * factor for value in self.values)


@cache
def _openings(language: str) -> frozenset[str]:
    """Words that a number may begin with."""
    tables = ("multiple", "fraction", "plural", "scale")
    return frozenset().union(_TIMES, small_numbers(language), *map(table, tables))


def quantities(words: Sequence[Token], language: str = "en") -> list[Quantity]:
    """All numbers of a sentence in order."""
    found: list[Quantity] = []
    index, openings = 0, _openings(language)
    while index < len(words):
        key = words[index].key
        if key not in openings and not (key[0].isdigit() or key[-1].isdigit() or key[0] in _SIGNS):
            index += 1
            continue
        made = _read(words, index, language)
        if made is None:
            index += 1
        else:
            found.append(made)
            index = made.last + 1
    return _ranges(found, words)


def _ranges(found: list[Quantity], words: Sequence[Token]) -> list[Quantity]:
    """In ``10 to 12 patients`` and ``from five days to two`` both numbers count the same."""
    made = list(found)
    for i in range(len(made) - 1):
        one, other = made[i], made[i + 1]
        between = [w.key for w in words[one.last + 1 : other.first]]
        spanned = between == ["and"] and _key(words, one.first - 1) == "between"
        if len(between) > 4 or not (spanned or _BETWEEN & set(between)):
            continue
        made[i], made[i + 1] = replace(one, ranged=True), replace(other, ranged=True)
        one, other = made[i], made[i + 1]
        if one.kind == "count" and not one.unit and other.kind not in {"year", "multiple"}:
            made[i] = replace(
                one, kind=other.kind, unit=other.unit, counted=other.counted, rate=other.rate
            )
        elif other.kind == "count" and not other.unit and one.kind not in {"year", "multiple"}:
            made[i + 1] = replace(other, kind=one.kind, unit=one.unit, counted=one.counted)
    return made


def _key(words: Sequence[Token], index: int) -> str:
    return words[index].key if 0 <= index < len(words) else ""


def _read(words: Sequence[Token], index: int, language: str) -> Quantity | None:
    key, before, after = _key(words, index), _key(words, index - 1), _key(words, index + 1)
    if key in _TIMES and after not in {"as", "the", "that"}:
        return _made(words, index, index, {numbers("multiple")[key]}, "count")
    if key in table("multiple"):
        if key == "half" and after in {"a", "million"}:
            return None
        return _made(words, index, index, {numbers("multiple")[key]}, "multiple")
    if key in table("fraction") and before in _BEFORE_FRACTION:
        measured = before in {"by", "two", "three"} or _key(words, index - 2) == "by"
        if not measured and after != "of":
            return None
        value = _BEFORE_FRACTION[before] * numbers("fraction")[key]
        return _made(words, index, index, {value}, "multiple")
    if key in table("plural") and before not in small_numbers(language):
        return _made(words, index, index, {numbers("plural")[key]}, "count", hedge="over")
    match = _DIGITS.match(key)
    if match:
        return _read_digits(words, index, match)
    large = key in table("scale") and len(key) > 4 and before in {"a", "an", "per", "one"}
    if key in small_numbers(language) or large:
        return _read_words(words, index, small_numbers(language))
    return None


def _digit_values(digits: str) -> frozenset[float]:
    digits = digits.replace("'", "").replace(" ", "")
    found = set()
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits):
        found.add(float(re.sub(r"[.,]", "", digits)))
    if re.fullmatch(r"\d+(?:[.,]\d+)?", digits) and not re.fullmatch(r"\d{1,3},\d{3}", digits):
        found.add(float(digits.replace(",", ".")))
    if not found:
        head, _, tail = digits.replace(",", ".").rpartition(".")
        found.add(float(head.replace(".", "") + "." + tail))
    return frozenset(found)


def _read_digits(words: Sequence[Token], index: int, match: re.Match[str]) -> Quantity | None:
    currency, digits, suffix, plus = match.groups()
    if suffix in _ORDINALS:
        return None
    if not currency and not suffix and not plus and _YEAR.match(digits):
        return _made(words, index, index, {float(digits)}, "year")
    values = set(_digit_values(digits))
    kind, unit, last = "count", "", index
    after, before = _key(words, index + 1), _key(words, index - 1)
    scale = numbers("scale")
    money = currency or after in table("money") or before in table("money")
    if (suffix in {"m", "b"} and (money or words[index].text[-1].isupper())) or (
        suffix and suffix in scale and suffix not in {"m", "b"}
    ):
        values = {v * scale[suffix] for v in values}
    elif suffix:
        measured = unit_of(suffix)
        if measured is None:
            return _made(words, index, index, values, "count", suffix)
        kind, unit = measured
    if kind == "count" and after in scale and after != "b":
        last += 1
        values = {v * scale[after] for v in values}
    if currency or before in table("money"):
        kind, unit = "money", table("money")[currency or before]
    # "EUR 110,000": the currency belongs to the number.
    first = index - 1 if not currency and before in table("money") and index else index
    return _made(words, first, last, values, kind, unit, "over" if plus else "")


def _read_words(words: Sequence[Token], index: int, small: dict[str, float]) -> Quantity | None:
    scale = numbers("scale")
    total, current, last, position = 0.0, 0.0, index - 1, index
    while position < len(words):
        key = words[position].key
        if key in small:
            value = small[key]
            joined = _key(words, position - 1) in {"-", "and"}
            if position > index and not (joined and value < 100) and current % 100:
                break
            if position > index and current % 10 and not (current >= 100 and current % 100 == 0):
                break
            current += value
        elif key in scale and len(key) > 3:
            current = max(current, 1.0) * scale[key]
            if scale[key] >= 1000:
                total, current = total + current, 0.0
        elif (
            position > index
            and _key(words, position + 1) in small
            and (
                (key == "-" and 20 <= current < 100) or (key == "and" and (current >= 100 or total))
            )
        ):
            position += 1
            continue
        else:
            break
        last = position
        position += 1
    value = total + current
    if [_key(words, last + i) for i in (1, 2, 3)] == ["and", "a", "half"]:
        return _made(words, index, last + 3, {value + 0.5}, "count")
    ranged = _key(words, last + 1) in {"to", "-", "–"} and _key(words, last + 2) in small
    if value == 1 and last == index and not ranged:
        return None  # a pronoun far more often than a number
    return _made(words, index, last, {value}, "count")


def _made(
    words: Sequence[Token],
    first: int,
    last: int,
    values: set[float] | frozenset[float],
    kind: str,
    unit: str = "",
    hedge: str = "",
) -> Quantity:
    if kind == "count" and not unit and last + 1 < len(words):
        step = 2 if words[last + 1].key in {"-", "+"} and last + 2 < len(words) else 1
        measured = unit_of(words[last + step].key)
        if measured is not None:
            hedge = hedge or ("over" if words[last + 1].key == "+" else "")
            kind, unit = measured
            last += step
    if kind == "percent" and _key(words, last + 1) in {"point", "points"}:
        unit, last = "points", last + 1
    if _key(words, last + 1) == "+":
        hedge, last = "over", last + 1
    return Quantity(
        frozenset(values), kind, unit, hedge or _hedge(words, first), first, last,
        _counted(words, first, last), _rate(words, first, last),
        turn=_turn(words, first),
    )  # fmt: skip


def _hedge(words: Sequence[Token], first: int) -> str:
    back = [
        w.key
        for w in words[max(0, first - 5) : first]
        if w.key not in {"$", "€", "£", "a", "an", "the"}
    ]
    if not back:
        return "exact"
    pair = " ".join(back[-2:])
    if pair in {"more than", "greater than", "at least", "fewer than no", "mehr als", "plus de",
                "mas de", "well over"}:  # fmt: skip
        return "over"
    if pair in {"less than", "fewer than"}:
        return "under"
    if pair in {"up to", "bis zu", "jusqu'a", "hasta"} or " ".join(back[-3:]) == "as many as":
        return "upto"
    return table("hedge").get(back[-1], "exact")


def _turn(words: Sequence[Token], first: int) -> str:
    back = [w.key for w in words[max(0, first - 4) : first] if w.key not in _HEDGING]
    return back[-1] if back and back[-1] in {"by", "to", "from"} else ""


def _counted(words: Sequence[Token], first: int, last: int) -> tuple[Token, ...]:
    """The noun phrase after the number; failing that, the words before it (``team of``)."""
    after: list[Token] = []
    for token in words[last + 1 : last + 6]:
        if token.key in {"of", "the", "-", "+", "a", "more", "other"} and not after:
            continue
        if not token.is_content:
            break
        after.append(token)
    if after:
        return tuple(reversed(after))
    before = [t for t in words[max(0, first - 4) : first] if t.is_content]
    return tuple(reversed(before))


def _rate(words: Sequence[Token], first: int, last: int) -> str:
    rates = table("rate")
    for i in range(last + 1, min(len(words), last + 1 + _RATE_REACH)):
        key = words[i].key
        if not words[i].is_word and key not in {"/", "-"}:
            break
        if key in {"and", "while", "but"}:
            break
        if _key(words, i - 1) in {"a", "an"} and _key(words, i - 2) in _SPANNING:
            continue
        if key in rates and (
            _key(words, i - 1) in {"a", "an", "per", "each", "every", "/", "pro", "par", "je", "al"}
            or key.endswith("ly")
            or key not in set(rates.values())
        ):
            return rates[key]
    for i in range(first - 1, max(-1, first - 6), -1):
        key = words[i].key
        if not words[i].is_word and key != "-":
            break
        if key in rate_words():
            taken = any(w.has_digit for w in words[max(0, i - _RATE_REACH) : i])
            return "" if taken else rates[key]
    return (
        rates.get(_key(words, first - 1), "") if _key(words, first - 2) in {"each", "every"} else ""
    )
