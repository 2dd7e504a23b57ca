"""Everyday words that colour what a letter or a summary tells of the candidate.

"I test milk at a dairy" tells no more than the profile if it holds the milk and the tests: the
words that carry a claim (numbers, names, skills, titles, credentials, deeds, ranks, scope) are
looked for one by one, and a plain noun or adjective beside them needs no support of its own.
"""

from __future__ import annotations

from copilot.grounding import lexicon
from copilot.grounding.category import listed as listed_category
from copilot.grounding.modes import clauses, listed_words
from copilot.grounding.reading import Reading, listed

# A clause rests on the profile if it states so many of its words.
_ANCHORS = 1
# "… and file their returns" adds a deed.
_GOING_ON = frozenset({"and", "or", "but"})
_DEED_AFTER = frozenset({"i", "i've", "also", "and", "to", "then", "we", "often", "usually"})


def ease(reading: Reading) -> None:
    """Free everyday words in clauses that rest on the profile."""
    if not reading.rules.free or reading.rules.language != "en":
        return
    _ease_workplaces(reading)
    for clause in clauses(reading.words):
        lacking = [i for i in clause if _lacks(reading, i)]
        if not lacking or any(reading.words[i].root in listed("over-people") for i in clause):
            continue
        anchors = [i for i in clause if _anchors(reading, i)]
        goes_on = reading.words[clause[0]].key in _GOING_ON
        if (goes_on or len(anchors) < _ANCHORS) and not _remark(reading, clause):
            continue
        for index in lacking:
            if _everyday(reading, index, len(anchors)):
                reading.ease(index)


def _ease_workplaces(reading: Reading) -> None:
    """ "At a dairy in Bergen": of what kind an employer is claims nothing."""
    for index, token in enumerate(reading.words):
        before = {t.key for t in reading.words[max(0, index - 3) : index]}
        told = before & {"a", "an", "the", "one"} or token.key.endswith(("ies", "es"))
        placed = before & {"at", "in", "for", "with"} and told
        if token.key in listed("workplace") and placed and _lacks(reading, index):
            reading.ease(index)


def _remark(reading: Reading, clause: list[int]) -> bool:
    """ "… because bare feet deserve it": a reason that is not about the candidate."""
    keys = {reading.words[i].key for i in clause}
    return reading.words[clause[0]].key in listed_words("explaining") and not keys & (
        listed_words("subject") | listed_words("candidate")
    )


def _lacks(reading: Reading, index: int) -> bool:
    return (
        reading.words[index].is_content
        and not reading.support[index].found
        and index not in reading.in_number
    )


def _anchors(reading: Reading, index: int) -> bool:
    held = reading.support[index]
    return reading.words[index].is_content and bool(held.facts) and not held.neutral


def _everyday(reading: Reading, index: int, anchors: int) -> bool:
    """Whether a word is lower-case, common, and of no class that carries a claim."""
    token, held = reading.words[index], reading.support[index]
    before = reading.words[index - 1].key if index else ""
    return (
        not token.name
        and not token.has_digit
        and not held.posting
        and token.root not in reading.scope.asked.roots
        and listed_category(token) is None
        and token.key not in lexicon.strict_forms()
        and token.root not in lexicon.guarded()
        and not lexicon.is_deed(token.key)
        and not token.key.endswith("ing")
        and before not in _DEED_AFTER | listed_words("subject")
        and token.key not in listed("amount")
        and (anchors > 1 or token.root in lexicon.familiar() or token.root in lexicon.common())
    )
