"""Which word may stand for which: same-strength synonyms, abbreviations, ladders."""

from __future__ import annotations

from functools import cache, lru_cache

from copilot.grounding import vocabulary
from copilot.grounding.words import fold, root


@cache
def _synonyms() -> dict[str, frozenset[str]]:
    """root of a claim's word → roots of source words that support it."""
    table: dict[str, set[str]] = {}
    for line in vocabulary.lines("synonyms_en"):
        specific, _, general = line.partition(">")
        first, *rest = (root(w.replace("_", " ")) for w in specific.split())
        for other in rest:
            # Each line reads: the first word may be said as any of the others.
            table.setdefault(other, set()).add(first)
        for wide in (root(w) for w in general.split()):
            table.setdefault(wide, set()).add(first)
    return {word: frozenset(found) for word, found in table.items()}


@cache
def _aliases() -> dict[str, frozenset[str]]:
    """Folded term → terms that name the same thing, both ways."""
    table: dict[str, set[str]] = {}
    for line in vocabulary.lines("aliases"):
        group = {fold(term.strip()) for term in line.split("=")}
        for term in group:
            table.setdefault(term, set()).update(group - {term})
    return {term: frozenset(others) for term, others in table.items()}


def aliases(term: str) -> frozenset[str]:
    return _aliases().get(term, frozenset())


@lru_cache(maxsize=16384)
def supporting_roots(word_root: str) -> frozenset[str]:
    """The roots whose presence in a source supports this word."""
    return _synonyms().get(word_root, frozenset()) | {word_root}


@cache
def neutral_roots() -> frozenset[str]:
    return frozenset(root(fold(w)) for w in vocabulary.words("neutral_en"))


@cache
def letter_roots() -> frozenset[str]:
    return frozenset(root(fold(w)) for w in vocabulary.words("letter_en"))


@cache
def ladder() -> dict[str, int]:
    """root → 1 (helped) or 3 (led, owned)."""
    return {
        root(word): int(level)
        for line in vocabulary.lines("ladder_en")
        for level, *members in [line.split()]
        for word in members
    }


@cache
def skill_group_roots() -> frozenset[str]:
    """Words that head a list of skills without naming one."""
    return frozenset(root(fold(w)) for w in vocabulary.words("skill_groups_en"))
