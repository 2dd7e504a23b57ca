"""One sentence of a document against the facts it may draw on."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from copilot.grounding import lexicon
from copilot.grounding.category import Category, category_of
from copilot.grounding.facts import Fact
from copilot.grounding.quantities import Quantity, agree, quantities
from copilot.grounding.support import Scope, WordSupport
from copilot.grounding.words import Token, is_function, plain, tokens

_BREAKS = frozenset({",", ";", ":", "–", "—", "(", ")", ".", "!", "?", "/", "|"})
_JOINS = frozenset(
    [
        "and",
        "or",
        "but",
        "while",
        "plus",
        "as",
        "&",
        "und",
        "oder",
        "et",
        "ou",
        "y",
        "o",
        "i",
        "oraz",
    ]
)
# Words that leave a noun phrase whole: "managed the kitchen".
_TRANSPARENT = frozenset(
    [
        "the",
        "a",
        "an",
        "my",
        "our",
        "their",
        "its",
        "his",
        "her",
        "all",
        "any",
        "this",
        "these",
        "those",
    ]
)


@dataclass(frozen=True, slots=True)
class Issue:
    category: Category
    words: str
    reason: str


@dataclass(slots=True)
class Check:
    """What was found about one sentence."""

    issues: list[Issue] = field(default_factory=list)
    evidence: list[Fact] = field(default_factory=list)
    from_posting: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    vocabulary: frozenset[str]
    """Roots that need no support here."""
    posting_allowed: bool = False
    """Whether words may come from the posting alone."""
    exempt: frozenset[int] = frozenset()
    """Token indexes that state nothing about the candidate (an honest gap)."""


def check_sentence(text: str, scope: Scope, rules: Rules) -> Check:
    check = Check()
    stated = plain(text)
    same = [f for f in scope.facts if f.plain == stated]
    if same or not stated:
        check.evidence = same[:1]
        return check
    words = tokens(text)
    numbers = quantities(words)
    in_number = {i for q in numbers for i in range(q.first, q.last + 1)}
    support = scope.words(words, rules.vocabulary)
    for index, (token, held) in enumerate(zip(words, support, strict=True)):
        if not token.is_word or index in in_number or index in rules.exempt or held.found:
            continue
        if held.posting and rules.posting_allowed:
            check.from_posting = True
            continue
        check.issues.append(_unsupported(token, held))
    for number in numbers:
        if number.first not in rules.exempt:
            _check_number(number, words, support, scope, rules, check)
    _check_chunks(words, support, in_number, scope, rules, check)
    _check_strength(words, support, scope, rules, check)
    used: dict[int, int] = {}
    for token, held in zip(words, support, strict=True):
        if token.is_word and not is_function(token):
            for fact in held.facts:
                used[fact] = used.get(fact, 0) + 1
    best = sorted(used, key=lambda i: (-used[i], i))[:3]
    check.evidence = [scope.facts[i] for i in best]
    return check


def _unsupported(token: Token, held: WordSupport) -> Issue:
    category = category_of(token)
    if held.posting:
        return Issue(
            category,
            token.text,
            f"The posting says “{token.text}”, but nothing in the profile does.",
        )
    return Issue(category, token.text, f"Nothing in the profile says “{token.text}”.")


def _check_number(
    number: Quantity,
    words: Sequence[Token],
    support: Sequence[WordSupport],
    scope: Scope,
    rules: Rules,
    check: Check,
) -> None:
    verbatim = " ".join(t.text for t in words[number.first : number.last + 1])
    sources = [i for i, f in enumerate(scope.facts) if any(agree(number, q) for q in f.quantities)]
    if not sources:
        if rules.posting_allowed and any(
            agree(number, q) for f in scope.posting for q in f.quantities
        ):
            return
        check.issues.append(
            Issue(Category.NUMBER, verbatim, f"The profile does not state “{verbatim}” here.")
        )
        return
    if number.kind == "year":
        return
    around = _clause(number, words)
    best: list[Token] | None = None
    for source in sources:
        lacking = [
            words[i]
            for i in around
            if not support[i].neutral
            and source not in support[i].facts
            and not _in_header(words[i], scope.facts[source], scope)
        ]
        if best is None or len(lacking) < len(best):
            best = lacking
    if best:
        what = " ".join(t.text for t in best)
        check.issues.append(
            Issue(
                Category.METRIC,
                f"{verbatim} … {what}",
                f"The profile states “{verbatim}” about something else than “{what}”.",
            )
        )


def _in_header(token: Token, fact: Fact, scope: Scope) -> bool:
    return any(
        f.entry == fact.entry and f.field in {"name", "position", "organization", "location"}
        and token.root in f.roots
        for f in scope.facts
    )  # fmt: skip


def _clause(number: Quantity, words: Sequence[Token]) -> list[int]:
    """The content words of the number's clause."""

    def edge(index: int, step: int) -> int:
        while 0 <= index + step < len(words):
            token = words[index + step]
            if token.text in _BREAKS:
                break
            if token.key in _JOINS:
                break
            index += step
        return index

    first, last = edge(number.first, -1), edge(number.last, 1)
    return [
        i
        for i in range(first, last + 1)
        if not number.first <= i <= number.last
        and words[i].is_word
        and not words[i].has_digit
        and not is_function(words[i])
    ]


def _check_chunks(
    words: Sequence[Token],
    support: Sequence[WordSupport],
    in_number: set[int],
    scope: Scope,
    rules: Rules,
    check: Check,
) -> None:
    """Words that stand together must stand together in one fact as well."""
    chunk: list[int] = []
    for index, token in enumerate([*words, None]):
        if token is not None and token.key in _TRANSPARENT:
            continue
        held = support[index] if token is not None else None
        joins = (
            token is not None
            and held is not None
            and token.is_word
            and not is_function(token)
            and index not in in_number
        )
        if joins and held is not None:
            if held.facts and not held.neutral and index not in rules.exempt:
                chunk.append(index)
            continue
        if token is not None and token.text == "-":
            continue
        _check_chunk(chunk, words, support, scope, rules, check)
        chunk = []


def _check_chunk(
    chunk: list[int],
    words: Sequence[Token],
    support: Sequence[WordSupport],
    scope: Scope,
    rules: Rules,
    check: Check,
) -> None:
    if len(chunk) < 2 or (rules.posting_allowed and all(support[i].posting for i in chunk)):
        return
    for left, right in itertools.pairwise(chunk):
        shared = support[left].facts & support[right].facts
        if shared or _same_entry(support[left].facts, support[right].facts, scope):
            continue
        phrase = f"{words[left].text} {words[right].text}"
        check.issues.append(
            Issue(
                Category.CLAIM,
                phrase,
                f"The profile states “{words[left].text}” and “{words[right].text}”, but not "
                "together.",
            )
        )


def _same_entry(left: frozenset[int], right: frozenset[int], scope: Scope) -> bool:
    """A header word beside a word of the same entry."""
    headers = {"name", "position", "organization", "location"}
    for one, other in ((left, right), (right, left)):
        named = {scope.facts[i].entry for i in one if scope.facts[i].field in headers}
        if named & {scope.facts[i].entry for i in other}:
            return True
    return False


def _check_strength(
    words: Sequence[Token],
    support: Sequence[WordSupport],
    scope: Scope,
    rules: Rules,
    check: Check,
) -> None:
    ladder = lexicon.ladder()
    for clause in _clauses(words):
        content = [
            i
            for i in clause
            if words[i].is_word
            and not is_function(words[i])
            and not support[i].neutral
            and i not in rules.exempt
            and words[i].root not in ladder
        ]
        claimed = [i for i in clause if i not in rules.exempt and words[i].root in ladder]
        if any(ladder[words[i].root] == 1 for i in claimed) or not content:
            continue
        counts: dict[int, int] = {}
        for i in content:
            for fact in support[i].facts:
                counts[fact] = counts.get(fact, 0) + 1
        if not counts:
            continue
        most = max(counts.values())
        if most < max(1, len(content) // 2):
            continue
        best = [scope.facts[i] for i, n in counts.items() if n == most]
        leading = [i for i in claimed if ladder[words[i].root] == 3]
        for i in leading:
            held = lexicon.supporting_roots(words[i].root)
            if not any(f.roots & held and not _helped(f) for f in best):
                check.issues.append(
                    Issue(
                        Category.OWNERSHIP,
                        words[i].text,
                        f"The profile does not say “{words[i].text}” of this.",
                    )
                )
        if not leading and all(_helped(f) for f in best):
            first = words[clause[0]].text
            check.issues.append(
                Issue(
                    Category.OWNERSHIP,
                    " ".join(words[i].text for i in clause[:6]),
                    f"The profile says that the candidate helped with this, not did it (“{first}”).",
                )
            )


def _helped(fact: Fact) -> bool:
    """Whether the fact opens by saying that the candidate helped or took part."""
    ladder = lexicon.ladder()
    if fact.field not in {"highlights", "summary", "description"}:
        return False
    opening = [t for t in fact.tokens if t.is_word][:4]
    first = next((t for t in opening if not is_function(t)), None)
    if first is None:
        return False
    return ladder.get(first.root) == 1 and first.key not in {"support", "join", "joined"}


def _clauses(words: Sequence[Token]) -> list[list[int]]:
    made: list[list[int]] = [[]]
    for index, token in enumerate(words):
        if token.text in _BREAKS or token.key in _JOINS:
            made.append([])
        else:
            made[-1].append(index)
    return [clause for clause in made if clause]
