"""What is said about one requirement."""

from __future__ import annotations

from dataclasses import dataclass

from copilot.domain.match import Evidence, Fulfilment
from copilot.matching.passages import Passage

NOT_SAID = "Your profile does not say"

_QUOTE_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Fulfilment
    strength: float
    """0 to 1, finer than the verdict: what orders postings with equal verdicts."""
    reason: str
    """One sentence for a person."""
    evidence: tuple[Evidence, ...] = ()


def missing(reason: str, strength: float = 0.0, evidence: tuple[Evidence, ...] = ()) -> Judgement:
    return Judgement(Fulfilment.MISSING, strength, reason, evidence)


def partly(reason: str, evidence: tuple[Evidence, ...] = (), strength: float = 0.5) -> Judgement:
    return Judgement(Fulfilment.PARTLY, strength, reason, evidence)


def met(reason: str, evidence: tuple[Evidence, ...], strength: float = 1.0) -> Judgement:
    return Judgement(Fulfilment.MET, strength, reason, evidence)


def cite(place: Passage, strength: float) -> Evidence:
    """The place as evidence, its words verbatim (the beginning of a long text)."""
    return quote(place.path, place.text, strength)


def quote(path: str, text: str, strength: float) -> Evidence:
    words = text if len(text) <= _QUOTE_LIMIT else text[:_QUOTE_LIMIT].rsplit(" ", 1)[0]
    return Evidence(path=path, quote=words, strength=round(min(1.0, max(0.0, strength)), 3))
