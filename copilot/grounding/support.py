"""Which facts of the profile, or which words of the posting, support a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from copilot.grounding import lexicon
from copilot.grounding.facts import Fact
from copilot.grounding.lexicon import Vocabulary
from copilot.grounding.words import PHRASE, Token, plain

_LONGEST_TERM = 6
_LONGEST_SKILL = 4
_SHORTEST_CLIP, _LONGEST_CLIP, _CLIPPED_OFF = 4, 6, 4
_PARTS = re.compile(r"[A-Z][a-z]+")
_JOINED = re.compile(r"(?:[A-Z][a-z]{2,}){2,}")
# Names of what comes with a letter.
_PAPERS = frozenset({"cv"})


@dataclass(frozen=True, slots=True)
class WordSupport:
    facts: frozenset[int]
    """Indexes into the scope's facts."""
    posting: bool
    neutral: bool
    term: bool = False
    """Supported as part of an abbreviation or its expansion."""

    @property
    def found(self) -> bool:
        return bool(self.facts) or self.neutral


_FUNCTION = WordSupport(frozenset(), posting=False, neutral=True)
_MARK = WordSupport(frozenset(), posting=False, neutral=False)


class Scope:
    """The facts that a statement may draw on."""

    def __init__(self, facts: Iterable[Fact], posting: PostingWords | None = None) -> None:
        self.facts: tuple[Fact, ...] = tuple(facts)
        self.asked = posting or _NO_POSTING
        self._roots: dict[str, set[int]] = {}
        self._keys: dict[str, set[int]] = {}
        for index, fact in enumerate(self.facts):
            for r in fact.roots:
                self._roots.setdefault(r, set()).add(index)
            for k in fact.keys:
                self._keys.setdefault(k, set()).add(index)
        self._stated = frozenset(self._roots)
        self._known: dict[tuple[str, str, bool, int], WordSupport] = {}
        self._verbatim = {f.plain: f for f in reversed(self.facts)}
        self._acronyms = {
            _capitals(t.text): i
            for i, f in enumerate(self.facts)
            for t in f.tokens
            if t.name and _is_acronym(t.text)
        }
        self._letters = {acronym[0] for acronym in self._acronyms}
        self._letters |= {name[0] for name in self._joined}

    @cached_property
    def numbered(self) -> list[int]:
        """Indexes of the facts that hold a number."""
        return [i for i, f in enumerate(self.facts) if f.quantities]

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        return pairs_of(self.facts)

    @cached_property
    def _padded(self) -> list[str]:
        return [f" {f.plain} " for f in self.facts]

    def verbatim(self, text: str) -> Fact | None:
        """The fact that says exactly this."""
        return self._verbatim.get(plain(text))

    @cached_property
    def _by_initials(self) -> dict[str, set[int]]:
        """Initials of each run of words → the facts that hold it."""
        made: dict[str, set[int]] = {}
        for index, fact in enumerate(self.facts):
            held = [t for t in fact.tokens if t.is_word]
            for start in range(len(held)):
                for length in range(2, min(_LONGEST_TERM, len(held) - start) + 1):
                    for initials in _initials(held[start : start + length]):
                        made.setdefault(initials, set()).add(index)
        return made

    def words(self, claim: Sequence[Token], vocabulary: Vocabulary) -> list[WordSupport]:
        """Support of each token, in order."""
        found = [self._word(token, vocabulary) for token in claim]
        for first, last, facts in self._terms(claim):
            for index in range(first, last + 1):
                before = found[index]
                found[index] = WordSupport(
                    before.facts | facts, before.posting, before.neutral, term=True
                )
        for index, held in enumerate(found):
            if claim[index].is_content and not (held.facts or held.neutral):
                self._by_taxonomy(claim, found, index)
        return found

    def _by_taxonomy(self, claim: Sequence[Token], found: list[WordSupport], index: int) -> None:
        """Support an otherwise unsupported word as part of a skill's abbreviation or expansion."""
        for start in range(max(0, index - _LONGEST_SKILL + 1), index + 1):
            for stop in range(index + 1, min(len(claim), start + _LONGEST_SKILL) + 1):
                facts: set[int] = set()
                for other in lexicon.taxonomy_aliases(" ".join(t.key for t in claim[start:stop])):
                    facts |= self._holding(other)
                for i in range(start, stop) if facts else ():
                    held = found[i]
                    found[i] = WordSupport(held.facts | facts, held.posting, held.neutral, True)

    def _word(self, token: Token, vocabulary: Vocabulary) -> WordSupport:
        if not token.is_content:
            return _FUNCTION if token.function else _MARK
        # A vocabulary lives as long as the process, so its identity names it.
        key = (token.key, token.root, token.name, id(vocabulary))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._look_up(token, vocabulary)
        return known

    def _look_up(self, token: Token, vocabulary: Vocabulary) -> WordSupport:
        phrase = token.root.startswith(PHRASE)
        facts: set[int] = set() if phrase else set(self._keys.get(token.key, ()))
        # What the posting asks for must be said as such: no loose synonym lends it.
        asked = token.root in self.asked.roots and token.root not in self._roots
        supporting = (
            lexicon.strictly_supporting(token.root, wider=not token.name)
            if token.name or asked
            else lexicon.supporting_roots(token.root, lexicon.is_deed(token.key))
        )
        for r in supporting & self._stated:
            facts |= self._roots[r]
        if not facts and not phrase:
            facts |= self._clipped(token)
        posting = token.key in self.asked.keys or not self.asked.roots.isdisjoint(
            (token.root,) if token.name else supporting
        )
        neutral = (
            not token.has_digit
            and (not token.name or token.key in _PAPERS)
            and token.key not in lexicon.strict_forms()
            and (vocabulary.holds(token) or (vocabulary.says_how(token) and not posting))
        )
        return WordSupport(frozenset(facts), posting, neutral)

    def _clipped(self, token: Token) -> set[int]:
        """Facts with the word that a clipped one stands for: "resus" for "resuscitation"."""
        if (
            not _SHORTEST_CLIP <= len(token.key) <= _LONGEST_CLIP
            or not token.key.isalpha()
            or token.name
            or token.root in lexicon.common() | lexicon.guarded()
        ):
            return set()
        return {
            i
            for key, held in self._keys.items()
            if key.startswith(token.key) and len(key) - len(token.key) >= _CLIPPED_OFF
            for i in held
        }

    def _terms(self, claim: Sequence[Token]) -> list[tuple[int, int, frozenset[int]]]:
        """Spans supported as a whole: abbreviations and their expansions."""
        made: list[tuple[int, int, frozenset[int]]] = []
        words = [(i, t) for i, t in enumerate(claim) if t.is_word or t.text == "&"]
        openings = lexicon.alias_openings()
        for start, (_, first) in enumerate(words):
            longest = min(_LONGEST_TERM, len(words) - start)
            if first.key not in openings and (first.key[0] not in self._letters or first.function):
                if not (first.name and first.key not in self._keys):
                    continue
                longest = 1
            for length in range(1, longest + 1):
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
        if len(span) > 1:
            found |= self._compound(span)
        if len(span) == 1 and _is_acronym(span[0].text):
            found |= self._by_initials.get(_capitals(span[0].text), set())
        elif len(span) > 1 and not span[0].function and not span[-1].function:
            for initials in _initials(span) if self._acronyms else ():
                if initials in self._acronyms:
                    found.add(self._acronyms[initials])
        return frozenset(found)

    @cached_property
    def _joined(self) -> dict[str, tuple[list[str], int]]:
        """Names of clipped words written as one: "DipTrans" → dip, trans."""
        return {
            t.key: ([p.casefold() for p in _PARTS.findall(t.text)], i)
            for i, f in enumerate(self.facts)
            for t in f.tokens
            if t.name and _JOINED.fullmatch(t.text)
        }

    def _compound(self, span: list[Token]) -> set[int]:
        """The name of clipped words that a span writes in full: "Diploma in Translation"."""
        words = [t.key for t in span if not t.function]
        return {
            fact
            for parts, fact in self._joined.values()
            if len(parts) == len(words)
            and all(w.startswith(p) for w, p in zip(words, parts, strict=True))
        }

    def _holding(self, term: str) -> set[int]:
        padded = f" {' '.join(term.replace('&', ' ').replace('.', ' ').split())} "
        direct = self._keys.get(term, set())
        return direct | {i for i, text in enumerate(self._padded) if padded in text}


@dataclass(frozen=True, slots=True, eq=False)
class PostingWords:
    """What a posting says, as far as words are compared with it."""

    facts: tuple[Fact, ...] = ()
    roots: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, facts: tuple[Fact, ...]) -> PostingWords:
        roots = frozenset().union(*(f.roots for f in facts))
        keys = frozenset().union(*(f.keys for f in facts))
        return cls(facts, roots, keys, pairs_of(facts))


_NO_POSTING = PostingWords()


def pairs_of(facts: Iterable[Fact]) -> frozenset[tuple[str, str]]:
    """Roots of content words that stand side by side."""
    return frozenset(
        (one.root, other.root)
        for fact in facts
        for one, other in pairwise(fact.tokens)
        if one.is_content and other.is_content
    )


def _capitals(text: str) -> str:
    return "".join(c for c in text if c.isupper()).casefold()


def _is_acronym(text: str) -> bool:
    return (
        len(text) <= _LONGEST_TERM and text.isalpha() and 2 <= len(_capitals(text)) >= len(text) / 2
    )


def _initials(span: Sequence[Token]) -> set[str]:
    every = "".join(t.key[0] for t in span)
    content = "".join(t.key[0] for t in span if not t.function)
    return {s for s in (every, content) if len(s) >= 2}
