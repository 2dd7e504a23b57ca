"""Years of experience and dates in prose, computed from the dates of the profile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from copilot.grounding import lexicon
from copilot.grounding.facts import Entry, Fact
from copilot.grounding.lexicon import Vocabulary
from copilot.grounding.number_words import SECONDS
from copilot.grounding.quantities import Quantity
from copilot.grounding.words import Token

MONTHS = {
    word: number
    for number, line in enumerate(
        (
            "january jan januar stycznia janvier enero",
            "february feb februar lutego fevrier febrero",
            "march mar marz marca mars marzo", "april apr kwietnia avril abril",
            "may mai maja mayo", "june jun juni czerwca juin junio",
            "july jul juli lipca juillet julio",
            "august aug sierpnia aout agosto", "september sep sept wrzesnia septembre septiembre",
            "october oct oktober pazdziernika octobre octubre",
            "november nov listopada novembre noviembre",
            "december dec dezember grudnia decembre diciembre",
        ),
        1,
    )
    for word in line.split()
}  # fmt: skip
# A stated tenure may be rounded up by a quarter of a year, "almost" by half a year.
_ROUNDING, _ALMOST = 0.25, 0.5
_PREFIX = 5


def months_worked(entries: Iterable[Entry], today: date) -> int:
    """Months covered by at least one of the entries; an open end reaches to today."""
    covered: set[int] = set()
    for entry in entries:
        if entry.start is None:
            continue
        first = _month(entry.start, late=False)
        last = _month(entry.end, late=True) if entry.end else today.year * 12 + today.month - 1
        covered.update(range(first, last + 1))
    return len(covered)


def _month(text: str, late: bool) -> int:
    year, _, rest = text.partition("-")
    month = int(rest[:2]) if rest else (12 if late else 1)
    return int(year) * 12 + month - 1


def covers(claim: Quantity, months: int) -> bool:
    """Whether a number of years (or months) stays within the months worked."""
    held = months / 12
    for amount in claim.amounts:
        stated = amount / SECONDS["year"]
        slack = {"over": 0.0, "nearly": _ALMOST, "about": _ALMOST}.get(claim.hedge, _ROUNDING)
        if stated <= held + slack:
            return True
    return False


def about(number: Quantity, words: Sequence[Token], neutral: Vocabulary) -> list[Token]:
    """The words that say in what the years were spent: ``in wound care``, ``as a cook``."""
    found: list[Token] = []
    for token in words[number.last + 1 :]:
        if token.text in {",", ";", ".", ":", "(", "–", "—"} or token.key in {
            "and",
            "but",
            "where",
        }:
            if token.key == "and" and found:
                continue
            break
        if token.is_content and not neutral.holds(token) and not token.has_digit:
            found.append(token)
    return found


def entries_about(
    topic: Sequence[Token], entries: Sequence[Entry], *, by_name: bool = True
) -> list[Entry]:
    """The entries that say something of the topic: any of its words, or, with ``by_name``, of its
    names if it has names."""
    names = [t for t in topic if t.name and by_name]
    return [e for e in entries if any(_says(e, t) for t in names or topic)]


def field_of(topic: Sequence[Token], career: Sequence[Fact]) -> bool:
    """Whether the topic is what the candidate's own label, summary or studies name."""
    return any(stated(career, token) for token in topic)


def _says(entry: Entry, token: Token) -> bool:
    return stated(entry.facts, token)


def stated(facts: Sequence[Fact], token: Token) -> bool:
    """Whether a fact says the word, or one that begins like it (translate, translator)."""
    roots = lexicon.supporting_roots(token.root)
    for fact in facts:
        if fact.roots & roots or token.key in fact.keys:
            return True
        if len(token.key) > _PREFIX and not token.name:
            stem = token.key[:_PREFIX]
            if any(key.startswith(stem) for key in fact.keys):
                return True
    return False


def year_held(year: int, words: Sequence[Token], index: int, entries: Iterable[Entry]) -> bool:
    """Whether a year in prose is one of the entries' dates; ``since`` needs a start."""
    before = {w.key for w in words[max(0, index - 2) : index]}
    since = bool(before & {"since", "seit", "depuis", "desde", "od"})
    for entry in entries:
        dates = [entry.start] if since and entry.start else list(entry.dates)
        month = MONTHS.get(words[index - 1].key) if index else None
        for held in dates:
            if held is None or int(held[:4]) != year:
                continue
            if month is None or held[5:7] == f"{month:02d}":
                return True
    return False
