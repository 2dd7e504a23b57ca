"""Words that stand together in a document must stand together in one fact as well."""

from __future__ import annotations

import itertools

from copilot.grounding import lexicon
from copilot.grounding.category import Category
from copilot.grounding.category import listed as listed_category
from copilot.grounding.implied import implied_words
from copilot.grounding.reading import BREAKS, Issue, Reading, listed


def check_chunks(reading: Reading) -> None:
    """Words that stand together must stand together in one fact as well."""
    _check_further_deeds(reading)
    chunk: list[int] = []
    for index, token in enumerate(reading.words):
        if token.key in listed("transparent") or token.text == "-":
            continue
        held = reading.support[index]
        if token.is_content and index not in reading.in_number:
            if held.facts and not held.neutral and not reading.open(index):
                chunk.append(index)
            elif not held.neutral:
                _check_chunk(reading, chunk)
                chunk = []
            continue
        _check_chunk(reading, chunk)
        chunk = []
    _check_chunk(reading, chunk)
    _check_joined(reading)


def _check_joined(reading: Reading) -> None:
    """In ``designed and ran tests`` both verbs are said of the tests."""
    content = [i for i, t in enumerate(reading.words) if t.is_content]
    for verb, second, thing in zip(content, content[1:], content[2:], strict=False):
        between = [t.key for t in reading.words[verb + 1 : second]]
        past = all(
            reading.words[i].key.endswith("ed") or lexicon.is_past(reading.words[i].key)
            for i in (verb, second)
        )
        nearby = thing - second <= 2 and reading.words[thing - 1].text not in BREAKS
        if between not in (["and"], [","]) or not past or not nearby:
            continue
        _check_added(reading, verb, second)
        one, other = reading.support[verb], reading.support[thing]
        apart = not one.facts & other.facts and not _same_entry(reading, one.facts, other.facts)
        if one.facts and other.facts and apart and not (one.neutral or other.neutral):
            _together(reading, verb, thing)


def _check_further_deeds(reading: Reading) -> None:
    """In ``cleaned tools and treated patients`` the second deed needs a fact as well, even if it
    would need none in other places."""
    if not reading.rules.deeds or reading.rules.language != "en":
        return
    deeds = [i for i, t in enumerate(reading.words) if t.is_content and lexicon.is_deed(t.key)]
    if not any(reading.support[i].facts for i in deeds[:1]):
        return
    for index in deeds[1:]:
        held, word = reading.support[index], reading.words[index]
        joined = reading.words[index - 1].key in {"and", ","}
        if joined and held.neutral and not held.facts and word.key not in listed("bland"):
            reason = f"Nothing in the profile says “{word.text}” here."
            reading.issues.append(Issue(Category.CLAIM, word.text, reason))


def _check_added(reading: Reading, verb: int, second: int) -> None:
    """In ``packed and delivered parcels`` a deed that by itself would need no support is added to
    one that the profile tells."""
    if not reading.rules.deeds:
        return
    for one, other in ((verb, second), (second, verb)):
        held, added = reading.support[one], reading.support[other]
        word = reading.words[other]
        if held.facts and not added.facts and added.neutral and word.key not in listed("bland"):
            reason = f"Nothing in the profile says “{word.text}” here."
            reading.issues.append(Issue(Category.CLAIM, word.text, reason))


def _together(reading: Reading, left: int, right: int) -> None:
    one, other = reading.words[left].text, reading.words[right].text
    reason = f"The profile states “{one}” and “{other}”, but not together."
    reading.issues.append(Issue(Category.CLAIM, f"{one} {other}", reason))


def _check_chunk(reading: Reading, chunk: list[int]) -> None:
    for left, right in itertools.pairwise(chunk):
        if {reading.words[left].root, reading.words[right].root} & implied_words():
            continue
        if reading.words[right].key in listed("after-person"):
            continue
        if reading.rules.free and not (_weighs(reading, left) or _weighs(reading, right)):
            continue
        one, other = reading.support[left].facts, reading.support[right].facts
        if one & other or _same_entry(reading, one, other):
            continue
        _together(reading, left, right)


def _weighs(reading: Reading, index: int) -> bool:
    """Whether a word names something or is of a class that carries a claim."""
    token = reading.words[index]
    return (
        token.name
        or token.root in listed("over-people")
        or token.root in lexicon.guarded()
        or listed_category(token) is not None
    )


def _same_entry(reading: Reading, left: frozenset[int], right: frozenset[int]) -> bool:
    """A word of a header beside a word of the same entry."""
    facts = reading.scope.facts
    for one, other in ((left, right), (right, left)):
        named = {facts[i].entry for i in one if facts[i].header}
        if named & {facts[i].entry for i in other}:
            return True
    return False
