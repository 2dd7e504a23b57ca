"""Numbers, years and tenures of a sentence against the facts that state them."""

from __future__ import annotations

from copilot.grounding import tenure
from copilot.grounding.agreement import agree
from copilot.grounding.category import Category
from copilot.grounding.facts import Entry, Fact
from copilot.grounding.modes import Source
from copilot.grounding.quantities import Quantity
from copilot.grounding.reading import BREAKS, EMPLOYMENTS, Issue, Reading, listed


def check_number(reading: Reading, number: Quantity, owners: list[tuple[Entry, ...]]) -> None:
    if reading.source(number.first) is Source.OPEN and _spelled(reading, number):
        return
    if reading.sources is not None and _pointing(reading, number):
        return
    verbatim = " ".join(t.text for t in reading.words[number.first : number.last + 1])
    allowed = {e.path for e in owners[number.first]}
    facts = [
        i
        for i in reading.scope.numbered
        for f in (reading.scope.facts[i],)
        if any(agree(number, q) for q in f.quantities)
        and (not allowed or f.section not in EMPLOYMENTS or f.entry in allowed)
    ]
    if not facts and _languages(reading, number):
        return
    if not facts and _repeats_unit(reading, number):
        return
    if not facts:
        _check_computed(reading, number, verbatim, owners[number.first])
        return
    around = _clause(reading, number)
    best: list[int] | None = None
    for fact in facts:
        lacking = [i for i in around if not _said_by(reading, i, fact)]
        if lacking and _in_profession(reading, lacking, fact):
            lacking = []
        if best is None or len(lacking) < len(best):
            best = lacking
    if not best:
        _check_result(reading, number, facts)
        return
    if number.kind == "year" and _year(reading, number, owners[number.first]):
        return
    if number.kind == "time" and _tenure(reading, number, owners[number.first]):
        return
    what = " ".join(reading.words[i].text for i in best)
    reading.issues.append(
        Issue(
            Category.METRIC,
            f"{verbatim} … {what}",
            f"The profile states “{verbatim}” of something else than “{what}”.",
        )
    )


def _in_profession(reading: Reading, lacking: list[int], fact: int) -> bool:
    """Whether what the number's fact does not say stands in one sentence about the profession, or
    in one skill, that also says something of the rest: "translate from German for 14 clients"."""
    common = frozenset.intersection(*(reading.support[i].facts for i in lacking))
    held = enumerate(reading.support)
    rest = [i for i, s in held if fact in s.facts and i not in lacking]
    return any(
        reading.scope.facts[f].section in {"basics", "skills"}
        and any(
            f in reading.support[i].facts
            or tenure.stated([reading.scope.facts[f]], reading.words[i])
            for i in rest
        )
        for f in common
    )


def _check_result(reading: Reading, number: Quantity, facts: list[int]) -> None:
    """In "Trained staff, cutting waste by a fifth" the fact of the waste must tell of the
    training: a bullet may not give another bullet's result as its own."""
    if not reading.rules.deeds:
        return
    start = min(_clause(reading, number), default=number.first)
    opening = [t.key for t in reading.words[max(0, start - 2) : start]]
    participle = reading.words[start].key.endswith("ing") and opening[-1:] == [","]
    if not (participle or opening == [",", "which"]):
        return
    told = [
        i
        for i in range(start - 1)
        if reading.words[i].is_content
        and i not in reading.in_number
        and reading.support[i].facts
        and not reading.support[i].neutral
    ]
    if told and not any(f in reading.support[i].facts for f in facts for i in told):
        said = " ".join(t.text for t in reading.words[start : number.last + 1])
        reason = f"The profile does not give “{said}” as the result of this."
        reading.issues.append(Issue(Category.METRIC, said, reason))


def _spelled(reading: Reading, number: Quantity) -> bool:
    """ "Three kitchens mean three kinds of guests": a general remark, not a figure."""
    words = reading.words[number.first : number.last + 1]
    passing = number.kind == "count" or number.unit in {"second", "minute", "hour", "day"}
    return passing and not any(t.has_digit for t in words)


def _repeats_unit(reading: Reading, number: Quantity) -> bool:
    """ "It was 12 percent and now it is 7": a bare number beside another one of the same fact."""
    if number.kind != "count" or number.counted or number.unit:
        return False
    return any(
        any(number.values & q.values for q in fact.quantities)
        and any(
            agree(other, q)
            for other in reading.numbers
            if other is not number
            for q in fact.quantities
        )
        for fact in (reading.scope.facts[i] for i in reading.scope.numbered)
    )


def _pointing(reading: Reading, number: Quantity) -> bool:
    """ "You need all three": what was named before, not a figure."""
    before = reading.words[number.first - 1].key if number.first else ""
    after = reading.words[number.last + 1 : number.last + 2]
    hour = before in {"at", "by", "before", "until"} and number.kind == "count"
    return (
        (before == "all" or hour)
        and _spelled(reading, number)
        and (not after or not after[0].is_content)
    )


def _languages(reading: Reading, number: Quantity) -> bool:
    """Whether "two languages" is how many the profile lists."""
    listed_languages = {f.entry for f in reading.scope.facts if f.section == "languages"}
    spoken = {t.key for t in reading.words[number.last + 1 : number.last + 2]}
    return spoken == {"languages"} and number.values == {float(len(listed_languages))}


def _said_by(reading: Reading, index: int, fact: int) -> bool:
    held = reading.support[index]
    if held.neutral or fact in held.facts or reading.open(index):
        return True
    entry = reading.scope.facts[fact].entry
    return any(
        reading.scope.facts[f].entry == entry and reading.scope.facts[f].header for f in held.facts
    )


def _check_computed(
    reading: Reading, number: Quantity, verbatim: str, owners: tuple[Entry, ...]
) -> None:
    if reading.source(number.first).borrows and any(
        agree(number, q) for f in reading.scope.asked.facts for q in f.quantities
    ):
        reading.from_posting = True
        return
    if number.kind == "year":
        if not _year(reading, number, owners):
            reading.issues.append(
                Issue(Category.DATE, verbatim, f"The profile does not give {verbatim} here.")
            )
        return
    if number.kind == "time" and number.unit in {"year", "month", "decade"}:
        if not _tenure(reading, number, owners):
            reading.issues.append(
                Issue(
                    Category.TENURE,
                    verbatim,
                    f"The dates of the profile do not add up to “{verbatim}” here.",
                )
            )
        return
    reading.issues.append(
        Issue(Category.NUMBER, verbatim, f"The profile does not state “{verbatim}” here.")
    )


def _year(reading: Reading, number: Quantity, owners: tuple[Entry, ...]) -> bool:
    others = [e for e in reading.rules.entries if e.section not in EMPLOYMENTS]
    entries = (*owners, *others) if owners else reading.rules.entries
    near = {t.key for t in reading.words[max(0, number.first - 3) : number.first]}
    dated = [f for f in _best_facts(reading, number) if any(q.kind == "year" for q in f.quantities)]
    if dated and not near & listed("span"):
        return False  # the fact gives its own year, and this is another
    if reading.rules.deeds and not near & listed("span"):
        return False
    return any(
        tenure.year_held(int(v), reading.words, number.first, entries) for v in number.values
    )


def _best_facts(reading: Reading, number: Quantity) -> list[Fact]:
    counts: dict[int, int] = {}
    for i in _clause(reading, number):
        if not reading.support[i].neutral:
            for fact in reading.support[i].facts:
                counts[fact] = counts.get(fact, 0) + 1
    most = max(counts.values(), default=0)
    return [reading.scope.facts[i] for i, n in counts.items() if n == most]


# "three years and a bit", "two years or so"
_AND_A_BIT = frozenset({"and", "a", "bit", "or", "so", "more", "some", "months"})


def _tenure(reading: Reading, number: Quantity, owners: tuple[Entry, ...]) -> bool:
    if number.unit not in {"year", "month", "decade"}:
        return False
    near = {t.key for t in reading.words[max(0, number.first - 4) : number.first]}
    rest = (t.key for t in reading.words[number.last + 1 : number.last + 5])
    after = next((k for k in rest if k not in _AND_A_BIT), "")
    if not near & listed("tenure-before") and after not in listed("tenure-after"):
        return False
    worked = [e for e in reading.rules.entries if e.section in EMPLOYMENTS]
    topic = tenure.about(number, reading.words, reading.rules.vocabulary)
    stated_after = bool(topic)
    if not topic and not owners:
        topic = [
            reading.words[i]
            for i in _clause(reading, number)
            if not reading.rules.vocabulary.holds(reading.words[i]) and i < number.first
        ]
    topic = [t for t in topic if t.key not in tenure.MONTHS]
    if owners:
        entries = [e for e in owners if e.section in EMPLOYMENTS]
    elif topic:
        entries = tenure.entries_about(topic, worked, by_name=stated_after)
        career = [f for f in reading.scope.facts if f.section == "basics" or f.field == "area"]
        named = stated_after and any(t.name for t in topic)
        if not named and tenure.field_of(topic, career):
            entries = [e for e in worked if e.section == "work"]
    else:
        entries = [e for e in worked if e.section == "work"]
    return tenure.covers(number, tenure.months_worked(entries, reading.rules.today))


def _clause(reading: Reading, number: Quantity) -> list[int]:
    """The content words of the number's clause."""

    def edge(index: int, step: int) -> int:
        while 0 <= index + step < len(reading.words):
            token = reading.words[index + step]
            if token.text in BREAKS or token.key in listed("join"):
                break
            if step < 0 and token.key in {"i", "i've"}:
                break  # "Alongside teaching I play …"
            index += step
        return index

    first, last = edge(number.first, -1), edge(number.last, 1)
    return [
        i
        for i in range(first, last + 1)
        if i not in reading.in_number
        and reading.words[i].is_content
        and reading.words[i].key not in tenure.MONTHS
    ]
