"""Whether a number of the profile supports a number of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from copilot.grounding.number_words import BYTES, SECONDS
from copilot.grounding.quantities import Quantity
from copilot.grounding.words import Token

# A rounded-down "over 200" stands for at most a quarter more; "about" for a sixteenth either way.
_OVER, _NEARLY, _ABOUT = 0.8, 1.1, 0.06


def agree(claim: Quantity, source: Quantity) -> bool:
    """Whether the source's number supports the claim's: value, unit, hedge and rate."""
    if claim.rate and claim.rate != source.rate:
        return False
    turned = claim.turn and source.turn and claim.turn != source.turn
    if turned and (claim.kind != "count" or claim.ranged or source.ranged):
        return False
    if claim.kind == source.kind == "multiple" and claim.hedge == "over" and max(claim.values) < 1:
        # "more than halved": what is left is less than half
        return any(c * _OVER <= s < c for c in claim.values for s in source.values)
    if claim.kind == source.kind and _same_unit(claim, source):
        return any(
            _close(c, s, claim.hedge, source.hedge) for c in claim.amounts for s in source.amounts
        )
    if claim.ranged and source.ranged and {claim.kind, source.kind} == {"count", "time"}:
        return bool(claim.values & source.values)  # "from 6 to 18", "6 to 18 years"
    if {claim.kind, source.kind} == {"multiple", "percent"}:
        return bool(_percent(claim) & _percent(source))
    if {claim.kind, source.kind} == {"count", "year"}:
        return bool(claim.values & source.values)
    return False


def _percent(quantity: Quantity) -> frozenset[int]:
    """The percentages of change that a number may mean."""
    if quantity.kind == "percent":
        return frozenset(round(v) for v in quantity.values)
    return frozenset(
        round((value - 1) * 100) if value > 1 else round(share * 100)
        for value in quantity.values
        for share in (value, 1 - value)
    )


def _same_unit(claim: Quantity, source: Quantity) -> bool:
    if claim.unit == source.unit:
        return True
    if claim.kind == "money":
        return not claim.unit
    return (claim.unit in SECONDS and source.unit in SECONDS) or (
        claim.unit in BYTES and source.unit in BYTES
    )


def _close(claim: float, source: float, hedge: str, source_hedge: str) -> bool:
    same = abs(claim - source) <= 1e-6 * max(1.0, abs(source))
    if hedge == "exact":
        return same and source_hedge not in {"nearly", "upto", "under"}
    if hedge == "over":
        return source_hedge == "over" if same else source * _OVER <= claim < source
    if hedge == "under":
        return same or source < claim <= source / _OVER
    if hedge == "upto":
        return same
    if hedge == "nearly":
        return (same and source_hedge in {"nearly", "about"}) or source < claim <= source * _NEARLY
    return same or abs(claim - source) <= _ABOUT * abs(source)


def derived(found: Sequence[Quantity], words: Sequence[Token]) -> list[Quantity]:
    """What ``from 40 minutes to 10`` says beside its numbers: the difference, the percentage and
    the factor."""
    made: list[Quantity] = []
    for one, other in pairwise(found):
        before = {w.key for w in words[max(0, one.first - 3) : one.first]}
        between = {w.key for w in words[one.last + 1 : other.first]}
        if not {"from", "von", "de", "z"} & before or not {"to", "auf", "a", "do"} & between:
            continue
        if one.kind != other.kind or one.kind in {"year", "multiple"}:
            continue
        for start in one.amounts:
            for end in other.amounts:
                if not start or not end or start == end:
                    continue
                factor = SECONDS.get(one.unit, BYTES.get(one.unit, 1.0))
                base = replace(one, last=other.last, hedge="exact", turn="by")
                difference = frozenset({round(abs(end - start) / factor, 6)})
                share = frozenset({float(round(abs(end - start) / start * 100))})
                ratio = frozenset({round(end / start, 6)})
                points = "points" if one.kind == "percent" else one.unit
                made.append(replace(base, values=difference, unit=points))
                made.append(replace(base, values=share, kind="percent", unit=""))
                made.append(replace(base, values=ratio, kind="multiple", unit=""))
    return made
