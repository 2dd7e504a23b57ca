"""Which facts of the profile, or which words of the posting, support a word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from copilot.grounding import lexicon
from copilot.grounding.facts import Fact
from copilot.grounding.words import Token, is_function

_NOTHING: frozenset[int] = frozenset()
_LONGEST_TERM = 6


@dataclass(frozen=True, slots=True)
class WordSupport:
    facts: frozenset[int]
    """Indexes into the scope's facts."""
    posting: bool
    neutral: bool

    @property
    def found(self) -> bool:
        return bool(self.facts) or self.neutral


class Scope:
    """The facts that a statement may draw on."""

    def __init__(self, facts: Iterable[Fact], posting: Iterable[Fact] = ()) -> None:
        self.facts: tuple[Fact, ...] = tuple(facts)
        self.posting: tuple[Fact, ...] = tuple(posting)
        self._roots: dict[str, set[int]] = {}
        self._keys: dict[str, set[int]] = {}
        for index, fact in enumerate(self.facts):
            for r in fact.roots:
                self._roots.setdefault(r, set()).add(index)
            for k in fact.keys:
                self._keys.setdefault(k, set()).add(index)
        self._posting_roots = frozenset().union(*(f.roots for f in self.posting))
        self._posting_keys = frozenset().union(*(f.keys for f in self.posting))
        self._acronyms = {
            t.key: i
            for i, f in enumerate(self.facts)
            for t in f.tokens
            if t.text.isupper() and 2 <= len(t.text) <= 6
        }
        self._padded = [f" {f.plain} " for f in self.facts]

    def words(self, claim: Sequence[Token], vocabulary: frozenset[str]) -> list[WordSupport]:
        """Support of each token, in order. ``vocabulary`` holds the roots that need none."""
        found = [self._word(token, vocabulary) for token in claim]
        for first, last, facts in self._terms(claim):
            for index in range(first, last + 1):
                before = found[index]
                found[index] = WordSupport(before.facts | facts, before.posting, before.neutral)
        return found

    def _word(self, token: Token, vocabulary: frozenset[str]) -> WordSupport:
        facts: set[int] = set(self._keys.get(token.key, ()))
        if not token.name or not token.text.isupper():
            for r in lexicon.supporting_roots(token.root):
                facts |= self._roots.get(r, set())
        posting = token.key in self._posting_keys or token.root in self._posting_roots
        neutral = is_function(token) or (
            not token.has_digit
            and token.root in vocabulary
            and (not token.name or token.text.istitle())
        )
        return WordSupport(frozenset(facts), posting, neutral)

    def _terms(self, claim: Sequence[Token]) -> list[tuple[int, int, frozenset[int]]]:
        """Spans supported as a whole: abbreviations and their expansions."""
        made: list[tuple[int, int, frozenset[int]]] = []
        words = [(i, t) for i, t in enumerate(claim) if t.is_word or t.text == "&"]
        for start in range(len(words)):
            for length in range(1, min(_LONGEST_TERM, len(words) - start) + 1):
                span = words[start : start + length]
                facts = self._alias([t for _, t in span])
                if facts:
                    made.append((span[0][0], span[-1][0], facts))
        return made

    def _alias(self, span: list[Token]) -> frozenset[int]:
        term = " ".join(t.key for t in span)
        found: set[int] = set()
        for other in lexicon.aliases(term):
            found |= self._holding(other)
        if len(span) == 1 and span[0].text.isupper() and 2 <= len(term) <= 6:
            found |= self._spelled_out(term)
        elif len(span) > 1 and not is_function(span[0]) and not is_function(span[-1]):
            for initials in _initials(span):
                if initials in self._acronyms:
                    found.add(self._acronyms[initials])
        return frozenset(found)

    def _holding(self, term: str) -> set[int]:
        padded = f" {' '.join(term.replace('&', ' ').replace('.', ' ').split())} "
        direct = self._keys.get(term, set())
        return direct | {i for i, text in enumerate(self._padded) if padded in text}

    def _spelled_out(self, acronym: str) -> set[int]:
        found = set()
        for index, fact in enumerate(self.facts):
            held = [t for t in fact.tokens if t.is_word]
            for start in range(len(held)):
                if held[start].key[0] != acronym[0]:
                    continue
                for length in range(2, min(_LONGEST_TERM, len(held) - start) + 1):
                    if acronym in _initials(held[start : start + length]):
                        found.add(index)
        return found


def _initials(span: Sequence[Token]) -> set[str]:
    every = "".join(t.key[0] for t in span)
    content = "".join(t.key[0] for t in span if not is_function(t))
    return {s for s in (every, content) if len(s) >= 2}
