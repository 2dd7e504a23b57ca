"""Fields of a résumé that are compared as values: dates, names, titles, levels, contacts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from pydantic import BaseModel

from copilot.domain.resume import Language
from copilot.grounding import vocabulary
from copilot.grounding.facts import Entry, ProfileFacts, field_words, make_fact
from copilot.grounding.lexicon import NOTHING_NEUTRAL
from copilot.grounding.support import Scope
from copilot.grounding.words import clean, plain, tokens
from copilot.skills import same_skill


@cache
def _levels() -> tuple[frozenset[str], ...]:
    """Levels of a skill or a language in rising order; words of one set mean the same."""
    return tuple(frozenset(line.split()) for line in vocabulary.lines("levels"))


def level_of(text: str) -> int | None:
    """The highest level that a text names, or None."""
    words = plain(text).replace("-", " ").split()
    found = [rank for rank, names in enumerate(_levels()) if names & set(words)]
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


def date_fault(stated: str | None, held: str | None, what: str) -> str:
    """Why a date is wrong, or nothing. It may lose its day or month; it may not change."""
    if stated is None or (held is not None and held.startswith(stated)):
        return ""
    return f"The profile gives {held} as the {what}." if held else f"The profile gives no {what}."


def camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda m: m.group(1).upper(), name)


def held_name(stated: str, held: Iterable[str]) -> bool:
    """Whether a name is one of the held ones, perhaps shortened (``Acme`` for ``Acme GmbH``)."""
    words = plain(stated).split()
    for name in held:
        full = plain(name).split()
        if words == full or (words and all(w in full for w in words) and words[0] == full[0]):
            return True
    return False


# Bullets in common tell two entries of one employer apart.
_DEEDS_WEIGHT = 4.0


def _shared_deeds(stated: list[str], held: frozenset[str]) -> float:
    """The share of a document's bullets that an entry of the profile holds word by word."""
    return sum(bullet in held for bullet in stated) / len(stated) if stated else 0.0


# How much two entries' agreement in a field tells that they are the same.
_WEIGHTS = {
    "name": 3.0, "organization": 3.0, "institution": 3.0, "title": 3.0, "position": 2.0,
    "area": 1.5, "study_type": 1.0, "start_date": 1.5, "end_date": 1.0, "language": 3.0,
    "issuer": 1.0, "date": 1.0, "awarder": 1.0, "reference": 3.0,
}  # fmt: skip


def best_entry(value: BaseModel, candidates: list[Entry]) -> Entry | None:
    """The entry of the profile that an entry of the document most likely restates."""
    stated = field_words(value)
    bullets = [plain(h) for h in getattr(value, "highlights", ()) or ()]

    def likeness(entry: Entry) -> float:
        total = 0.0
        for name, weight in _WEIGHTS.items():
            held = entry.field_words.get(name)
            if held and stated.get(name):
                share = len(stated[name] & held) / max(1, len(stated[name] | held))
                total += weight * share
        return total + _DEEDS_WEIGHT * _shared_deeds(bullets, entry.bullets)

    best = max(((likeness(e), e) for e in candidates), key=lambda found: found[0], default=None)
    return best[1] if best and best[0] > 0 else None


def skill_levels(name: str, profile: ProfileFacts) -> list[str]:
    """Levels that the profile gives for a skill, or for the group that it stands in."""
    wanted = plain(name)
    found = []
    for entry in profile.section("skills"):
        held = plain(getattr(entry.value, "name", None) or "")
        keywords = [plain(k) for k in getattr(entry.value, "keywords", ())]
        level = getattr(entry.value, "level", None)
        known = getattr(entry.value, "name", None) or ""
        same = same_skill(name, known) or _spelled_out(name, known)
        if wanted and level and (same or held == wanted or wanted in keywords):
            found.append(str(level))
    return found


_IN_BRACKETS = re.compile(r"\(([^()]+)\)\s*$")


def apart(label: str) -> tuple[str, str]:
    """A title and what stands in brackets behind it: "Driver (category D)"."""
    found = _IN_BRACKETS.search(label)
    if found is None or not label[: found.start()].strip():
        return label, ""
    return label[: found.start()].strip(), found.group(1)


def _spelled_out(one: str, other: str) -> bool:
    """Whether two names differ only by an abbreviation: "PCR" and "Polymerase chain reaction"."""
    short = _IN_BRACKETS.search(one)
    if short and plain(short.group(1)) == plain(other):
        return True
    return _covers(one, other) and _covers(other, one)


def _covers(stated: str, held: str) -> bool:
    if not stated or not held:
        return False
    words = tokens(clean(stated))
    support = Scope([make_fact("", clean(held), "", "name")]).words(words, NOTHING_NEUTRAL)
    return all(s.facts for t, s in zip(words, support, strict=True) if t.is_content)


def held_language(name: str, profile: ProfileFacts) -> Language | None:
    """The profile's entry for a language, by its name."""
    for language in profile.profile.languages:
        if plain(language.language or "") == plain(name):
            return language
    return None
