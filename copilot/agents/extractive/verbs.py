"""The verbs of résumés and duties, read from ``verbs_en.txt``."""

from __future__ import annotations

from pathlib import Path


def _read() -> tuple[dict[str, str], frozenset[str]]:
    pasts: dict[str, str] = {}
    nouns: set[str] = set()
    lines = Path(__file__).with_name("verbs_en.txt").read_text("utf-8").splitlines()
    for line in lines:
        words = line.replace("*", " * ").split()
        if not words or words[0].startswith("#"):
            continue
        base = words[0]
        if "*" in words:
            nouns.add(base)
        irregular = [word for word in words[1:] if word != "*"]
        pasts[base] = irregular[0] if irregular else regular_past(base)
    return pasts, frozenset(nouns)


_DOUBLED_TEXT = """
    plan ship stop prefer refer transfer submit commit permit equip control log map program
    tag run cut set get let budget-
"""
_DOUBLED = frozenset(_DOUBLED_TEXT.split())


def regular_past(base: str) -> str:
    """The regular past of an English verb: plan → planned, study → studied, code → coded."""
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    if base in _DOUBLED:
        return base + base[-1] + "ed"
    return base + "ed"


def gerund(base: str) -> str:
    """manage → managing, plan → planning, oversee → overseeing."""
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    if base in _DOUBLED or base in {"run", "cut", "set", "win", "bid"}:
        return base + base[-1] + "ing"
    return base + "ing"


PASTS, NOUN_VERBS = _read()
"""Base form → past; verbs that are as often nouns."""

BASE_VERBS = frozenset(PASTS)
IRREGULAR_PASTS = frozenset(past for base, past in PASTS.items() if past != regular_past(base))
BASE_OF_PAST = {past: base for base, past in PASTS.items()}

_NOT_VERBS_IN_ED_TEXT = """
    experienced skilled advanced detailed proven dedicated motivated based related limited
    distributed varied accelerated qualified seasoned talented accomplished need speed
    united combined applied unmatched mixed shared supposed
"""
_NOT_VERBS_IN_ED = frozenset(_NOT_VERBS_IN_ED_TEXT.split())


def is_past(word: str) -> bool:
    """Whether a lower-case word is a verb in the past."""
    if word in _NOT_VERBS_IN_ED:
        return False
    if word in IRREGULAR_PASTS:
        return word not in BASE_VERBS or word == PASTS.get(word)
    return word.endswith("ed") and len(word) > 4 and not word.endswith("eed")
