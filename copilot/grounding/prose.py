"""One sentence of a document against the facts it may draw on."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from copilot.grounding import lexicon, strength, tenure
from copilot.grounding.agreement import agree
from copilot.grounding.category import Category, category_of
from copilot.grounding.facts import Entry, Fact
from copilot.grounding.implied import implied_words
from copilot.grounding.modes import Source, clauses
from copilot.grounding.quantities import Quantity, quantities
from copilot.grounding.support import Scope, WordSupport
from copilot.grounding.words import Token, plain, root, tokens

_BREAKS = frozenset(",;:–—().!?/|")
_JOINS = frozenset(
    {"and", "or", "but", "while", "plus", "&", "who", "which", "where", "whose", "because"}
    | {"und", "oder", "et", "ou", "y", "oraz", "die", "qui", "que"}
)
# Words that leave a noun phrase whole: "managed the kitchen".
_TRANSPARENT = frozenset(
    {
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
    }
)
_EMPLOYMENTS = frozenset({"work", "volunteer"})
_HELPED_VERBS = frozenset({"run", "conduct", "organise", "carri", "perform", "execute", "set"})
_GROUPS = frozenset({"team", "teams", "crew", "brigade", "department", "squad", "group", "staff"})
_CREDENTIAL_DEEDS = frozenset(
    [
        "studied",
        "graduated",
        "qualified",
        "earned",
        "completed",
        "passed",
        "obtained",
        "majored",
        "attended",
        "learned",
        "learnt",
        "certified",
        "spoke",
        "won",
        "received",
        "held",
    ]
)
_CREDENTIALS = frozenset({"education", "certificates", "skills", "languages"})
# What makes a number of years a tenure: "for two years", "five years of", "with two years at".
_TENURE_BEFORE = frozenset(
    {
        "for",
        "with",
        "over",
        "past",
        "last",
        "spent",
        "after",
        "than",
        "nearly",
        "almost",
        "about",
        "seit",
        "mit",
        "pendant",
        "depuis",
        "durante",
        "przez",
        "have",
        "bring",
        "of",
    }
)
_TENURE_AFTER = frozenset(
    {
        "of",
        "experience",
        "experienced",
        "as",
        "in",
        "at",
        "with",
        "erfahrung",
        "d'experience",
        "de",
        "doswiadczenia",
        "working",
        "teaching",
    }
)
_EXPERIENCE = frozenset(
    {
        "since",
        "from",
        "until",
        "to",
        "between",
        "and",
        "till",
        "-",
        "–",
        "seit",
        "von",
        "bis",
        "depuis",
        "desde",
        "od",
        "do",
        "a",
        "au",
        "hasta",
    }
)
_PEOPLE = frozenset(
    [
        "team",
        "teams",
        "staff",
        "employee",
        "employees",
        "colleague",
        "colleagues",
        "people",
        "crew",
        "department",
        "technicians",
        "nurses",
        "engineers",
        "developers",
        "teachers",
        "workers",
        "agents",
        "brigade",
        "squad",
        "personnel",
        "members",
    ]
)
# A period word needs support only as a rate: "a day", "per week".
_PERIODS = frozenset(
    {"day", "week", "month", "year", "night", "hour", "days", "weeks", "months", "years", "hours"}
)
_PER = frozenset({"a", "an", "per", "each", "every", "/", "one"})
# A clause rests on a fact that holds at least this share of its words.
_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Issue:
    category: Category
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rules:
    """How strictly a text is read."""

    vocabulary: frozenset[str] = frozenset()
    """Roots that need no support here."""
    language: str = "en"
    deeds: bool = False
    """Whether each clause says that the candidate did something (a bullet)."""
    today: date = date.min
    entries: tuple[Entry, ...] = ()
    """What tenures and years may be computed from."""


@dataclass(slots=True)
class SentenceCheck:
    """Reads one sentence; ``issues`` and ``evidence`` hold the outcome."""

    text: str
    scope: Scope
    rules: Rules
    sources: list[Source] | None = None
    named: tuple[Entry, ...] = ()
    """Employers that an earlier sentence is about ("There I …")."""
    issues: list[Issue] = field(default_factory=list)
    evidence: list[Fact] = field(default_factory=list)
    from_posting: bool = False
    words: list[Token] = field(default_factory=list)
    support: list[WordSupport] = field(default_factory=list)
    numbers: list[Quantity] = field(default_factory=list)
    _in_number: set[int] = field(default_factory=set)
    _years: set[int] = field(default_factory=set)

    def run(self) -> SentenceCheck:
        stated = plain(self.text)
        same = [f for f in self.scope.facts if f.plain == stated]
        if same or not stated:
            self.evidence = same[:1]
            return self
        self.words = self.words or tokens(self.text, self.rules.language)
        self.numbers = quantities(self.words, self.rules.language)
        self._in_number = {i for q in self.numbers for i in range(q.first, q.last + 1)}
        self.support = self.scope.words(self.words, self.rules.vocabulary)
        self._ease_helpers()
        owners = self._owners()
        self._restrict(owners)
        self._check_words()
        for number in self.numbers:
            if self._source(number.first) is not Source.NONE:
                self._check_number(number, owners)
        self._check_chunks()
        self._check_strength()
        self._collect()
        return self

    def _source(self, index: int) -> Source:
        return self.sources[index] if self.sources else Source.PROFILE

    def _open(self, index: int) -> bool:
        """Whether the word at the index needs nothing of the profile."""
        source = self._source(index)
        return source is Source.NONE or (source is Source.POSTING and self.support[index].posting)

    def _ease_helpers(self) -> None:
        """Who says "helped to run it" claims no more than the help."""
        first = next((t for t in self.words if t.is_content), None)
        if first is None or first.key not in strength.helping():
            return
        for index, token in enumerate(self.words):
            if token.root in _HELPED_VERBS and not self.support[index].found:
                held = self.support[index]
                self.support[index] = WordSupport(held.facts, held.posting, neutral=True)

    # Which employer a clause speaks of

    def _owners(self) -> list[tuple[Entry, ...]]:
        """For each token the employers that its clause names; none if it names none."""
        owners: list[tuple[Entry, ...]] = [self.named] * len(self.words)
        spots = [(i, e) for e in self.rules.entries for i in self._mentions(e)]
        if not spots:
            return owners
        current = self.named
        for clause in clauses(self.words):
            here = tuple(e for i, e in sorted(spots, key=lambda s: s[0]) if i in clause)
            if here:
                current = here
            for index in clause:
                owners[index] = current
        return owners

    def _mentions(self, entry: Entry) -> list[int]:
        names = [t for t in tokens(entry.name, self.rules.language) if t.is_content][:2]
        if not names or entry.section not in _EMPLOYMENTS:
            return []
        keys = [t.key for t in self.words]
        return [
            i
            for i, t in enumerate(self.words)
            if t.key == names[0].key
            and t.text[:1].isupper()
            and (len(names) == 1 or names[1].key in keys[i + 1 : i + 4] or len(names[0].key) > 5)
        ]

    def _restrict(self, owners: list[tuple[Entry, ...]]) -> None:
        """A clause about one employer draws on no other employer's facts."""
        for index, held in enumerate(self.support):
            if not owners[index] or not held.facts:
                continue
            allowed = {e.path for e in owners[index]}
            kept = frozenset(
                f
                for f in held.facts
                if self.scope.facts[f].section not in _EMPLOYMENTS
                or self.scope.facts[f].entry in allowed
            )
            if (
                not kept
                and not held.neutral
                and not self._open(index)
                and self.words[index].is_content
                and not self._general(index, held)
            ):
                if index not in self._in_number:
                    where = " / ".join(e.name for e in owners[index])
                    self.issues.append(
                        Issue(
                            Category.ATTRIBUTION,
                            self.words[index].text,
                            f"The profile says “{self.words[index].text}” of another role than "
                            f"the one at {where}.",
                        )
                    )
                continue
            if not kept and self._general(index, held):
                continue
            self.support[index] = WordSupport(kept, held.posting, held.neutral, held.term)

    def _general(self, index: int, held: WordSupport) -> bool:
        """A common noun that only stands in another employer's name: ``the clinic``."""
        facts = [self.scope.facts[f] for f in held.facts]
        return not self.words[index].name and all(f.header for f in facts)

    # Words

    def _check_words(self) -> None:
        for index, token in enumerate(self.words):
            held = self.support[index]
            if not token.is_word or index in self._in_number or self._supported(index):
                continue
            if token.key in tenure.MONTHS and self._dated(index):
                continue
            if held.posting and self._source(index) is Source.POSTING:
                self.from_posting = True
                continue
            source = self._source(index)
            if source is Source.NONE:
                continue
            if source is Source.POSTING:
                if held.posting:
                    self.from_posting = True
                    continue
                if not token.name and not token.has_digit and token.root in lexicon.common():
                    continue
            self.issues.append(_unsupported(token, held))

    def _supported(self, index: int) -> bool:
        held, token = self.support[index], self.words[index]
        if held.facts or token.function:
            return True
        rate = token.key in _PERIODS and index > 0 and self.words[index - 1].key in _PER
        return held.neutral and not rate

    def _dated(self, index: int) -> bool:
        after = index + 1
        return after < len(self.words) and any(
            q.kind == "year" and q.first == after for q in self.numbers
        )

    # Numbers

    def _check_number(self, number: Quantity, owners: list[tuple[Entry, ...]]) -> None:
        verbatim = " ".join(t.text for t in self.words[number.first : number.last + 1])
        allowed = {e.path for e in owners[number.first]}
        facts = [
            i
            for i, f in enumerate(self.scope.facts)
            if any(agree(number, q) for q in f.quantities)
            and (not allowed or f.section not in _EMPLOYMENTS or f.entry in allowed)
        ]
        if not facts:
            self._check_computed(number, verbatim, owners[number.first])
            return
        around = self._clause(number)
        best: list[int] | None = None
        for fact in facts:
            lacking = [i for i in around if not self._said_by(i, fact)]
            if best is None or len(lacking) < len(best):
                best = lacking
        if not best:
            return
        if number.kind == "year" and self._year(number, owners[number.first]):
            return
        if number.kind == "time" and self._tenure(number, owners[number.first]):
            return
        what = " ".join(self.words[i].text for i in best)
        self.issues.append(
            Issue(
                Category.METRIC,
                f"{verbatim} … {what}",
                f"The profile states “{verbatim}” of something else than “{what}”.",
            )
        )

    def _said_by(self, index: int, fact: int) -> bool:
        held = self.support[index]
        if held.neutral or fact in held.facts or self._open(index):
            return True
        entry = self.scope.facts[fact].entry
        return any(
            self.scope.facts[f].entry == entry and self.scope.facts[f].header for f in held.facts
        )

    def _check_computed(self, number: Quantity, verbatim: str, owners: tuple[Entry, ...]) -> None:
        if self._source(number.first) is Source.POSTING and any(
            agree(number, q) for f in self.scope.posting for q in f.quantities
        ):
            self.from_posting = True
            return
        if number.kind == "year":
            if not self._year(number, owners):
                self.issues.append(
                    Issue(Category.DATE, verbatim, f"The profile does not give {verbatim} here.")
                )
            return
        if number.kind == "time" and number.unit in {"year", "month", "decade"}:
            if not self._tenure(number, owners):
                self.issues.append(
                    Issue(
                        Category.TENURE,
                        verbatim,
                        f"The dates of the profile do not add up to “{verbatim}” here.",
                    )
                )
            return
        self.issues.append(
            Issue(Category.NUMBER, verbatim, f"The profile does not state “{verbatim}” here.")
        )

    def _year(self, number: Quantity, owners: tuple[Entry, ...]) -> bool:
        entries = owners or self.rules.entries
        near = {t.key for t in self.words[max(0, number.first - 3) : number.first]}
        dated = [f for f in self._best_facts(number) if any(q.kind == "year" for q in f.quantities)]
        if dated and not near & _EXPERIENCE:
            return False  # the fact gives its own year, and this is another
        if self.rules.deeds and not near & _EXPERIENCE:
            return False
        return any(
            tenure.year_held(int(v), self.words, number.first, entries) for v in number.values
        )

    def _best_facts(self, number: Quantity) -> list[Fact]:
        counts: dict[int, int] = {}
        for i in self._clause(number):
            if not self.support[i].neutral:
                for fact in self.support[i].facts:
                    counts[fact] = counts.get(fact, 0) + 1
        most = max(counts.values(), default=0)
        return [self.scope.facts[i] for i, n in counts.items() if n == most]

    def _tenure(self, number: Quantity, owners: tuple[Entry, ...]) -> bool:
        if number.unit not in {"year", "month", "decade"}:
            return False
        near = {t.key for t in self.words[max(0, number.first - 4) : number.first]}
        after = self.words[number.last + 1].key if number.last + 1 < len(self.words) else ""
        if not near & _TENURE_BEFORE and after not in _TENURE_AFTER:
            return False
        worked = [e for e in self.rules.entries if e.section in _EMPLOYMENTS]
        topic = tenure.about(number, self.words, self.rules.vocabulary)
        if not topic and not owners:
            topic = [
                self.words[i]
                for i in self._clause(number)
                if self.words[i].root not in self.rules.vocabulary and i < number.first
            ]
        topic = [t for t in topic if t.key not in tenure.MONTHS]
        if owners:
            entries = [e for e in owners if e.section in _EMPLOYMENTS]
        elif topic:
            entries = tenure.entries_about(topic, worked)
            career = [f for f in self.scope.facts if f.section == "basics" or f.field == "area"]
            if not any(t.name for t in topic) and tenure.field_of(topic, career):
                entries = [e for e in worked if e.section == "work"]
        else:
            entries = [e for e in worked if e.section == "work"]
        return tenure.covers(number, tenure.months_worked(entries, self.rules.today))

    def _clause(self, number: Quantity) -> list[int]:
        """The content words of the number's clause."""

        def edge(index: int, step: int) -> int:
            while 0 <= index + step < len(self.words):
                token = self.words[index + step]
                if token.text in _BREAKS or token.key in _JOINS:
                    break
                index += step
            return index

        first, last = edge(number.first, -1), edge(number.last, 1)
        return [
            i
            for i in range(first, last + 1)
            if i not in self._in_number
            and self.words[i].is_content
            and self.words[i].key not in tenure.MONTHS
        ]

    # Words that belong together

    def _check_chunks(self) -> None:
        """Words that stand together must stand together in one fact as well."""
        chunk: list[int] = []
        for index, token in enumerate(self.words):
            if token.key in _TRANSPARENT or token.text == "-":
                continue
            held = self.support[index]
            if token.is_content and index not in self._in_number:
                if held.facts and not held.neutral and not self._open(index):
                    chunk.append(index)
                elif not held.neutral:
                    self._check_chunk(chunk)
                    chunk = []
                continue
            self._check_chunk(chunk)
            chunk = []
        self._check_chunk(chunk)
        self._check_joined()

    def _check_joined(self) -> None:
        """In ``designed and ran tests`` both verbs are said of the tests."""
        content = [i for i, t in enumerate(self.words) if t.is_content]
        for verb, second, thing in zip(content, content[1:], content[2:], strict=False):
            between = [t.key for t in self.words[verb + 1 : second]]
            past = all(
                self.words[i].key.endswith("ed") or lexicon.is_past(self.words[i].key)
                for i in (verb, second)
            )
            nearby = thing - second <= 2 and self.words[thing - 1].text not in _BREAKS
            if between not in (["and"], [","]) or not past or not nearby:
                continue
            one, other = self.support[verb], self.support[thing]
            apart = not one.facts & other.facts and not self._same_entry(one.facts, other.facts)
            if one.facts and other.facts and apart and not (one.neutral or other.neutral):
                self._together(verb, thing)

    def _together(self, left: int, right: int) -> None:
        one, other = self.words[left].text, self.words[right].text
        reason = f"The profile states “{one}” and “{other}”, but not together."
        self.issues.append(Issue(Category.CLAIM, f"{one} {other}", reason))

    def _check_chunk(self, chunk: list[int]) -> None:
        for left, right in itertools.pairwise(chunk):
            if {self.words[left].root, self.words[right].root} & implied_words():
                continue
            one, other = self.support[left].facts, self.support[right].facts
            if one & other or self._same_entry(one, other):
                continue
            self._together(left, right)

    def _same_entry(self, left: frozenset[int], right: frozenset[int]) -> bool:
        """A word of a header beside a word of the same entry."""
        facts = self.scope.facts
        for one, other in ((left, right), (right, left)):
            named = {facts[i].entry for i in one if facts[i].header}
            if named & {facts[i].entry for i in other}:
                return True
        return False

    # Helped, did, led

    def _check_strength(self) -> None:
        ladder = lexicon.ladder() if self.rules.language == "en" else {}
        group: list[int] = []
        for clause in self._deeds():
            starts_anew = self._opens_deed(clause) or not group
            group = clause if starts_anew else [*group, *clause]
            self._check_clause(clause, group, ladder)

    def _deeds(self) -> list[list[int]]:
        made: list[list[int]] = [[]]
        for index, token in enumerate(self.words):
            if token.text in _BREAKS or token.key in _JOINS:
                made.append([])
            elif self._source(index) is Source.PROFILE:
                made[-1].append(index)
        return [c for c in made if any(self.words[i].is_content for i in c)]

    def _opens_deed(self, clause: list[int]) -> bool:
        first = next((self.words[i] for i in clause if self.words[i].is_content), None)
        if first is None:
            return False
        return first.key.endswith(("ed", "ing")) or lexicon.is_past(first.key)

    def _check_clause(self, clause: list[int], group: list[int], ladder: dict[str, int]) -> None:
        content = [
            i
            for i in clause
            if self.words[i].is_content
            and self.support[i].facts
            and not self.support[i].neutral
            and self.words[i].root not in ladder
        ]
        counts: dict[int, int] = {}
        for i in content:
            for fact in self.support[i].facts:
                counts[fact] = counts.get(fact, 0) + 1
        most = max(counts.values(), default=0)
        best = [self.scope.facts[i] for i, n in counts.items() if n == most]
        if content and most < len(content) * _SHARE:
            return
        spoken = [self.words[i] for i in group]
        people = [i for i in clause if self.words[i].root in _answerable() and self._over_people(i)]
        if self.rules.deeds or self._says_deed(group):
            self._check_deed(clause)
        leading = people + [
            i
            for i in clause
            if ladder.get(self.words[i].root) == 3
            and not (self.words[i].name and self.support[i].facts)
            and not (self._open(i) or self.support[i].term)
        ]
        for i in leading:
            self._check_leading(i, best, spoken)
        if leading or not best or not (self.rules.deeds or self._says_deed(group)):
            return
        for limit in ("helped", "shared", "supervised"):
            if all(limit in strength.limits(f) for f in best) and not strength.softened(
                self.words if limit == "supervised" else spoken, limit
            ):
                said = {
                    "helped": "helped with this, not did it alone",
                    "shared": "did this together with others",
                    "supervised": "did this under supervision",
                }[limit]
                self.issues.append(
                    Issue(
                        Category.OWNERSHIP,
                        " ".join(t.text for t in spoken[:8]),
                        f"The profile says that the candidate {said}.",
                    )
                )
                return

    def _check_deed(self, clause: list[int]) -> None:
        """What was done needs a fact that tells of doing: a certificate in training is none."""
        first = next((i for i in clause if self.words[i].is_content), None)
        if first is None or self.words[first].key in _CREDENTIAL_DEEDS or self._open(first):
            return
        after = self.words[first + 1].key if first + 1 < len(self.words) else ""
        if after == "as" or (
            first and self.words[first - 1].key in {"am", "i'm", "was", "been", "a", "an", "the"}
        ):
            return
        held = self.support[first]
        past = self.words[first].key.endswith("ed") or lexicon.is_past(self.words[first].key)
        facts = [self.scope.facts[f] for f in held.facts]
        if past and not held.neutral and facts and all(f.section in _CREDENTIALS for f in facts):
            self.issues.append(
                Issue(
                    Category.OWNERSHIP,
                    self.words[first].text,
                    f"The profile does not tell that the candidate “{self.words[first].text}” this.",
                )
            )

    def _over_people(self, index: int) -> bool:
        """ "responsible for the team": said of people, responsibility is leadership."""
        after = self.words[index + 1 : index + 6]
        return any(t.key in _PEOPLE for t in after)

    def _check_leading(self, index: int, best: list[Fact], spoken: list[Token]) -> None:
        token = self.words[index]
        held = lexicon.listed_roots(token.root)
        facts = best or [self.scope.facts[f] for f in self.support[index].facts]
        if self.rules.deeds or lexicon.is_past(token.key) or token.key.endswith("ed"):
            told = [f for f in facts if f.section not in _CREDENTIALS]
            facts = told or facts[:0]
        for fact in facts:
            if (
                fact.roots & held
                and ("helped" not in strength.limits(fact) or strength.softened(spoken, "helped"))
                and self._group_held(index, fact)
            ):
                return
        self.issues.append(
            Issue(
                Category.OWNERSHIP,
                token.text,
                f"The profile does not say “{token.text}” of this.",
            )
        )

    def _group_held(self, index: int, fact: Fact) -> bool:
        """Who leads a team needs a fact that tells of a team, or of several people."""
        after = self.words[index + 1 : index + 5]
        group = next((t for t in after if t.key in _GROUPS), None)
        return (
            group is None
            or group.root in fact.roots
            or bool(fact.keys & _GROUPS)
            or any(q.kind == "count" and max(q.values) > 2 for q in fact.quantities)
        )

    def _says_deed(self, group: list[int]) -> bool:
        """``I wrote …``: the first content word after the candidate's I."""
        for place, i in enumerate(group):
            if self.words[i].key in {"i", "i've"}:
                follower = next((j for j in group[place + 1 :] if self.words[j].is_content), None)
                return follower is not None and not self.support[follower].neutral
        return False

    def _collect(self) -> None:
        used: dict[int, int] = {}
        for token, held in zip(self.words, self.support, strict=True):
            if token.is_content:
                for fact in held.facts:
                    used[fact] = used.get(fact, 0) + 1
        best = sorted(used, key=lambda i: (-used[i], i))[:3]
        self.evidence = [self.scope.facts[i] for i in best]


def _unsupported(token: Token, held: WordSupport) -> Issue:
    if held.posting:
        reason = f"The posting says “{token.text}”, but the profile does not."
    else:
        reason = f"Nothing in the profile says “{token.text}” here."
    return Issue(category_of(token), token.text, reason)


def check_sentence(text: str, scope: Scope, rules: Rules) -> SentenceCheck:
    """Check a sentence about the candidate."""
    return SentenceCheck(text.strip(), scope, rules).run()


def _answerable() -> frozenset[str]:
    return frozenset(root(w) for w in ("responsible", "responsibility", "charge", "accountable"))


def content_of(words: Sequence[Token]) -> list[Token]:
    return [t for t in words if t.is_content]
