"""The taxonomy of skills: one concept per skill, with the names people give it.

Built by ``scripts/build_taxonomy.py`` from ESCO, O*NET, a public list of terms and the hand-written
``synonyms.txt``; see ``data/ATTRIBUTION.md``. Loaded once per process, when first asked for.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from copilot.skills.names import key, without_parentheses

CAUTIOUS = "!"
"""Marks a name that is also an ordinary word: only its context tells (Go, C, Teams)."""


@dataclass(frozen=True, slots=True)
class Concept:
    label: str
    uri: str | None
    """An ESCO concept URI, ``onet:NAME`` for an O*NET technology, None for what neither lists."""
    names: tuple[str, ...]
    """As written in the file; a name with CAUTIOUS before it needs its context."""


class Taxonomy:
    """Look-ups by key (see ``names.key``)."""

    __slots__ = ("_by_key", "_cautious", "_concepts", "_longest")

    def __init__(self, lines: list[str]) -> None:
        self._concepts: list[str] = lines
        self._by_key: dict[str, int] = {}
        self._cautious: dict[str, str] = {}
        self._longest: dict[str, int] = {}
        for number, line in enumerate(lines):
            _, _, keys = line.split("\t", 2)[:3]
            for name in keys.split("|"):
                entry = name
                if name.startswith(CAUTIOUS):
                    entry = key(name)
                    self._cautious[entry] = name.removeprefix(CAUTIOUS)
                if entry in self._by_key:
                    continue
                self._by_key[entry] = number
                first, _, rest = entry.partition(" ")
                words = rest.count(" ") + 2 if rest else 1
                if words > self._longest.get(first, 0):
                    self._longest[first] = words

    def __len__(self) -> int:
        return len(self._concepts)

    def find(self, name_key: str) -> int | None:
        """The number of the concept that has this key among its names."""
        return self._by_key.get(name_key)

    def longest(self, first_token: str) -> int:
        """How many tokens the longest name has that begins with this token; 0 if none does."""
        return self._longest.get(first_token, 0)

    def cautious(self, name_key: str) -> str | None:
        """How a name must be written to count in running text, if it needs its context."""
        return self._cautious.get(name_key)

    def concept(self, number: int) -> Concept:
        label, uri, keys = self._concepts[number].split("\t")[:3]
        return Concept(label, uri or None, tuple(keys.split("|")))


@cache
def taxonomy() -> Taxonomy:
    packed = resources.files("copilot.skills").joinpath("data/taxonomy.tsv.gz").read_bytes()
    return Taxonomy(gzip.decompress(packed).decode().splitlines())


@cache
def _spellings() -> dict[int, tuple[str, ...]]:
    """Concept number → names as ``synonyms.txt`` writes them, where case matters to a reader."""
    text = resources.files("copilot.skills").joinpath("data/synonyms.txt").read_text("utf-8")
    found: dict[int, tuple[str, ...]] = {}
    for names in synonym_lines(text):
        number = taxonomy().find(key(names[0].strip("{}")))
        if number is not None:
            found[number] = tuple(name.strip("{}") for name in names)
    return found


def synonym_lines(text: str) -> list[list[str]]:
    """The groups of ``synonyms.txt``, the canonical name first, braces kept."""
    return [
        [name.strip() for name in line.split(" | ")]
        for line in text.splitlines()
        if line.strip() and not line.startswith("#")
    ]


@lru_cache(maxsize=16_384)
def concept_of(name: str) -> int | None:
    """The number of the concept that a skill's name stands for, or None if none has it.

    The name is taken to be a skill's name: "go" is the programming language here.
    """
    known = taxonomy()
    for written in (name, without_parentheses(name)):
        name_key = key(written)
        if not name_key:
            continue
        number = known.find(name_key)
        if number is None and len(name_key) > 3:
            number = known.find(_other_number(name_key))
        if number is not None:
            return number
    return None


def _other_number(name_key: str) -> str:
    """Singular for plural and the reverse, of the last token."""
    if name_key.endswith("s") and not name_key.endswith(("ss", "us", "is")):
        return name_key[:-1]
    return name_key + "s"


def canonical(name: str) -> str:
    """The label that all names of a skill share; a skill unknown to the taxonomy stays as it is
    written."""
    number = concept_of(name)
    return taxonomy().concept(number).label if number is not None else " ".join(name.split())


def aliases(name: str) -> frozenset[str]:
    """All known names of the same skill, the given one and the label among them.

    Names from hand-written synonyms keep their capitals, others are in lower case.
    """
    number = concept_of(name)
    if number is None:
        return frozenset({" ".join(name.split())})
    concept = taxonomy().concept(number)
    spelled = _spellings().get(number, ())
    keys_spelled = {key(entry) for entry in spelled}
    others = (entry.removeprefix(CAUTIOUS) for entry in concept.names)
    return frozenset(
        {
            name,
            concept.label,
            *spelled,
            *(entry for entry in others if key(entry) not in keys_spelled),
        }
    )


def same_skill(a: str, b: str) -> bool:
    """Whether two names stand for one skill: spelling, abbreviation and alias allowed, nothing
    wider or narrower ("Java" is not "JavaScript", "React" is not "React Native")."""
    key_a, key_b = key(a), key(b)
    if not key_a or not key_b:
        return False
    if key_a == key_b:
        return True
    number_a, number_b = concept_of(a), concept_of(b)
    if number_a is not None or number_b is not None:
        return number_a == number_b
    return _other_number(key_a) == key_b or _other_number(key_b) == key_a
