"""A certificate or a degree that a sentence names must be one that the profile holds."""

from __future__ import annotations

from copilot.grounding import lexicon
from copilot.grounding.category import Category
from copilot.grounding.facts import Fact
from copilot.grounding.implied import implied_words
from copilot.grounding.reading import BREAKS, Issue, Reading, listed
from copilot.grounding.words import Token

_REACH = 4
_LANGUAGES_REACH = 8
_LINKS = frozenset({"in", "to", "as", "for"})
# What may stand inside "sworn in for the courts".
_WITHIN = _LINKS | {"a", "an", "the"}
_GIVEN = frozenset({"awarded", "granted", "conferred", "issued"})
_HELD_IN = frozenset({"certificates", "education", "awards"})


def check_credentials(reading: Reading) -> None:
    """In ``a mentoring qualification`` or ``certified in mentoring`` the mentoring must stand in a
    certificate, a degree, an award, or beside the same word."""
    if reading.rules.language != "en":
        return
    for index, token in enumerate(reading.words):
        if token.key not in listed("credential") or reading.open(index):
            continue
        for at in (*_before(reading, index), *_after(reading, index)):
            held = [reading.scope.facts[f] for f in reading.support[at].facts]
            if held and not any(
                _tells_credential(f, token.root) and _says(f, reading.words[at]) for f in held
            ):
                said = f"{reading.words[at].text} {token.text}"
                reason = f"The profile does not hold this: “{said}”."
                reading.issues.append(Issue(Category.CREDENTIAL, said, reason))


def ease_awarded(reading: Reading) -> None:
    """Who gave a certificate or a degree, and when, is no award: "…, awarded by the guild"."""
    for index, token in enumerate(reading.words[:-1]):
        if token.key in _GIVEN and reading.words[index + 1].key in {"by", "in", "from", "on"}:
            before = (f for held in reading.support[:index] for f in held.facts)
            if any(reading.scope.facts[f].section in _HELD_IN for f in before):
                reading.ease(index)


def check_fluency(reading: Reading) -> None:
    """Of the languages that a sentence calls fluent each must be."""
    for index, token in enumerate(reading.words):
        if token.key not in listed("fluency") or reading.open(index):
            continue
        for at in range(index + 1, min(len(reading.words), index + 1 + _LANGUAGES_REACH)):
            word = reading.words[at]
            if word.text in BREAKS - {","} or word.key in listed("partly"):
                break
            named = [reading.scope.facts[f] for f in reading.support[at].facts]
            entries = {f.entry for f in named if f.section == "languages" and f.header}
            levels = [f for f in reading.scope.facts if f.entry in entries and not f.header]
            if levels and not any(f.roots & {token.root} for f in levels):
                reason = f"The profile says “{levels[0].text}” of {word.text}."
                said = f"{token.text} … {word.text}"
                reading.issues.append(Issue(Category.PROFICIENCY, said, reason))


def _tells_credential(fact: Fact, root: str) -> bool:
    return fact.section in _HELD_IN or root in fact.roots or bool(fact.keys & listed("credential"))


def _says(fact: Fact, word: Token) -> bool:
    """Whether the fact itself says the word; what its section implies is not enough."""
    roots = lexicon.supporting_roots(word.root)
    if fact.section == "education" and fact.roots & roots:
        return True  # an M.Sc. is a master's degree
    said = (fact.roots - implied_words()) | {t.root for t in fact.tokens}
    return word.key in fact.keys or bool(said & roots)


def _claims(reading: Reading, at: int) -> bool:
    return (
        reading.words[at].is_content
        and at not in reading.in_number
        and bool(reading.support[at].facts)
        and not reading.support[at].neutral
        and not reading.open(at)
    )


def _before(reading: Reading, index: int) -> list[int]:
    """The words of the noun phrase that the word closes."""
    found = []
    for at in range(index - 1, max(-1, index - 1 - _REACH), -1):
        if not reading.words[at].is_content and reading.words[at].text != "-":
            break
        if _claims(reading, at) and reading.words[index].key in listed("credential-noun"):
            found.append(at)
    return found


def _after(reading: Reading, index: int) -> list[int]:
    """The words of what it is in: ``certified in wound care``, ``a diploma in design``."""
    if index + 1 >= len(reading.words) or reading.words[index + 1].key not in _LINKS:
        return []
    found = []
    for at in range(index + 2, min(len(reading.words), index + 2 + _REACH)):
        token = reading.words[at]
        if token.text in BREAKS or (token.function and token.key not in _WITHIN):
            break
        if _claims(reading, at):
            found.append(at)
    return found
