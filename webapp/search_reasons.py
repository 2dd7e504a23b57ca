"""Why a posting stands where it does in a search, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from copilot.database.repositories.search import Hit
from copilot.database.repositories.words_found import Found
from copilot.domain.match import Dimension
from copilot.skills import canonical

_SHOWN_SKILLS = 6
_ABOUT = {
    Dimension.SKILLS: "the skills it asks for and yours",
    Dimension.EXPERIENCE: "the work it describes and yours",
    Dimension.GOALS: "what it offers and what you look for",
}
# Cosines of pooled texts about work: benchmarks.search prints how they spread.
_GRADES = ((0.65, "are very close"), (0.5, "are close"), (0.35, "have something in common"))


def of_profile(hit: Hit, held: frozenset[str]) -> list[dict[str, Any]]:
    """``held`` are the canonical labels of the profile's skills."""
    reasons = []
    named = list(dict.fromkeys(canonical(skill) for skill in hit.posting.skills or ()))
    shared = [skill for skill in named if skill in held]
    if shared:
        listed = ", ".join(shared[:_SHOWN_SKILLS])
        more = f" and {len(shared) - _SHOWN_SKILLS} more" if len(shared) > _SHOWN_SKILLS else ""
        text = f"You have {len(shared)} of the {len(named)} skills it names: {listed}{more}."
        reasons.append(_reason("skills", text, value=len(shared) / len(named), skills=shared))
    elif named:
        text = f"Your profile names none of the {len(named)} skills it names."
        reasons.append(_reason("skills", text, value=0.0))
    for dimension, value in sorted(hit.likeness.items(), key=lambda entry: -entry[1]):
        grade = next((words for least, words in _GRADES if value >= least), "have little in common")
        text = f"In meaning, {_ABOUT[dimension]} {grade}."
        reasons.append(_reason("likeness", text, dimension=dimension, value=round(value, 3)))
    if hit.relevance and not shared:
        reasons.append(_reason("words", "It uses words of your skills or titles."))
    return reasons


def of_words(found: Found) -> list[dict[str, Any]]:
    if found.in_title:
        text = "The title holds what you look for."
    elif found.in_company:
        text = "The employer's name holds what you look for."
    else:
        text = f"It says: {found.snippet}"
    return [_reason("words", text)]


def _reason(
    kind: str,
    text: str,
    *,
    dimension: Dimension | None = None,
    value: float | None = None,
    skills: Sequence[str] = (),
) -> dict[str, Any]:
    return {"kind": kind, "text": text, "dimension": dimension, "value": value, "skills": skills}
