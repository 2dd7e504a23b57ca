"""How widely a bullet says that something was done: "all wards" needs more than a ward."""

from __future__ import annotations

from collections import Counter

from copilot.grounding.category import Category
from copilot.grounding.facts import Fact
from copilot.grounding.number_words import rate_words
from copilot.grounding.quantities import Quantity
from copilot.grounding.reading import BREAKS, Issue, Reading, listed

_REACH = 4


def check_breadth(reading: Reading) -> None:
    """Words such as "all", "several" and "throughout" against the facts about what they widen."""
    if not reading.rules.deeds or reading.rules.language != "en":
        return
    for index, token in enumerate(reading.words):
        thing = _widened(reading, index) if token.key in _widening() else None
        if thing is None:
            continue
        facts = [reading.scope.facts[f] for f in reading.support[thing].facts]
        if facts and not any(_holds(reading, token.key, thing, f) for f in facts):
            said = f"{token.text} {reading.words[thing].text}"
            reason = f"The profile says “{reading.words[thing].text}”, but not “{said}”."
            reading.issues.append(Issue(Category.SCOPE, said, reason))
    for index in range(len(reading.words)):
        _check_plural(reading, index)
        _check_frequency(reading, index)
    opening = next((t for t in reading.words if t.is_content), None)
    if opening is not None and opening.key in listed("beginning-deed"):
        _check_beginning(reading, opening.key)


def _widening() -> frozenset[str]:
    return listed("wide-whole") | listed("wide-many") | listed("wide-place")


def _widened(reading: Reading, index: int) -> int | None:
    """The noun that a widening word speaks of: the last content word before a break."""
    found = None
    for i in range(index + 1, min(len(reading.words), index + 1 + _REACH)):
        token = reading.words[i]
        if i in reading.in_number or token.key in listed("period") or token.text in BREAKS:
            return found if token.text in BREAKS else None
        if token.is_content:
            found = i
        elif found is not None or token.key in {"of", "this", "that", "these", "those", "with"}:
            break
    return found


def _holds(reading: Reading, word: str, thing: int, fact: Fact) -> bool:
    if word == "every" and fact.keys & {"each", "per"}:
        return True
    if fact.keys & (listed("wide-whole") | listed("wide-place") | listed("wide-many")):
        return True
    if word in listed("wide-place"):
        return not fact.header
    if word in listed("wide-many"):
        root = reading.words[thing].root
        counted = any(max(q.values) > 2 and _counts(q, root) for q in fact.quantities)
        return counted or (reading.words[thing].key in fact.keys and _plural(reading, thing))
    return fact.section not in {"work", "volunteer", "projects"}


def _counts(number: Quantity, root: str) -> bool:
    return number.kind == "count" and any(t.root == root for t in number.counted)


def _plural(reading: Reading, thing: int) -> bool:
    return reading.words[thing].key.endswith(("s", "people", "children", "men", "women"))


def _check_plural(reading: Reading, index: int) -> None:
    """Who trained one apprentice has not trained apprentices."""
    token = reading.words[index]
    held = reading.support[index]
    counted = index and (index - 1 in reading.in_number or reading.words[index - 1].key == "of")
    if not token.is_content or not held.facts or held.neutral or counted:
        return
    if not _plural(reading, index) or index in reading.in_number:
        return
    facts = [reading.scope.facts[f] for f in held.facts]
    if all(_single(f, token.root, token.key) for f in facts):
        said = f"{token.text}"
        reason = f"The profile speaks of one, not of several: “{said}”."
        reading.issues.append(Issue(Category.SCOPE, said, reason))


def _single(fact: Fact, root: str, key: str) -> bool:
    """Whether a fact holds a noun only as "a …" or "one …", once."""
    if key in fact.keys or fact.header or fact.keys & _RECURRING:
        return False
    for index, token in enumerate(fact.tokens):
        if token.root == root:
            before = [t.key for t in fact.tokens[max(0, index - 3) : index]]
            return token.key + "s" == key and bool({"a", "an", "one"} & set(before))
    return False


_RECURRING = frozenset(
    {"each", "every", "per", "daily", "weekly", "monthly", "quarterly", "yearly", "annual", "day",
     "days", "week", "month", "year", "season", "shift", "regular", "regularly", "times"}
)  # fmt: skip


def _around(reading: Reading, index: int) -> range:
    """The clause that holds the word."""

    def breaks(at: int) -> bool:
        return reading.words[at].text in BREAKS or reading.words[at].key in listed("join")

    first = next((i + 1 for i in range(index - 1, -1, -1) if breaks(i)), 0)
    last = next((i for i in range(index + 1, len(reading.words)) if breaks(i)), len(reading.words))
    return range(first, last)


def _check_frequency(reading: Reading, index: int) -> None:
    """ "Presented every quarter" needs one fact that tells of the presenting and the quarter."""
    token = reading.words[index]
    before = reading.words[index - 1].key if index else ""
    often = token.key in rate_words() or (
        token.key in listed("period") and before in {"every", "each", "per", "a"}
    )
    held = reading.support[index].facts
    if not often or not held or index in reading.in_number:
        return
    rest = [
        i
        for i in _around(reading, index)
        if reading.words[i].is_content and i != index and i not in reading.in_number
        if reading.support[i].facts and not reading.support[i].neutral
    ]
    counts = Counter(f for i in rest for f in reading.support[i].facts)
    most = max(counts.values(), default=0)
    if rest and not any(counts[f] == most for f in held):
        reason = f"The profile does not say “{before} {token.text}” of this."
        reading.issues.append(Issue(Category.NUMBER, token.text, reason))


def _check_beginning(reading: Reading, key: str) -> None:
    """Who ran a club has not thereby started it."""
    begun = listed("begun")
    if not any(f.keys & begun for f in reading.scope.facts):
        reason = f"The profile does not say “{key}” of this."
        reading.issues.append(Issue(Category.OWNERSHIP, key, reason))
