"""The profile as facts: every sentence and field, with the entry it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from pydantic import BaseModel

from copilot.domain.resume import Resume
from copilot.grounding.agreement import derived
from copilot.grounding.implied import fluent_in_several, implied_roots
from copilot.grounding.number_words import rate_words
from copilot.grounding.quantities import Quantity, quantities
from copilot.grounding.words import Token, clean, plain, root, sentences, tokens

HEADERS = frozenset(
    {"name", "position", "location", "organization", "institution", "area", "study_type", "entity",
     "roles", "title", "awarder", "issuer", "publisher", "language"}
)  # fmt: skip
TITLES = frozenset({"position", "label", "roles"})
DATES = ("start_date", "end_date", "date", "release_date")
_SKIPPED = frozenset({"meta", "url", "image", "email", "phone", *DATES})


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """One sentence or field of the profile; told apart by identity."""

    path: str
    text: str
    entry: str
    """The entry it belongs to: ``work[0]``, ``skills[2]``, ``basics``."""
    field: str
    tokens: tuple[Token, ...]
    quantities: tuple[Quantity, ...]
    plain: str
    roots: frozenset[str]
    keys: frozenset[str]

    @property
    def header(self) -> bool:
        """Whether it names the entry: employer, title, place."""
        return self.field in HEADERS

    @property
    def section(self) -> str:
        return self.entry.partition("[")[0]


def make_fact(
    path: str,
    text: str,
    entry: str,
    field: str,
    language: str = "en",
    more: frozenset[str] = frozenset(),
) -> Fact:
    words = tokens(text, language)
    numbers = quantities(words, language)
    rates = {rate_words()[t.key] for t in words if t.key in rate_words()}
    if _each_week(words):
        rates.add("week")
    if len(rates) == 1:
        numbers = [q if q.rate else replace(q, rate=next(iter(rates))) for q in numbers]
    held = [t for t in words if t.is_word]
    periods = rates | {q.rate for q in numbers if q.rate}
    more |= _compounds(words) if language == "en" else frozenset()
    more |= {t.root for w, p in rate_words().items() if p in periods for t in tokens(w)}
    if "day" in rates:
        more |= {"morning"}
    return Fact(
        path, text, entry, field, tuple(words), (*numbers, *derived(numbers, words)), plain(text),
        frozenset(t.root for t in held) | more, frozenset(t.key for t in held),
    )  # fmt: skip


WEEKDAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})


def _each_week(words: Sequence[Token]) -> bool:
    """Whether a text names a day of each week: "every Monday", "on Fridays"."""
    return any(
        other.key.removesuffix("s") in WEEKDAYS
        and (one.key in {"every", "each"} or (one.key == "on" and other.key.endswith("ys")))
        for one, other in pairwise(words)
    )


def _compounds(words: Sequence[Token]) -> frozenset[str]:
    """The roots of two neighbours written as one: "truckloads" for "truck loads"."""
    return frozenset(
        root(one.key + other.key)
        for one, other in pairwise(words)
        if one.is_content and other.is_content and one.key.isalpha() and other.key.isalpha()
    )


@dataclass(frozen=True)
class Entry:
    """One element of a section, such as one employment."""

    path: str
    section: str
    value: BaseModel
    facts: tuple[Fact, ...]

    @property
    def name(self) -> str:
        for attribute in ("name", "organization", "institution", "entity"):
            value = getattr(self.value, attribute, None)
            if value:
                return str(value)
        return ""

    @cached_property
    def field_words(self) -> dict[str, frozenset[str]]:
        """The words of each field that is one text."""
        return field_words(self.value)

    @cached_property
    def bullets(self) -> frozenset[str]:
        """Its highlights, as they are compared."""
        return frozenset(plain(h) for h in getattr(self.value, "highlights", ()) or ())

    @property
    def start(self) -> str | None:
        return getattr(self.value, "start_date", None)

    @property
    def end(self) -> str | None:
        return getattr(self.value, "end_date", None)

    @property
    def dates(self) -> tuple[str, ...]:
        return tuple(v for a in DATES if (v := getattr(self.value, a, None)))


def field_words(value: BaseModel) -> dict[str, frozenset[str]]:
    """The words of each field that is one text, by the field's name."""
    held = ((name, getattr(value, name)) for name in type(value).model_fields)
    return {name: frozenset(plain(v).split()) for name, v in held if isinstance(v, str)}


@lru_cache(maxsize=16)
def profile_facts(profile: Resume, language: str = "en") -> ProfileFacts:
    """The facts of a profile, kept for its next documents: a draft is judged several times."""
    return ProfileFacts(profile, language)


class ProfileFacts:
    """All facts of a profile, by entry. ``language`` (ISO 639-1) tells how words inflect."""

    def __init__(self, profile: Resume, language: str = "en") -> None:
        self.profile = profile
        self.language = language
        self.entries: dict[str, Entry] = {}
        for name in type(profile).model_fields:
            section = getattr(profile, name)
            if name == "meta" or section is None:
                continue
            elements = (
                [(f"{name}[{i}]", element) for i, element in enumerate(section)]
                if isinstance(section, tuple)
                else [(name, section)]
            )
            for path, element in elements:
                self.entries[path] = Entry(path, name, element, self._facts(element, path, name))
        for name, value in (profile.model_extra or {}).items():
            facts = tuple(
                make_fact(where, text, name, leaf, language)
                for where, text, leaf in leaves(value, name)
            )
            self.entries.setdefault(name, Entry(name, name, profile, facts))
        self.facts = tuple(f for e in self.entries.values() for f in e.facts)

    def _facts(self, element: BaseModel, path: str, section: str) -> tuple[Fact, ...]:
        several = self._several if section == "languages" else frozenset()
        return tuple(
            make_fact(
                where, sentence.strip(), path, leaf, self.language,
                implied_roots(section, leaf, sentence) | several,
            )
            for where, text, leaf in leaves(element, path)
            for sentence in ([clean(text)] if leaf in HEADERS | TITLES else _split(text))
        )  # fmt: skip

    @cached_property
    def _several(self) -> frozenset[str]:
        return fluent_in_several(each.fluency or "" for each in self.profile.languages)

    def section(self, name: str) -> list[Entry]:
        return [e for e in self.entries.values() if e.section == name]

    @cached_property
    def employments(self) -> list[Entry]:
        return self.section("work") + self.section("volunteer")

    @cached_property
    def titles(self) -> list[Fact]:
        """What the candidate may be called: positions held, label, certificates, degrees."""
        return [
            f
            for e in self.entries.values()
            for f in e.facts
            if f.field in TITLES
            or (e.section == "certificates" and f.field == "name")
            or (e.section == "awards" and f.field == "title")
            or (f.field == "highlights" and "as" in f.keys)
            or (e.section == "education" and f.field in {"area", "study_type"})
            or (e.section == "basics" and f.field == "summary")
        ]


def _split(text: str) -> list[str]:
    return [sentence for _, sentence in sentences(clean(text))]


def leaves(node: object, path: str, leaf: str = "") -> Iterator[tuple[str, str, str]]:
    """(path, text, field) of each text in an element; links, contacts and dates are compared
    elsewhere."""
    if isinstance(node, str):
        if node.strip():
            yield path, node, leaf
    elif isinstance(node, BaseModel):
        fields = type(node).model_fields
        values = {n: getattr(node, n) for n in fields} | (node.model_extra or {})
        for name, value in values.items():
            if name not in _SKIPPED:
                yield from leaves(value, f"{path}.{_camel(name)}", name)
    elif isinstance(node, dict):
        for name, value in node.items():
            yield from leaves(value, f"{path}.{name}", str(name))
    elif isinstance(node, (list, tuple)):
        for index, value in enumerate(node):
            yield from leaves(value, f"{path}[{index}]", leaf)


def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda m: m.group(1).upper(), name)


def posting_facts(posting_text: str | None, language: str = "en") -> tuple[Fact, ...]:
    """The sentences of a posting as facts about the company."""
    return tuple(
        make_fact(f"posting.sentences[{i}]", s.strip(), "posting", "posting", language)
        for i, (_, s) in enumerate(sentences(clean(posting_text or "")))
    )
