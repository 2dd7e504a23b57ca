"""Fields of a résumé that are compared as values: dates, names, titles, levels, contacts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from copilot.grounding.category import Category
from copilot.grounding.facts import Entry, Fact, ProfileFacts
from copilot.grounding.prose import Issue
from copilot.grounding.support import Scope
from copilot.grounding.words import is_function, plain, tokens

# Levels of a skill or a language in rising order; words of one set mean the same.
_LEVELS: tuple[frozenset[str], ...] = (
    frozenset(["none"]),
    frozenset(["a1", "basic", "basics", "beginner", "elementary", "novice", "grundkenntnisse", "debutant", "podstawowy", "rudimentary", "foundation"]),
    frozenset(["a2", "limited", "familiar", "preintermediate"]),
    frozenset(["b1", "intermediate", "conversational", "working", "moderate", "competent", "medium"]),
    frozenset(["b2", "upper", "good", "proficient", "solid", "professional", "skilled", "strong", "independent"]),
    frozenset(["c1", "advanced", "fluent", "fluently", "full", "expert", "very", "business", "excellent", "fliessend"]),
    frozenset(["c2", "native", "bilingual", "mother", "master", "mastery", "near-native", "muttersprache", "natif"]),
)  # fmt: skip


def level_of(text: str) -> int | None:
    """The highest level that a text names, or None."""
    words = plain(text).replace("-", " ").split()
    found = [rank for rank, names in enumerate(_LEVELS) if names & set(words)]
    if not found:
        return None
    if "limited" in words and "working" in words:
        return 2
    if "full" in words and "professional" in words:
        return 5
    return max(found)


def same_text(left: str | None, right: str | None) -> bool:
    return plain(left or "") == plain(right or "")


def same_link(left: str, right: str) -> bool:
    def bare(url: str) -> str:
        return re.sub(r"^(?:https?://)?(?:www\.)?|/+$", "", url.strip().casefold())

    return bare(left) == bare(right)


def same_phone(left: str, right: str) -> bool:
    one, other = re.sub(r"\D", "", left), re.sub(r"\D", "", right)
    return bool(one) and (one == other or (one.endswith(other[-9:]) and other.endswith(one[-9:])))


def date_issue(stated: str | None, held: str | None, what: str) -> Issue | None:
    """A date may lose its day or month; it may not change."""
    if stated is None or (held is not None and held.startswith(stated)):
        return None
    reason = (
        f"The profile gives {held} as the {what}." if held else f"The profile gives no {what} here."
    )
    return Issue(Category.DATE, stated, reason)


def held_name(stated: str, held: Iterable[str]) -> bool:
    """Whether a name is one of the held ones, perhaps shortened (``Acme`` for ``Acme GmbH``)."""
    words = plain(stated).split()
    for name in held:
        full = plain(name).split()
        if words == full or (words and all(w in full for w in words) and words[0] == full[0]):
            return True
    return False


def title_issue(stated: str, held: list[Fact], category: Category = Category.TITLE) -> Issue | None:
    """Each word of a title must stand in one title that the profile holds."""
    scope = Scope(held)
    words = list(tokens(stated))
    support = scope.words(words, frozenset())
    lacking = [
        t.text
        for t, s in zip(words, support, strict=True)
        if t.is_word and not is_function(t) and not s.facts
    ]
    if lacking:
        return Issue(
            category, " ".join(lacking), f"The profile does not give the title “{stated}”."
        )
    common: frozenset[int] | None = None
    for t, s in zip(words, support, strict=True):
        if t.is_word and not is_function(t):
            common = s.facts if common is None else common & s.facts
    if common is not None and not common:
        return Issue(category, stated, f"The profile does not give the title “{stated}”.")
    return None


def best_entry(value: object, candidates: list[Entry]) -> Entry | None:
    """The entry of the profile that an entry of the document most likely restates."""

    def likeness(entry: Entry) -> float:
        total = 0.0
        for attribute, weight in (
            ("name", 3.0), ("organization", 3.0), ("institution", 3.0), ("title", 3.0),
            ("position", 2.0), ("area", 1.5), ("study_type", 1.0), ("start_date", 1.5),
            ("end_date", 1.0), ("language", 3.0), ("issuer", 1.0), ("date", 1.0), ("awarder", 1.0),
        ):  # fmt: skip
            stated, held = getattr(value, attribute, None), getattr(entry.value, attribute, None)
            if not stated or not held:
                continue
            one, other = set(plain(str(stated)).split()), set(plain(str(held)).split())
            total += weight * len(one & other) / max(1, len(one | other))
        return total

    ranked = sorted(candidates, key=likeness, reverse=True)
    return ranked[0] if ranked and likeness(ranked[0]) > 0 else None


def skill_level_facts(name: str, profile: ProfileFacts) -> list[str]:
    """Levels that the profile gives for a skill or language."""
    wanted = plain(name)
    found = []
    for entry in profile.section("skills"):
        held = getattr(entry.value, "name", None) or ""
        keywords = [plain(k) for k in getattr(entry.value, "keywords", ())]
        if wanted and (plain(held) == wanted or wanted in keywords):
            level = getattr(entry.value, "level", None)
            if level:
                found.append(level)
    return found
