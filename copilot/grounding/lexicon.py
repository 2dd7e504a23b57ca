"""Which word may stand for which: same-strength synonyms, abbreviations, ladders."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from copilot import skills
from copilot.grounding import vocabulary, wordnet
from copilot.grounding.words import Token, fold, inflections, root


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
    for line in vocabulary.lines("same_en"):
        members = {root(w) for w in line.split() if "_" not in w}
        for word in members:
            table.setdefault(word, set()).update(members)
    return {word: frozenset(found) for word, found in table.items()}


@cache
def _aliases() -> dict[str, frozenset[str]]:
    """Folded term → terms that name the same thing, or a whole that it is a part of."""
    table: dict[str, set[str]] = {}
    for line in vocabulary.lines("aliases"):
        whole, _, parts = line.partition(">")
        if parts:
            for part in parts.split(","):
                table.setdefault(fold(part.strip()), set()).add(fold(whole.strip()))
            continue
        group = {fold(term.strip()) for term in line.split("=")}
        for term in group:
            table.setdefault(term, set()).update(group - {term})
    for line in vocabulary.lines("places"):
        country, _, towns = line.partition(" > ")
        table.setdefault(fold(country), set()).update(fold(t.strip()) for t in towns.split(","))
    return {term: frozenset(others) for term, others in table.items()}


def aliases(term: str) -> frozenset[str]:
    return _aliases().get(term, frozenset())


@lru_cache(maxsize=16384)
def taxonomy_aliases(term: str) -> frozenset[str]:
    """What the taxonomy of skills gives as an abbreviation or an expansion of a folded term."""
    others = {fold(name) for name in skills.aliases(term)} - {term}
    return frozenset(o for o in others if _abbreviates(o, term) or _abbreviates(term, o))


def _abbreviates(short: str, long: str) -> bool:
    return " " not in short and len(short) <= _LONGEST_ACRONYM and len(long) > len(short)


@cache
def alias_openings() -> frozenset[str]:
    """The first words of all terms that have an alias."""
    return frozenset(term.split()[0] for term in _aliases() if term)


@cache
def guarded() -> frozenset[str]:
    """Roots that only the curated lists may support: they say more than their neighbours."""
    names = ("title", "ownership", "credential", "proficiency", "scope", "responsibility")
    listed = {
        root(fold(word))
        for line in vocabulary.lines("categories")
        for name, _, members in [line.partition(":")]
        if name in names
        for word in members.split()
    }
    return frozenset(listed | {r for r, level in ladder().items() if level == 3})


_LONGEST_ACRONYM = 6
_SHORTEST_PAST = 4  # "need" and "feed" are none
_NO_ROOTS: frozenset[str] = frozenset()
# A word that stands for more than so many others says nothing of any: "property", "change".
_WIDEST = 60


@cache
def _wordnet(name: str) -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for word, others in wordnet.table(name):
        claimed = root(word)
        if claimed not in guarded() and not ("wider" in name and len(others) > _WIDEST):
            table.setdefault(claimed, set()).update(map(root, others))
    return {word: frozenset(found) for word, found in table.items()}


@lru_cache(maxsize=16384)
def listed_roots(word_root: str) -> frozenset[str]:
    """The roots whose presence in a source supports this word, by the curated list alone."""
    return _synonyms().get(word_root, frozenset()) | {word_root}


def strictly_supporting(word_root: str, *, wider: bool) -> frozenset[str]:
    """As ``supporting_roots``, without what WordNet lends; ``wider``: save for the kinds of a
    thing (a café for a restaurant)."""
    kinds = _wordnet("wider").get(word_root, _NO_ROOTS) if wider else _NO_ROOTS
    return listed_roots(word_root) | kinds


@lru_cache(maxsize=16384)
def supporting_roots(word_root: str, verb: bool = False) -> frozenset[str]:
    """The roots whose presence in a source supports this word; ``verb``: it is certainly one."""
    tables = ["same_verbs", "wider_verbs", *([] if verb else ["same", "wider"])]
    near = (_wordnet(name).get(word_root, _NO_ROOTS) for name in tables)
    derived = map(listed_roots, _wordnet("derived").get(word_root, _NO_ROOTS))
    return listed_roots(word_root).union(*near, *derived)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that need no support in a text of some kind."""

    words: frozenset[str] = frozenset()
    """As they stand, folded."""
    roots: frozenset[str] = frozenset()
    manners: frozenset[str] = frozenset()
    """Words that say how and not what; they need support if the posting asks for what they name."""

    def holds(self, token: Token) -> bool:
        return token.key.removesuffix("'s") in self.words or token.root in self.roots

    def says_how(self, token: Token) -> bool:
        return token.key.removesuffix("'s") in self.manners


NOTHING_NEUTRAL = Vocabulary()


@cache
def neutral(language: str, letter: bool) -> Vocabulary:
    """What needs no support in a document of this kind: words in all their inflections, though
    not what is made of them ("industrial" of "industry" is another word)."""
    if language != "en":
        foreign = frozenset(fold(w) for w in vocabulary.words(f"letter_{language}"))
        return Vocabulary(foreign, frozenset(root(w, language) for w in foreign))
    names = ["neutral_en", *(["letter_en", "soft_en"] if letter else [])]
    words = {fold(w) for name in names for w in vocabulary.words(name)}
    if letter:
        words |= set(wordnet.words("feeling")) - _sharp_feelings()
        words |= {w for w in wordnet.words("quality") if root(w) in common()}
    forms = frozenset(form for word in words for form in inflections(word))
    manner = frozenset({"=in person", "=face to face", "=by hand"}) if letter else _NO_ROOTS
    return Vocabulary(forms, manner, _manners(letter))


def _manners(letter: bool) -> frozenset[str]:
    """A résumé may use adverbs of manner, a letter all words of quality, manner and feeling, and
    name everyday things."""
    sharp = vocabulary.words("sharp_en") | _sharp_feelings()
    words = {w for w in wordnet.words("plain") if w not in sharp and root(w) not in guarded()}
    if not letter:
        return frozenset(w for w in words if w.endswith("ly"))
    return frozenset(words | vocabulary.words("everyday_en"))


def _sharp_feelings() -> frozenset[str]:
    """Words that WordNet counts as feelings and that state facts as well."""
    return vocabulary.words("strict_en") | vocabulary.words("not_feelings_en")


@cache
def common() -> frozenset[str]:
    """Everyday English words: they may stand in sentences that claim nothing of the candidate."""
    from_wordnet = {root(w) for w in wordnet.words("common")} - guarded()
    listed = {
        root(fold(w))
        for line in vocabulary.lines("categories")
        for w in line.partition(":")[2].split()
    }
    return frozenset(from_wordnet - listed)


@cache
def familiar() -> frozenset[str]:
    """Words that may describe a company beside what its posting says."""
    words = {root(w) for w in wordnet.words("familiar")} - guarded()
    return frozenset(words | {root(w) for w in wordnet.words("plain")} - guarded())


@cache
def strict_forms() -> frozenset[str]:
    """Forms that say more than their root: ``met`` tells a meeting that was."""
    return vocabulary.words("strict_en")


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
def skill_groups() -> Vocabulary:
    """Words that head a list of skills without naming one."""
    return Vocabulary(roots=frozenset(root(fold(w)) for w in vocabulary.words("skill_groups_en")))


@cache
def _past_forms() -> frozenset[str]:
    return frozenset(
        form
        for line in vocabulary.lines("irregular_en")
        for base, *forms in [line.split()]
        for form in forms
        if not form.endswith("s")
    )


def is_past(key: str) -> bool:
    """Whether a word is an irregular form of a verb (``led``, ``wrote``)."""
    return key in _past_forms()


def is_deed(key: str) -> bool:
    """Whether a word can only be a verb that tells what was done."""
    return is_past(key) or (key.endswith("ed") and len(key) > _SHORTEST_PAST)
