"""Numbers in a sentence: digits, number words and implied metrics, with what they count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from copilot.grounding.words import Token, is_function

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = dict(
    zip(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        range(20, 100, 10),
        strict=True,
    )
)
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "dozen": 12.0, "score": 20.0,
    "k": 1e3, "m": 1e6, "mn": 1e6, "mm": 1e6, "mio": 1e6, "bn": 1e9, "b": 1e9, "mrd": 1e9,
    "tsd": 1e3, "tys": 1e3, "mln": 1e6, "mld": 1e9, "mil": 1e3, "hunderttausend": 1e5,
    "tausend": 1e3, "millionen": 1e6, "mille": 1e3, "millions": 1e6, "millones": 1e6,
}  # fmt: skip
_PLURAL_SCALES = {
    "dozens": 24.0, "scores": 40.0, "hundreds": 200.0, "thousands": 2e3, "millions": 2e6,
    "billions": 2e9,
}  # fmt: skip
_MULTIPLES: dict[str, float] = {
    "halve": 0.5, "halved": 0.5, "halving": 0.5, "halves": 0.5, "half": 0.5,
    "double": 2, "doubled": 2, "doubling": 2, "doubles": 2, "twofold": 2, "twice": 2,
    "triple": 3, "tripled": 3, "tripling": 3, "threefold": 3, "treble": 3, "trebled": 3,
    "thrice": 3, "quadruple": 4, "quadrupled": 4, "quadrupling": 4, "fourfold": 4, "fivefold": 5,
    "quintupled": 5, "tenfold": 10, "hundredfold": 100, "verdoppelt": 2, "verdreifacht": 3,
    "halbiert": 0.5, "podwoil": 2, "podwoila": 2, "doublé": 2, "duplicado": 2, "duplique": 2,
}  # fmt: skip
_FRACTIONS = {
    "third": 1 / 3, "thirds": 1 / 3, "quarter": 0.25, "quarters": 0.25, "fifth": 0.2, "tenth": 0.1,
}  # fmt: skip
_OTHER_LANGUAGES = {
    word: float(value)
    for line in """
    1 eins|2 zwei dwa dwie deux dos dwoch|3 drei trzy trois tres trzech
    4 vier cztery quatre cuatro czterech|5 funf piec cinq cinco|6 sechs szesc seis|7 sieben siedem sept siete
    8 acht osiem huit ocho|9 neun dziewiec neuf nueve|10 zehn dziesiec dix diez|11 elf jedenascie onze once
    12 zwolf dwanascie douze doce|15 funfzehn pietnascie quinze quince|20 zwanzig dwadziescia vingt veinte
    30 dreissig trzydziesci trente treinta|40 vierzig czterdziesci quarante cuarenta
    50 funfzig piecdziesiat cinquante cincuenta|100 hundert sto cent cien
    """.replace("\n", "|").split("|")
    for value, *words in [line.split() or ["0"]]
    for word in words
}
_TIME = {
    "second": "second", "sec": "second", "minute": "minute", "min": "minute", "hour": "hour",
    "hr": "hour", "h": "hour", "day": "day", "week": "week", "month": "month", "year": "year",
    "yr": "year", "decade": "decade", "jahr": "year", "jahre": "year", "jahren": "year",
    "monat": "month", "monate": "month", "monaten": "month", "rok": "year", "lat": "year",
    "lata": "year", "roku": "year", "ans": "year", "annee": "year", "annees": "year",
    "ano": "year", "anos": "year", "mois": "month", "mes": "month", "meses": "month",
    "ms": "millisecond", "millisecond": "millisecond", "stunde": "hour", "stunden": "hour",
    "tage": "day", "tagen": "day", "wochen": "week", "heures": "hour", "horas": "hour",
}  # fmt: skip
_SIZE = {
    name: name[:2]
    for name in ["kb", "mb", "gb", "tb", "pb", "kilobyte", "megabyte", "gigabyte", "terabyte", "petabyte"]
} | {
    "kilobyte": "kb", "megabyte": "mb", "gigabyte": "gb", "terabyte": "tb", "petabyte": "pb",
    "kg": "kg", "kilo": "kg", "kilogram": "kg", "kilogramme": "kg", "g": "g", "gram": "g",
    "ton": "ton", "tonne": "ton", "t": "ton", "lb": "lb", "pound_weight": "lb", "km": "km",
    "kilometre": "km", "kilometer": "km", "m": "m", "metre": "m", "meter": "m", "mile": "mile",
    "sqm": "m2", "m2": "m2", "l": "litre", "litre": "litre", "liter": "litre", "kw": "kw",
    "kilowatt": "kw", "mw": "mw", "v": "v", "volt": "v", "acre": "acre", "hectare": "hectare",
    "ha": "hectare", "wpm": "wpm", "rps": "rps", "ml": "ml", "mg": "mg", "cm": "cm", "mm": "mm",
    "kv": "kv", "kva": "kva",
}  # fmt: skip
_MONEY = {
    "$": "usd", "usd": "usd", "dollar": "usd", "dollars": "usd", "€": "eur", "eur": "eur",
    "euro": "eur", "euros": "eur", "£": "gbp", "gbp": "gbp", "pounds": "gbp", "¥": "jpy",
    "pln": "pln", "zl": "pln", "zloty": "pln", "zlotys": "pln", "zlotych": "pln", "chf": "chf",
    "francs": "chf", "₹": "inr", "inr": "inr", "rupees": "inr", "sek": "sek", "nok": "nok",
    "czk": "czk", "cad": "cad", "aud": "aud",
}  # fmt: skip
_HEDGES = {
    "over": "over", "above": "over", "exceeding": "over", "nearly": "nearly", "almost": "nearly",
    "about": "about", "around": "about", "roughly": "about", "approximately": "about",
    "approx": "about", "circa": "about", "ca": "about", "some": "about", "under": "under",
    "below": "under", "uber": "over", "ponad": "over", "plus": "over", "rund": "about",
    "fast": "nearly", "okolo": "about", "environ": "about", "unos": "about", "etwa": "about",
}  # fmt: skip
_DIGITS = re.compile(r"^([$€£¥₹])?(\d+(?:[.,' ]\d+)*)\s?(%|[a-zµ]{1,3})?(\+)?$")
_YEAR = re.compile(r"^(?:19[4-9]\d|20[0-4]\d)$")
# Units in one base unit each, to compare 12 months with a year.
_SECONDS = {
    "millisecond": 1e-3, "second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0,
    "week": 604800.0, "month": 2629800.0, "year": 31557600.0, "decade": 315576000.0,
}  # fmt: skip
_BYTES = {"kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "pb": 1e15}


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
    counted: tuple[Token, ...]
    """What it counts: the content words next to it, nearest first."""

    @property
    def amounts(self) -> frozenset[float]:
        """In the base unit of the kind."""
        factor = _SECONDS.get(self.unit, _BYTES.get(self.unit, 1.0))
        return frozenset(value * factor for value in self.values)


@cache
def _small() -> dict[str, float]:
    table = {word: float(value) for value, word in enumerate(_ONES)} | {
        word: float(value) for word, value in _TENS.items()
    }
    return table | {k: v for k, v in _OTHER_LANGUAGES.items() if k not in table}


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


def _unit(key: str) -> tuple[str, str] | None:
    """(kind, unit) that a word right after a number gives."""
    if key in {"%", "percent", "percentage", "pct", "prozent", "procent", "procenta", "por_ciento"}:
        return "percent", ""
    for table, kind in ((_MONEY, "money"), (_TIME, "time"), (_SIZE, "size")):
        for form in (key, key.removesuffix("s")):
            if form in table:
                return kind, table[form]
    if key in {"x", "times", "fold"}:
        return "multiple", ""
    return None


def quantities(words: list[Token]) -> list[Quantity]:
    """All numbers of a sentence in order."""
    found: list[Quantity] = []
    index = 0
    while index < len(words):
        made = _read(words, index)
        if made is None:
            index += 1
        else:
            found.append(made)
            index = made.last + 1
    return found


def _read(words: list[Token], index: int) -> Quantity | None:
    token = words[index]
    key = token.key
    before = words[index - 1].key if index else ""
    if key in _MULTIPLES:
        if key == "half" and index + 1 < len(words) and words[index + 1].key in {"a", "million"}:
            return None
        return _made(words, index, index, {_MULTIPLES[key]}, "multiple", "")
    if key in _FRACTIONS and before in {"a", "one", "two", "three", "by"}:
        if (
            key.startswith("quarter")
            and index + 1 < len(words)
            and words[index + 1].key != "of"
            and before != "by"
        ):
            return None
        times = {"two": 2, "three": 3}.get(before, 1)
        return _made(words, index, index, {times * _FRACTIONS[key]}, "multiple", "")
    if key in _PLURAL_SCALES and (index == 0 or words[index - 1].key not in _small()):
        return _made(words, index, index, {_PLURAL_SCALES[key]}, "count", "", hedge="over")
    match = _DIGITS.match(key)
    if match:
        return _read_digits(words, index, match)
    if key in _small() or (
        key in {"hundred", "thousand", "million", "dozen"} and before in {"a", "an", "per", "one"}
    ):
        return _read_words(words, index)
    return None


def _read_digits(words: list[Token], index: int, match: re.Match[str]) -> Quantity | None:
    currency, digits, suffix, plus = match.groups()
    if suffix in {"st", "nd", "rd", "th"}:
        return None
    if not currency and not suffix and not plus and _YEAR.match(digits):
        follower = words[index + 1] if index + 1 < len(words) else None
        if follower is None or not follower.is_word or is_function(follower) or follower.name:
            return _made(words, index, index, {float(digits)}, "year", "")
        return _made(words, index, index, {float(digits)}, "year", "")
    values = set(_digit_values(digits))
    kind, unit, last = "count", "", index
    if (suffix and suffix in _SCALES and suffix not in {"m", "b"}) or (
        suffix in {"m", "b"}
        and (currency or _next(words, index) in _MONEY or words[index].text[-1].isupper())
    ):
        values = {v * _SCALES[suffix] for v in values}
    elif suffix:
        measured = _unit(suffix)
        if measured is None:
            return _made(words, index, index, values, "count", suffix)
        kind, unit = measured
    if (
        kind == "count"
        and _next(words, index) in _SCALES
        and _next(words, index) not in {"b", "score", "mil"}
    ):
        last += 1
        values = {v * _SCALES[words[last].key] for v in values}
    if index and words[index - 1].key in _MONEY and not currency:
        kind, unit = "money", _MONEY[words[index - 1].key]
    if currency:
        kind, unit = "money", _MONEY[currency]
    return _made(words, index, last, values, kind, unit, hedge="over" if plus else "")


def _next(words: list[Token], index: int) -> str:
    return words[index + 1].key if index + 1 < len(words) else ""


def _read_words(words: list[Token], index: int) -> Quantity | None:
    total, current, last = 0.0, 0.0, index - 1
    position = index
    while position < len(words):
        key = words[position].key
        if key in _small():
            if last == position - 1 and current and _small()[key] >= 10 and position > index:
                break
            current += _small()[key]
        elif key in _SCALES and len(key) > 3:
            current = max(current, 1.0) * _SCALES[key]
            if _SCALES[key] >= 1000:
                total, current = total + current, 0.0
        elif (
            key in {"-", "and"}
            and position + 1 < len(words)
            and words[position + 1].key in _small()
            and (key == "-" or current >= 100 or total)
        ):
            position += 1
            continue
        else:
            break
        last = position
        position += 1
    value = total + current
    if value == 1 and last == index:
        return None  # a pronoun far more often than a number
    return _made(words, index, last, {value}, "count", "")


def _made(
    words: list[Token],
    first: int,
    last: int,
    values: set[float] | frozenset[float],
    kind: str,
    unit: str,
    hedge: str = "",
) -> Quantity:
    if kind == "count" and not unit and last + 1 < len(words):
        step = 2 if words[last + 1].key in {"-", "+"} and last + 2 < len(words) else 1
        measured = _unit(words[last + step].key)
        if measured is not None and not (step == 2 and words[last + 1].key == "+" and False):
            kind, unit = measured
            last += step
    if not hedge and last + 1 < len(words) and words[last + 1].key == "+":
        hedge = "over"
    return Quantity(
        frozenset(values), kind, unit, hedge or _hedge(words, first), first, last,
        _counted(words, first, last),
    )  # fmt: skip


def _hedge(words: list[Token], first: int) -> str:
    back = [
        w.key for w in words[max(0, first - 4) : first] if w.key not in {"$", "€", "£", "a", "an"}
    ]
    if not back:
        return "exact"
    pair = " ".join(back[-2:])
    if pair in {
        "more than",
        "greater than",
        "at least",
        "no fewer",
        "mehr als",
        "plus de",
        "mas de",
    }:
        return "over"
    if pair in {"less than", "fewer than"}:
        return "under"
    if pair in {"up to", "as many", "bis zu"}:
        return "upto"
    return _HEDGES.get(back[-1], "exact")


def _counted(words: list[Token], first: int, last: int) -> tuple[Token, ...]:
    """The noun phrase after the number; failing that, the words before it (``team of``)."""
    after: list[Token] = []
    for token in words[last + 1 : last + 6]:
        if token.key in {"of", "the", "-", "+", "new", "different", "other", "a"} and not after:
            continue
        if not token.is_word or is_function(token):
            break
        after.append(token)
    if after:
        return tuple(reversed(after))
    before = [t for t in words[max(0, first - 4) : first] if t.is_word and not is_function(t)]
    return tuple(reversed(before))


def agree(claim: Quantity, source: Quantity) -> bool:
    """Whether the source's number supports the claim's."""
    if claim.kind == source.kind and _same_unit(claim, source):
        return any(
            _close(c, s, claim.hedge, source.hedge) for c in claim.amounts for s in source.amounts
        )
    if {claim.kind, source.kind} == {"multiple", "percent"}:
        return _as_percent(claim) & _as_percent(source) != frozenset()
    if {claim.kind, source.kind} == {"count", "year"}:
        return bool(claim.values & source.values)
    if claim.kind == "count" and source.kind in {"money", "size", "time"} and not claim.counted:
        return bool(claim.values & source.values)
    return False


def _as_percent(quantity: Quantity) -> frozenset[float]:
    if quantity.kind == "percent":
        return frozenset(round(v) for v in quantity.values)
    found = set()
    for value in quantity.values:
        found.update({round(value * 100), round(abs(1 - value) * 100)} if value != 1 else set())
        if value > 1:
            found.discard(round(value * 100))
    return frozenset(found)


def _same_unit(claim: Quantity, source: Quantity) -> bool:
    if claim.unit == source.unit:
        return True
    if claim.kind == "money":
        return not claim.unit
    return (claim.unit in _SECONDS and source.unit in _SECONDS) or (
        claim.unit in _BYTES and source.unit in _BYTES
    )


def _close(claim: float, source: float, hedge: str, source_hedge: str) -> bool:
    same = abs(claim - source) <= 1e-6 * max(1.0, abs(source))
    if hedge == "exact":
        return same and source_hedge not in {"nearly", "upto", "under"}
    if hedge == "over":
        if same:
            return source_hedge == "over"
        return source * 0.8 <= claim < source
    if hedge == "under":
        return same or source < claim <= source * 1.25
    if hedge == "upto":
        return same
    if hedge == "nearly":
        return (same and source_hedge in {"nearly", "about"}) or source < claim <= source * 1.1
    return same or abs(claim - source) <= 0.06 * abs(source)
