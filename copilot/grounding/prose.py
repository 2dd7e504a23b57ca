"""One sentence of a document against the facts it may draw on."""

from __future__ import annotations

from copilot.grounding import (
    attribution,
    borrowed,
    breadth,
    credentials,
    deeds,
    everyday,
    figures,
    lexicon,
    strength,
    tenure,
    together,
)
from copilot.grounding.category import category_of
from copilot.grounding.category import listed as listed_category
from copilot.grounding.facts import WEEKDAYS, Entry
from copilot.grounding.modes import Source
from copilot.grounding.quantities import quantities
from copilot.grounding.reading import Issue, Reading, Rules, listed
from copilot.grounding.support import Scope, WordSupport
from copilot.grounding.words import Token, plain, tokens

_MOST_EVIDENCE = 3


def check_sentence(
    text: str,
    scope: Scope,
    rules: Rules,
    sources: list[Source] | None = None,
    named: tuple[Entry, ...] = (),
) -> Reading:
    """Read a sentence; the reading holds its issues and its evidence. ``sources`` tells for each
    token what it may draw on (None: the profile), ``named`` the employers of an earlier sentence
    that this one goes on about."""
    same = scope.verbatim(text)
    if same is not None or not plain(text):
        return Reading(scope, rules, [], evidence=[same] if same else [])
    words = tokens(text, rules.language)
    reading = Reading(scope, rules, words, sources, named)
    reading.numbers = quantities(words, rules.language)
    reading.in_number = {i for q in reading.numbers for i in range(q.first, q.last + 1)}
    reading.support = scope.words(words, rules.vocabulary)
    _ease_helpers(reading)
    _ease_shares(reading)
    credentials.ease_awarded(reading)
    owners = attribution.owners(reading)
    attribution.restrict(reading, owners)
    everyday.ease(reading)
    _check_words(reading)
    for number in reading.numbers:
        if reading.source(number.first) is not Source.NONE:
            figures.check_number(reading, number, owners)
    together.check_chunks(reading)
    deeds.check_strength(reading)
    breadth.check_breadth(reading)
    credentials.check_credentials(reading)
    credentials.check_fluency(reading)
    borrowed.check_borrowed(reading)
    _collect(reading)
    return reading


def _ease_helpers(reading: Reading) -> None:
    """Who says "helped to run it" claims no more than the help."""
    first = next((t for t in reading.words if t.is_content), None)
    if first is None or first.key not in strength.helping():
        return
    for index, token in enumerate(reading.words):
        if token.root in listed("helped-verb") and not reading.support[index].found:
            reading.ease(index)


def _ease_shares(reading: Reading) -> None:
    """Beside a percentage its name claims nothing more: "a renewal rate of 92%"."""
    if not any(number.kind == "percent" for number in reading.numbers):
        return
    for index, token in enumerate(reading.words):
        if token.key in listed("share") and not reading.support[index].found:
            reading.ease(index)


def _check_words(reading: Reading) -> None:
    for index, token in enumerate(reading.words):
        held, source = reading.support[index], reading.source(index)
        if not token.is_word or index in reading.in_number or _supported(reading, index):
            continue
        if source is Source.NONE or (token.key in tenure.MONTHS and _dated(reading, index)):
            continue
        if source.borrows and held.posting:
            reading.from_posting = True
            continue
        if source is Source.OPEN and reading.common(index):
            continue
        if source.borrows and (token.key in tenure.MONTHS or token.key in WEEKDAYS):
            continue
        everyday = (
            not token.name
            and not token.has_digit
            and (token.root in lexicon.familiar() or listed_category(token) is None)
        )
        if source.borrows and everyday:
            continue
        reading.issues.append(_unsupported(token, held))


def _supported(reading: Reading, index: int) -> bool:
    held, token = reading.support[index], reading.words[index]
    if held.facts or token.function:
        return True
    before = reading.words[index - 1].key if index else ""
    after = reading.words[index + 1].key if index + 1 < len(reading.words) else ""
    rate = token.key in listed("period") and before in listed("per") and after != "of"
    if reading.sources is not None and before in {"every", "each"}:
        rate = False  # a letter's "every autumn" colours; check_breadth looks at its facts
    if before in {"a", "an"} and not (index > 1 and reading.words[index - 2].is_content):
        rate = False  # "how a day at sea feels"
    return held.neutral and not rate


def _dated(reading: Reading, index: int) -> bool:
    return any(q.kind == "year" and q.first == index + 1 for q in reading.numbers)


def _collect(reading: Reading) -> None:
    used: dict[int, int] = {}
    for token, held in zip(reading.words, reading.support, strict=True):
        if token.is_content:
            for fact in held.facts:
                used[fact] = used.get(fact, 0) + 1
    best = sorted(used, key=lambda i: (-used[i], i))[:_MOST_EVIDENCE]
    reading.evidence = [reading.scope.facts[i] for i in best]


def _unsupported(token: Token, held: WordSupport) -> Issue:
    if held.posting:
        reason = f"The posting says “{token.text}”, but the profile does not."
    else:
        reason = f"Nothing in the profile says “{token.text}” here."
    return Issue(category_of(token), token.text, reason)
