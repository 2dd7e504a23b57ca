"""Which item of a list became which item of another, and which ones changed their order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from copilot.documents.comparison.texts import text_of
from copilot.domain.changes import Fate, Words

_ALIKE = 0.5
"""Share of common words from which two texts count as one that was reworded."""
_MOST_COMPARED = 40_000
"""Pairs of left-over items; a list beyond that was not reworded, it is another list."""
_MOST_WORDS = 1_500
"""Of a text that is compared word by word."""
_PIECE = re.compile(r"\s+|[^\W_]+|[\W_]", re.UNICODE)
_WORD = re.compile(r"[^\W_]+")

# What makes an entry the same entry, whatever else is changed in it.
_IDENTITY = {
    "work": ("name", "position", "startDate"),
    "volunteer": ("organization", "position", "startDate"),
    "education": ("institution", "studyType", "area"),
    "awards": ("title", "awarder"),
    "certificates": ("name", "issuer"),
    "publications": ("name", "publisher"),
    "skills": ("name",),
    "languages": ("language",),
    "interests": ("name",),
    "references": ("name",),
    "projects": ("name", "entity"),
    "profiles": ("network", "username"),
}


@dataclass(frozen=True, slots=True)
class Alignment:
    pairs: tuple[tuple[int, int], ...]
    """Places in the first and the second list, in the order of the second."""
    gone: tuple[int, ...]
    new: tuple[int, ...]


def aligned(name: str, before: Sequence[Any], after: Sequence[Any]) -> Alignment:
    """``name`` is the list's member name, which tells what its entries are known by."""
    partner: dict[int, int] = {}
    keys: list[Callable[[Any], Hashable]] = [_whole]
    if name in _IDENTITY:
        keys.append(lambda item: _identity(name, item))
    for key in keys:
        waiting: dict[Any, list[int]] = defaultdict(list)
        taken = set(partner.values())
        for n, item in enumerate(before):
            if n not in taken and (known_by := key(item)):
                waiting[known_by].append(n)
        for m, item in enumerate(after):
            if m not in partner and (found := waiting.get(key(item))):
                partner[m] = found.pop(0)
    _pair_alike(before, after, partner)
    taken = set(partner.values())
    return Alignment(
        tuple((partner[m], m) for m in range(len(after)) if m in partner),
        tuple(n for n in range(len(before)) if n not in taken),
        tuple(m for m in range(len(after)) if m not in partner),
    )


def _pair_alike(before: Sequence[Any], after: Sequence[Any], partner: dict[int, int]) -> None:
    taken = set(partner.values())
    first = [n for n in range(len(before)) if n not in taken]
    second = [m for m in range(len(after)) if m not in partner]
    if len(first) * len(second) > _MOST_COMPARED:
        return
    words_before = {n: _words(before[n]) for n in first}
    words_after = {m: _words(after[m]) for m in second}
    likeness = sorted(
        (-_common(words_before[n], words_after[m]), m, n) for n in first for m in second
    )
    for unlike, m, n in likeness:
        if -unlike < _ALIKE:
            break
        if m not in partner and n not in taken:
            partner[m] = n
            taken.add(n)


def moved(sources: Sequence[int], stays: Callable[[int], float]) -> frozenset[int]:
    """Of items that stand in a new order, given by their former places, the fewest that must have
    moved. ``stays`` (0 to 1) says which ones rather stayed where there is a choice."""
    if list(sources) == sorted(sources):
        return frozenset()
    former = {source: rank for rank, source in enumerate(sorted(sources))}
    # The heaviest rising subsequence stays; one item more outweighs all preferences. What stands
    # further up than before was moved, what stands further down made room.
    weights = [
        1.0 + (stays(source) + (place > former[source])) / (2 * len(sources) + 1)
        for place, source in enumerate(sources)
    ]
    best: list[float] = []
    previous: list[int | None] = []
    for place, source in enumerate(sources):
        before = [(best[earlier], earlier) for earlier in range(place) if sources[earlier] < source]
        weight, link = max(before, default=(0.0, None), key=lambda pair: pair[0])
        best.append(weight + weights[place])
        previous.append(link)
    place_or_none: int | None = max(range(len(best)), key=best.__getitem__)
    staying = set()
    while place_or_none is not None:
        staying.add(sources[place_or_none])
        place_or_none = previous[place_or_none]
    return frozenset(source for source in sources if source not in staying)


def word_changes(before: str, after: str) -> tuple[Words, ...]:
    """The later text with what is gone from the former, in the order of reading."""
    first, second = _PIECE.findall(before), _PIECE.findall(after)
    if len(first) > _MOST_WORDS or len(second) > _MOST_WORDS:
        return (Words(fate=Fate.GONE, text=before), Words(fate=Fate.NEW, text=after))
    stretches: list[tuple[Fate, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "equal":
            stretches.append((Fate.SAME, "".join(first[a:b])))
            continue
        if a < b:
            stretches.append((Fate.GONE, "".join(first[a:b])))
        if c < d:
            stretches.append((Fate.NEW, "".join(second[c:d])))
    return tuple(Words.model_construct(fate=fate, text=text) for fate, text in stretches)


def _whole(item: Any) -> str:
    return text_of(item).casefold()


def _identity(name: str, item: Any) -> tuple[str, ...] | None:
    if not isinstance(item, dict):
        return None
    known_by = tuple(str(item.get(field, "")).casefold() for field in _IDENTITY[name])
    return known_by if any(known_by) else None


def _words(item: Any) -> frozenset[str]:
    return frozenset(_WORD.findall(text_of(item).casefold()))


def _common(first: frozenset[str], second: frozenset[str]) -> float:
    return 2 * len(first & second) / (len(first) + len(second) or 1)
