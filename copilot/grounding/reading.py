"""One sentence being read: what it may draw on, what was found in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache

from copilot.grounding import vocabulary
from copilot.grounding.category import Category
from copilot.grounding.category import listed as listed_category
from copilot.grounding.facts import Entry, Fact
from copilot.grounding.lexicon import NOTHING_NEUTRAL, Vocabulary
from copilot.grounding.modes import Source
from copilot.grounding.quantities import Quantity
from copilot.grounding.support import Scope, WordSupport
from copilot.grounding.words import Token

BREAKS = frozenset(",;:–—().!?/|")
EMPLOYMENTS = frozenset({"work", "volunteer"})
CREDENTIALS = frozenset({"education", "certificates", "skills", "languages"})
# What a wish or an opinion may not bring in either.
_FACTUAL = frozenset({Category.CREDENTIAL, Category.RELATIONSHIP, Category.AVAILABILITY})


@cache
def listed(name: str) -> frozenset[str]:
    """A small set of words that steers the reading."""
    for line in vocabulary.lines("reading"):
        head, _, members = line.partition(": ")
        if head == name:
            return frozenset(members.split())
    raise LookupError(name)


@dataclass(frozen=True, slots=True)
class Issue:
    category: Category
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rules:
    """How strictly a text is read."""

    vocabulary: Vocabulary = NOTHING_NEUTRAL
    """Words that need no support here."""
    language: str = "en"
    deeds: bool = False
    """Whether each clause says that the candidate did something (a bullet)."""
    free: bool = False
    """Whether everyday words may colour what the profile tells (a letter, a summary)."""
    today: date = date.min
    entries: tuple[Entry, ...] = ()
    """What tenures and years may be computed from."""


@dataclass(slots=True)
class Reading:
    scope: Scope
    rules: Rules
    words: list[Token]
    sources: list[Source] | None = None
    """What each word may draw on; None: all on the profile."""
    named: tuple[Entry, ...] = ()
    """Employers that an earlier sentence is about ("There I …")."""
    support: list[WordSupport] = field(default_factory=list)
    numbers: list[Quantity] = field(default_factory=list)
    in_number: set[int] = field(default_factory=set)
    """Token indexes that belong to a number."""
    issues: list[Issue] = field(default_factory=list)
    evidence: list[Fact] = field(default_factory=list)
    from_posting: bool = False

    def source(self, index: int) -> Source:
        return self.sources[index] if self.sources else Source.PROFILE

    def ease(self, index: int) -> None:
        """Let a word stand that claims nothing beside the words around it."""
        held = self.support[index]
        self.support[index] = WordSupport(held.facts, held.posting, neutral=True)

    def open(self, index: int) -> bool:
        """Whether the word at the index needs nothing of the profile."""
        source = self.source(index)
        return (
            source is Source.NONE
            or (source.borrows and self.support[index].posting)
            or (source is Source.OPEN and self.common(index))
        )

    def common(self, index: int) -> bool:
        """Whether the word at the index is lower-case and of no class that only facts support."""
        token = self.words[index]
        return token.key == "visit" or not (
            token.name or token.has_digit or listed_category(token) in _FACTUAL
        )
