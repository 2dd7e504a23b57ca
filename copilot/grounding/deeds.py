"""Helped, did or led: a document may not say more than the fact that it rests on."""

from __future__ import annotations

from functools import cache, lru_cache

from copilot.grounding import lexicon, strength
from copilot.grounding.category import Category
from copilot.grounding.facts import Fact
from copilot.grounding.modes import Source
from copilot.grounding.reading import BREAKS, CREDENTIALS, Issue, Reading, listed
from copilot.grounding.words import Token, root

_VERB_FOLLOWS = frozenset({"and", "to", ",", ";", "or", "then", "that", "which", "who"})
# A clause rests on a fact that holds at least this share of its words.
_SHARE = 0.5


def check_strength(reading: Reading) -> None:
    ladder = lexicon.ladder() if reading.rules.language == "en" else {}
    group: list[int] = []
    for clause in _deeds(reading):
        starts_anew = _opens_deed(reading, clause) or not group
        group = clause if starts_anew else [*group, *clause]
        _check_clause(reading, clause, group, ladder)


def _compound(reading: Reading, index: int) -> bool:
    """The command of ``command-line`` commands nobody."""
    return index + 1 < len(reading.words) and reading.words[index + 1].text == "-"


def _deeds(reading: Reading) -> list[list[int]]:
    made: list[list[int]] = [[]]
    for index, token in enumerate(reading.words):
        if token.text in BREAKS or token.key in listed("join"):
            made.append([])
        elif reading.source(index) is Source.PROFILE:
            made[-1].append(index)
    return [c for c in made if any(reading.words[i].is_content for i in c)]


def _opens_deed(reading: Reading, clause: list[int]) -> bool:
    first = next((reading.words[i] for i in clause if reading.words[i].is_content), None)
    if first is None:
        return False
    if first.key.endswith("ing"):
        # "… with washing, dressing and meals" goes on; "Washing …, dressing …" begins anew.
        opening = next((t for t in reading.words if t.is_content), first)
        return opening.key.endswith("ing")
    return first.key.endswith("ed") or lexicon.is_past(first.key)


def _check_clause(
    reading: Reading, clause: list[int], group: list[int], ladder: dict[str, int]
) -> None:
    content = [
        i
        for i in clause
        if reading.words[i].is_content
        and reading.support[i].facts
        and not reading.support[i].neutral
        and reading.words[i].root not in ladder
    ]
    counts: dict[int, int] = {}
    for i in content:
        for fact in reading.support[i].facts:
            counts[fact] = counts.get(fact, 0) + 1
    most = max(counts.values(), default=0)
    best = [reading.scope.facts[i] for i, n in counts.items() if n == most]
    if content and most < len(content) * _SHARE:
        return
    spoken = [reading.words[i] for i in group]
    people = [
        i for i in clause if reading.words[i].root in _answerable() and _over_people(reading, i)
    ]
    if reading.rules.deeds or _says_deed(reading, group):
        _check_deed(reading, clause)
    leading = people + [
        i
        for i in clause
        if ladder.get(reading.words[i].root) == 3
        and not (reading.words[i].name and reading.support[i].facts)
        and not (reading.support[i].facts and _compound(reading, i))
        and not (reading.open(i) or reading.support[i].term or _field_of_work(reading, i))
    ]
    for i in leading:
        _check_leading(reading, i, best, spoken)
    if leading or not best or not (reading.rules.deeds or _says_deed(reading, group)):
        return
    if clause[-1] + 1 < len(reading.words) and reading.words[clause[-1] + 1].text == ":":
        spoken = reading.words  # a label: "Deliveries: helped …"
    for limit in ("helped", "shared", "supervised"):
        if all(limit in strength.limits(f) for f in best) and not strength.softened(
            reading.words if limit == "supervised" else spoken, limit
        ):
            said = {
                "helped": "helped with this, not did it alone",
                "shared": "did this together with others",
                "supervised": "did this under supervision",
            }[limit]
            reading.issues.append(
                Issue(
                    Category.OWNERSHIP,
                    " ".join(t.text for t in spoken[:8]),
                    f"The profile says that the candidate {said}.",
                )
            )
            return


def _check_deed(reading: Reading, clause: list[int]) -> None:
    """What was done needs a fact that tells of doing: a certificate in training is none."""
    first = next((i for i in clause if reading.words[i].is_content), None)
    if (
        first is None
        or reading.words[first].key in listed("credential-deed")
        or reading.open(first)
    ):
        return
    after = reading.words[first + 1].key if first + 1 < len(reading.words) else ""
    if after == "as" or (reading.words[first].key == "trained" and after in {"in", "at"}):
        return  # an education, not a deed
    if first and reading.words[first - 1].key in {"am", "i'm", "was", "been", "a", "an", "the"}:
        return
    held = reading.support[first]
    past = reading.words[first].key.endswith("ed") or lexicon.is_past(reading.words[first].key)
    facts = [reading.scope.facts[f] for f in held.facts]
    verbal = [f for f in facts if not f.header and _opens_with_deed(f)]
    if past and not held.neutral and verbal == facts and facts and after != "by":
        roots = lexicon.supporting_roots(reading.words[first].root, verb=True)
        if not any((_deeds_of(f) | _implied(f)) & roots for f in verbal):
            reading.issues.append(
                Issue(
                    Category.OWNERSHIP, reading.words[first].text,
                    f"The profile does not tell that the candidate “{reading.words[first].text}”.",
                )
            )  # fmt: skip
            return
    if past and not held.neutral and facts and all(f.section in CREDENTIALS for f in facts):
        reading.issues.append(
            Issue(
                Category.OWNERSHIP,
                reading.words[first].text,
                f"The profile does not tell that the candidate “{reading.words[first].text}” this.",
            )
        )


def _opens_with_deed(fact: Fact) -> bool:
    first = next((t for t in fact.tokens if t.is_content), None)
    return first is not None and lexicon.is_deed(first.key)


def _implied(fact: Fact) -> frozenset[str]:
    """What a fact implies beyond its words: who is responsible for it manages it."""
    return fact.roots - {t.root for t in fact.tokens}


@lru_cache(maxsize=8192)
def _deeds_of(fact: Fact) -> frozenset[str]:
    """Roots of the words that a fact uses as verbs."""
    found = set()
    for index, token in enumerate(fact.tokens):
        before = fact.tokens[index - 1].key if index else "and"
        if token.key.endswith("ing") or lexicon.is_deed(token.key) or before in _VERB_FOLLOWS:
            found.add(token.root)
    return frozenset(found)


def _field_of_work(reading: Reading, index: int) -> bool:
    """The management of "case management" is a field, if one fact names it so; "the head
    gardener" is a person."""
    if not index:
        return False
    if reading.words[index].key == "head" and index + 1 < len(reading.words):
        # "the head gardener": somebody else, if a fact names them so
        opening = [t.key for t in reading.words[max(0, index - 2) : index]]
        other = opening[-1] in {"the", "our"} and opening[0] not in {"am", "i'm", "was", "as"}
        return other and bool(reading.support[index + 1].facts & reading.support[index].facts)
    if reading.words[index].key != "management":
        return False
    return bool(reading.support[index - 1].facts & reading.support[index].facts)


def _over_people(reading: Reading, index: int) -> bool:
    """ "responsible for the team": said of people, responsibility is leadership."""
    after = reading.words[index + 1 : index + 6]
    return any(t.key in listed("people") for t in after)


def _check_leading(reading: Reading, index: int, best: list[Fact], spoken: list[Token]) -> None:
    token = reading.words[index]
    held = lexicon.listed_roots(token.root)
    facts = best or [reading.scope.facts[f] for f in reading.support[index].facts]
    if reading.rules.deeds or lexicon.is_past(token.key) or token.key.endswith("ed"):
        told = [f for f in facts if f.section not in CREDENTIALS]
        facts = told or facts[:0]
    for fact in facts:
        if (
            fact.roots & held
            and all(strength.softened(spoken, limit) for limit in strength.limits(fact))
            and _group_held(reading, index, fact)
        ):
            return
    reading.issues.append(
        Issue(
            Category.OWNERSHIP,
            token.text,
            f"The profile does not say “{token.text}” of this.",
        )
    )


def _group_held(reading: Reading, index: int, fact: Fact) -> bool:
    """Who leads a team needs a fact that tells of a team, or of several people."""
    after = reading.words[index + 1 : index + 5]
    group = next((t for t in after if t.key in listed("group")), None)
    return (
        group is None
        or group.root in fact.roots
        or bool(fact.keys & listed("group"))
        or any(q.kind == "count" and max(q.values) > 2 for q in fact.quantities)
    )


def _says_deed(reading: Reading, group: list[int]) -> bool:
    """``I wrote …``: the first content word after the candidate's I."""
    for place, i in enumerate(group):
        if reading.words[i].key in {"i", "i've"}:
            follower = next((j for j in group[place + 1 :] if reading.words[j].is_content), None)
            return follower is not None and not reading.support[follower].neutral
    return False


@cache
def _answerable() -> frozenset[str]:
    return frozenset(root(w) for w in ("responsible", "responsibility", "charge", "accountable"))
