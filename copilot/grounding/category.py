"""Classes of faults and how a word at fault is classed."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from copilot.grounding import vocabulary
from copilot.grounding.words import Token, root


class Category(StrEnum):
    NUMBER = "number"
    METRIC = "metric"
    """A number that the profile states of something else."""
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
    STORY = "story"
    ATTRIBUTION = "attribution"
    """True, but of another employer or role."""
    CONTACT = "contact"
    NAME = "name"
    """A name of something that the profile does not hold: a tool, a client, a place."""
    LANGUAGE = "language"
    """The gate does not know this language well enough to judge free wording in it."""
    CLAIM = "claim"


# What only the profile can support, whatever the posting says and whatever the candidate wishes.
PERSONAL = frozenset({Category.RELATIONSHIP, Category.AVAILABILITY})


@cache
def _table() -> dict[str, Category]:
    table: dict[str, Category] = {}
    for line in vocabulary.lines("categories"):
        name, _, members = line.partition(":")
        for word in members.split():
            table.setdefault(root(word), Category(name))
    return table


def listed(token: Token) -> Category | None:
    """The class of a word that by itself tells it."""
    return _table().get(token.root) or _table().get(token.key)


def category_of(token: Token) -> Category:
    """The class of an unsupported word."""
    return listed(token) or (Category.NAME if token.name else Category.CLAIM)
