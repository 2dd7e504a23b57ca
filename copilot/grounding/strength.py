"""How strongly a text says that the candidate did something: helped, did, led."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from copilot.grounding import vocabulary
from copilot.grounding.facts import Fact
from copilot.grounding.words import Token

_OPENING = 4


@cache
def _listed(name: str) -> frozenset[str]:
    for line in vocabulary.lines("helpers"):
        head, _, members = line.partition(":")
        if head == name:
            return frozenset(m.strip() for m in members.split("|" if "|" in members else None))
    raise LookupError(name)


def helping() -> frozenset[str]:
    """Verbs that say that the candidate helped, folded, as they stand."""
    return _listed("verb")


@lru_cache(maxsize=8192)
def limits(fact: Fact) -> frozenset[str]:
    """What holds a fact below "did it": helped, shared (co-), supervised."""
    if fact.header or fact.section in {"skills", "languages", "certificates", "education"}:
        return frozenset()
    opening = [t for t in fact.tokens if t.is_word][:_OPENING]
    return _limits(opening, fact.tokens)


def _limits(opening: Sequence[Token], words: Sequence[Token]) -> frozenset[str]:
    found = set()
    text = " ".join(t.key for t in opening)
    first = next((t.key for t in opening if not t.function), "")
    helps = first in _listed("verb") | _listed("noun") or any(
        text.startswith(phrase) or f" {phrase}" in text
        for phrase in _listed("phrase") & _FACT_PHRASES
    )
    if helps:
        found.add("helped")
    keys = [t.key for t in words]
    together = {"jointly", "together"} & set(keys)
    if (
        together
        or "co" in keys
        or any(k.startswith(("co-", "coauthor", "cosuperv", "cofound")) for k in keys)
    ):
        found.add("shared")
    if "under" in keys and _listed("under") & set(keys):
        found.add("supervised")
    return frozenset(found)


# Of the phrases that soften a claim, those that also limit a fact.
_FACT_PHRASES = frozenset(
    {"took part", "take part", "taking part", "takes part", "part of", "involved in", "member of",
     "exposure to", "exposed to", "support the", "support a", "supports the"}
)  # fmt: skip


def _compound_helps(words: Sequence[Token]) -> set[str]:
    """Words of help that name a thing: the help in ``help-centre`` and ``help desk``."""
    helps = _listed("verb") | _listed("noun") | {"support"}
    return {
        token.key
        for token, after in pairwise(words)
        if token.key in helps and (after.text == "-" or after.key in _listed("thing"))
    }


def softened(words: Iterable[Token], limit: str) -> bool:
    """Whether a claim keeps the limit of its source."""
    held = list(words)
    keys = {t.key for t in held}
    if limit == "supervised":
        return bool(keys & _listed("under"))
    keys -= _compound_helps(held)
    text = f" {' '.join(t.key for t in held)} "
    helps = bool(keys & (_listed("verb") | _listed("noun"))) or any(
        f" {phrase} " in text for phrase in _listed("phrase")
    )
    if limit == "shared":
        shared = keys & {
            "co",
            "joint",
            "jointly",
            "together",
            "colleague",
            "colleagues",
            "our",
            "we",
        }
        return (
            helps
            or bool(shared)
            or " by me and " in text
            or any(k.startswith("co") and k[2:3] in "-as" for k in keys)
        )
    return helps or bool(keys & {"support", "wspolnie", "gemeinsam", "limited"})
