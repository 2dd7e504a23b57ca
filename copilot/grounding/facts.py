"""The profile as facts: every sentence and field, with the entry it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from pydantic import BaseModel

from copilot.domain.resume import Resume
from copilot.grounding.quantities import Quantity, quantities
from copilot.grounding.words import Token, clean, is_function, plain, sentences, tokens

TITLE_FIELDS = frozenset({"position", "label", "roles"})
_SKIPPED = frozenset({"meta", "url", "image", "email", "phone", "start_date", "end_date", "date",
                      "release_date"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence or field of the profile."""

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


def make_fact(path: str, text: str, entry: str, field_name: str) -> Fact:
    words = tokens(text)
    held = [t for t in words if t.is_word]
    return Fact(
        path, text, entry, field_name, tuple(words), tuple(quantities(words)), plain(text),
        frozenset(t.root for t in held), frozenset(t.key for t in held),
    )  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One element of a section, such as one employment."""

    path: str
    section: str
    value: BaseModel
    facts: tuple[Fact, ...] = field(default=())

    @cached_property
    def header(self) -> tuple[Fact, ...]:
        """What names the entry: employer, title, place."""
        return tuple(f for f in self.facts if "." in f.path and f.field in _HEADERS)

    @property
    def name(self) -> str:
        for attribute in ("name", "organization", "institution"):
            value = getattr(self.value, attribute, None)
            if value:
                return str(value)
        return ""

    @property
    def start(self) -> str | None:
        return getattr(self.value, "start_date", None)

    @property
    def end(self) -> str | None:
        return getattr(self.value, "end_date", None)


_HEADERS = frozenset(
    [
        "name",
        "position",
        "location",
        "organization",
        "institution",
        "area",
        "study_type",
        "entity",
        "type",
        "roles",
        "title",
        "awarder",
        "issuer",
        "publisher",
    ]
)


class ProfileFacts:
    """All facts of a profile, by entry."""

    def __init__(self, profile: Resume) -> None:
        self.profile = profile
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
                facts = tuple(
                    fact
                    for where, text, leaf in _leaves(element, path)
                    for _, sentence in sentences(clean(text))
                    for fact in [make_fact(where, sentence.strip(), path, leaf)]
                )
                self.entries[path] = Entry(path, name, element, facts)
        self.facts = tuple(f for e in self.entries.values() for f in e.facts)
        self.verbatim = {f.plain: f for f in reversed(self.facts)}

    def section(self, name: str) -> list[Entry]:
        return [e for e in self.entries.values() if e.section == name]

    @cached_property
    def employments(self) -> list[Entry]:
        return self.section("work") + self.section("volunteer")

    @cached_property
    def named(self) -> list[Entry]:
        """Entries whose organisation a letter may name."""
        return [e for e in self.employments + self.section("education") if e.name]

    @cached_property
    def years(self) -> frozenset[int]:
        found = set()
        for entry in self.entries.values():
            for attribute in ("start_date", "end_date", "date", "release_date"):
                value = getattr(entry.value, attribute, None)
                if value:
                    found.add(int(value[:4]))
        return frozenset(found)


def entry_years(entry: Entry) -> frozenset[int]:
    values = (
        getattr(entry.value, a, None) for a in ("start_date", "end_date", "date", "release_date")
    )
    return frozenset(int(v[:4]) for v in values if v)


def _leaves(node: object, path: str, leaf: str = "") -> Iterator[tuple[str, str, str]]:
    """(path, text, field) of each text in an element; links, contacts and dates are compared
    elsewhere."""
    if isinstance(node, str):
        if node.strip():
            yield path, node, leaf
    elif isinstance(node, BaseModel):
        values = {
            **{n: getattr(node, n) for n in type(node).model_fields},
            **(node.model_extra or {}),
        }
        for name, value in values.items():
            if name not in _SKIPPED:
                yield from _leaves(value, f"{path}.{_camel(name)}", name)
    elif isinstance(node, dict):
        for name, value in node.items():
            yield from _leaves(value, f"{path}.{name}", str(name))
    elif isinstance(node, (list, tuple)):
        for index, value in enumerate(node):
            yield from _leaves(value, f"{path}[{index}]", leaf)


def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda m: m.group(1).upper(), name)


def content(words: tuple[Token, ...] | list[Token]) -> list[Token]:
    return [t for t in words if t.is_word and not is_function(t)]
