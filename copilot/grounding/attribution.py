"""Which employer each clause speaks of: it may draw on no other employer's facts."""

from __future__ import annotations

from functools import lru_cache

from copilot.grounding.category import Category
from copilot.grounding.facts import Entry
from copilot.grounding.modes import clauses
from copilot.grounding.reading import EMPLOYMENTS, Issue, Reading
from copilot.grounding.support import WordSupport
from copilot.grounding.words import Token, tokens


def owners(reading: Reading) -> list[tuple[Entry, ...]]:
    """For each token the employers that its clause names; none if it names none."""
    owners: list[tuple[Entry, ...]] = [reading.named] * len(reading.words)
    spots = [(i, e) for e in reading.rules.entries for i in _mentions(reading, e)]
    if not spots:
        return owners
    current = reading.named
    for clause in clauses(reading.words):
        here = tuple(e for i, e in sorted(spots, key=lambda s: s[0]) if i in clause)
        if here:
            current = here
        for index in clause:
            owners[index] = current
    return owners


@lru_cache(maxsize=4096)
def _name_of(name: str, language: str) -> tuple[Token, ...]:
    """The first two words of an employer's name."""
    return tuple(t for t in tokens(name, language) if t.is_content)[:2]


def _mentions(reading: Reading, entry: Entry) -> list[int]:
    names = _name_of(entry.name, reading.rules.language)
    if not names or entry.section not in EMPLOYMENTS:
        return []
    keys = [t.key for t in reading.words]
    return [
        i
        for i, t in enumerate(reading.words)
        if t.key == names[0].key
        and t.text[:1].isupper()
        and (len(names) == 1 or names[1].key in keys[i + 1 : i + 4] or len(names[0].key) > 5)
    ]


# "Before Bergen I worked at Acme" names the other place.
_ELSEWHERE = frozenset({"before", "after", "than", "left", "leaving", "from", "until", "unlike"})


def restrict(reading: Reading, owners: list[tuple[Entry, ...]]) -> None:
    """A clause about one employer draws on no other employer's facts."""
    for index, held in enumerate(reading.support):
        if not owners[index] or not held.facts:
            continue
        if index and reading.words[index].name and reading.words[index - 1].key in _ELSEWHERE:
            continue
        allowed = {e.path for e in owners[index]}
        kept = frozenset(
            f
            for f in held.facts
            if reading.scope.facts[f].section not in EMPLOYMENTS
            or reading.scope.facts[f].entry in allowed
        )
        if (
            not kept
            and not held.neutral
            and not reading.open(index)
            and reading.words[index].is_content
            and not _general(reading, index, held)
        ):
            if index not in reading.in_number:
                where = " / ".join(e.name for e in owners[index])
                reading.issues.append(
                    Issue(
                        Category.ATTRIBUTION,
                        reading.words[index].text,
                        f"The profile says “{reading.words[index].text}” of another role than "
                        f"the one at {where}.",
                    )
                )
            continue
        if not kept and _general(reading, index, held):
            continue
        reading.support[index] = WordSupport(kept, held.posting, held.neutral, held.term)


def _general(reading: Reading, index: int, held: WordSupport) -> bool:
    """A common noun that only stands in another employer's name: ``the clinic``."""
    facts = [reading.scope.facts[f] for f in held.facts]
    return not reading.words[index].name and all(f.header for f in facts)
