"""Terms that a text about the candidate takes from the posting: "reach truck" is no "truck"."""

from __future__ import annotations

from itertools import pairwise

from copilot.grounding.category import Category
from copilot.grounding.modes import Source
from copilot.grounding.reading import Issue, Reading, listed


def check_borrowed(reading: Reading) -> None:
    """Two neighbours that are neighbours in the posting must stand together in one fact, even if
    one of them would need no support by itself."""
    content = [i for i, t in enumerate(reading.words) if t.is_content or not t.is_word]
    for left, right in pairwise(content):
        if right != left + 1 or not _both(reading, left, right):
            continue
        one, other = reading.words[left], reading.words[right]
        pair = (one.root, other.root)
        if pair in reading.scope.asked.pairs and pair not in reading.scope.pairs:
            said = f"{one.text} {other.text}"
            reason = f"The posting says “{said}”, but the profile does not."
            reading.issues.append(Issue(Category.SKILL, said, reason))


def _both(reading: Reading, left: int, right: int) -> bool:
    """Whether the two words claim something of the candidate, one of them by itself."""
    for i in (left, right):
        if (
            not reading.words[i].is_content
            or i in reading.in_number
            or reading.source(i) is not Source.PROFILE
        ):
            return False
    one, other = reading.support[left], reading.support[right]
    if (one.neutral and other.neutral) or reading.words[right].key in listed("generic"):
        return False
    facts = reading.scope.facts
    one_skill = {facts[f].entry for f in one.facts if facts[f].section == "skills"}
    if one_skill & {facts[f].entry for f in other.facts}:
        return False  # a skill and its own keyword
    return not one.facts & other.facts
