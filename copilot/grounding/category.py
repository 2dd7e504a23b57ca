"""Classes of faults and how a word at fault is classed."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from copilot.grounding import vocabulary
from copilot.grounding.words import Token, root


class Category(StrEnum):
    NUMBER = "number"
    METRIC = "metric"
    DATE = "date"
    TENURE = "tenure"
    TITLE = "title"
    OWNERSHIP = "ownership"
    SKILL = "skill"
    CREDENTIAL = "credential"
    EMPLOYER = "employer"
    EDUCATION = "education"
    PROFICIENCY = "proficiency"
    SCOPE = "scope"
    RESPONSIBILITY = "responsibility"
    RELATIONSHIP = "relationship"
    AVAILABILITY = "availability"
    ATTRIBUTION = "attribution"
    CONTACT = "contact"
    NAME = "name"
    LANGUAGE = "language"
    CLAIM = "claim"


@cache
def _table() -> dict[str, Category]:
    table: dict[str, Category] = {}
    for line in vocabulary.lines("categories"):
        name, _, members = line.partition(":")
        for word in members.split():
            table.setdefault(root(word), Category(name))
    return table


def category_of(token: Token) -> Category:
    """The class of an unsupported word."""
    known = _table().get(token.root) or _table().get(token.key)
    if known is not None:
        return known
    return Category.NAME if token.name else Category.CLAIM
