"""A requirement as a phrase that fits into a sentence of a letter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from copilot.agents.extractive.generic import is_generic
from copilot.agents.extractive.phrases import Phrases
from copilot.agents.extractive.relevance import Answer
from copilot.agents.extractive.verbs import BASE_VERBS
from copilot.domain.posting import Requirement, RequirementKind
from copilot.skills import same_skill

MAX_ASK_WORDS = 13
_NOUN_OPENERS = re.compile(
    r"(?:(?:an? |the )?(?:strong|solid|good|excellent|proven|demonstrated|deep|sound|basic|"
    r"advanced|"
    r"working|practical|hands-on|previous|prior|extensive|in-depth|thorough|relevant|clear|great|"
    r"outstanding|exceptional|effective|professional|minimum|some|broad|first)(?:,? (?:and )?))*"
    r"(?:\w+ )?(?:experience|knowledge|understanding|ability|proficiency|familiarity|expertise|"
    r"background|"
    r"skills|command|grasp|training|competence|confidence|attention|interest|willingness|"
    r"communication|organi[sz]ational|interpersonal|analytical|leadership)\b",
    re.IGNORECASE,
)
_CUTS = re.compile(
    r" \(|; | [–—] |\. |: |, (?:including|such as|e\.g\.|with|preferably|ideally|and|or|in)\b"
    r"| such as | including | e\.g\. | as well as | preferred\b| required\b| would be "
    r"| is a plus| a plus\b|/ "
)


@dataclass(frozen=True, slots=True)
class Ask:
    text: str
    duty: bool


def ask_of(answer: Answer, phrases: Phrases) -> Ask | None:
    """What the requirement asks for, as a noun phrase or a duty; None if it yields no phrase that
    is sure to fit."""
    requirement = answer.requirement
    shared = shared_skills(requirement, answer.line.skills)
    if shared and requirement.kind is not RequirementKind.RESPONSIBILITY:
        return Ask(phrases.joined(shared[:3]), duty=False)
    if phrases.language != "en":
        return _quoted(requirement, phrases)
    return _english(requirement)


def shared_skills(requirement: Requirement, own: tuple[str, ...]) -> list[str]:
    """The skills of a requirement that a line shows too, worth naming in a sentence."""
    found = [s for s in requirement.skills if any(same_skill(s, mine) for mine in own)]
    return [s for s in dict.fromkeys(found) if not is_generic(s)]


def _quoted(requirement: Requirement, phrases: Phrases) -> Ask | None:
    text = _cut(requirement.text)
    if not 1 <= len(text.split()) <= MAX_ASK_WORDS:
        return None
    return Ask(phrases.quoted(text), duty=False)


def _english(requirement: Requirement) -> Ask | None:
    text = _cut(requirement.text)
    words = text.split()
    if not 2 <= len(words) <= MAX_ASK_WORDS or text.endswith(
        (" and", " or", " to", " of", " with")
    ):
        return None
    first = words[0].lower()
    if first in BASE_VERBS and requirement.kind is RequirementKind.RESPONSIBILITY:
        if re.search(r"\b(you|your|we|our|us)\b", text):
            return None
        return Ask(f"to {_lowered(text)}", duty=True)
    if _NOUN_OPENERS.match(text) and not re.search(
        r"\b(you|your|we|our|must|is|are|will|would|should|can)\b", text
    ):
        return Ask(_lowered(text), duty=False)
    return None


def _cut(text: str) -> str:
    plain = " ".join(text.split()).strip(" .;:,-–•")
    hit = _CUTS.search(plain, 12)
    if hit and (
        len(plain.split()) > 8
        or hit.group().startswith((" (", " pref", " req", " is", " a ", " would"))
    ):
        plain = plain[: hit.start()]
    return plain.strip(" ,;:")


def _lowered(text: str) -> str:
    first = text.split()[0]
    return text[0].lower() + text[1:] if first[1:].islower() or len(first) == 1 else text
