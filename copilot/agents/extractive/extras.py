"""What a letter may add in one sentence each: further skills, degree, certificate, language, and
what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable

from copilot.agents.contracts import DraftRequest
from copilot.agents.extractive.facts import held_skills, holder_of
from copilot.agents.extractive.generic import is_generic
from copilot.agents.extractive.phrases import Phrases
from copilot.agents.extractive.relevance import weight_of
from copilot.agents.extractive.spoken import balanced, spoken_institution
from copilot.domain.match import Fulfilment
from copilot.domain.posting import RequirementKind
from copilot.domain.resume import Education, Resume
from copilot.skills import find_skills, same_skill

MAX_SKILLS = 4
MAX_REQUIREMENT_WORDS = 18
_DEGREE = re.compile(
    r"\b(bachelor|master|b\.?sc?|m\.?sc?|b\.?a|m\.?a|mba|ph\.?d|doctor\w*|degree|b\.?eng|m\.?eng|"
    r"b\.?tech|m\.?tech|licen\w+|diplom|magister|grado|llb|llm)\b",
    re.IGNORECASE,
)
_PATH = re.compile(r"(\w+)\[(\d+)\]")


def extra_sentences(
    request: DraftRequest, phrases: Phrases, told: str, *, background: bool = False
) -> list[str]:
    """Skills, degree, certificate and language, a sentence each. ``told``: what the letter says
    already; ``background`` adds what no requirement asks for, of a profile that has little else to
    tell."""
    found = _from_matches(request, phrases)
    if background:
        for kind, (section, say) in _KINDS.items():
            if kind not in found and (text := say(request.profile, section, 0, phrases)):
                found[kind] = text
    return [text for text in (_skills(request, phrases, told), *found.values()) if text]


def _skills(request: DraftRequest, phrases: Phrases, told: str) -> str:
    held = held_skills(request.profile)
    named = [mention.name for mention in find_skills(told)]
    chosen: list[str] = []
    for requirement in sorted(request.analysis.requirements, key=lambda r: -weight_of(r)):
        if requirement.kind is RequirementKind.RESPONSIBILITY:
            continue
        for skill in requirement.skills:
            own = holder_of(skill, held)
            if own is None or is_generic(own.name) or len(own.name.split()) > 4:
                continue
            if own.path.startswith(("certificates", "education")):
                continue
            if not any(same_skill(own.name, other) for other in (*named, *chosen)):
                # The posting's way to write it fits into a sentence ("payroll", not "Payroll").
                chosen.append(skill if skill.lower() == own.name.lower() else own.name)
    chosen = chosen[:MAX_SKILLS]
    if not chosen:
        return ""
    alone = not told and phrases.has("extras", "skills_alone")
    frame = phrases.pick("extras", "skills_alone" if alone else "skills")
    return frame.format(skills=phrases.joined(chosen))


def _from_matches(request: DraftRequest, phrases: Phrases) -> dict[RequirementKind, str]:
    """Degree, certificate and language, where a requirement for one is met."""
    found: dict[RequirementKind, str] = {}
    for entry in request.match.requirements:
        kind = entry.requirement.kind
        if kind not in _KINDS or kind in found or entry.verdict is Fulfilment.MISSING:
            continue
        hit = _PATH.match(entry.evidence[0].path) if entry.evidence else None
        if hit and (text := _KINDS[kind][1](request.profile, hit[1], int(hit[2]), phrases)):
            found[kind] = text
    return found


def _degree(profile: Resume, section: str, n: int, phrases: Phrases) -> str:
    if section != "education" or n >= len(profile.education):
        return ""
    entry = profile.education[n]
    degree = _degree_name(entry)
    if not degree:
        return ""
    kind = "degree" if _DEGREE.search(degree) else "education"
    institution = spoken_institution(entry.institution)
    name = f"{kind}_at" if institution else kind
    return phrases.pick("extras", name).format(degree=degree, institution=institution)


def _degree_name(entry: Education) -> str:
    study, area = balanced(entry.study_type or ""), balanced(entry.area or "")
    if study and area and area.lower() not in study.lower():
        return f"{study}, {area}"
    return study or area


def _certificate(profile: Resume, section: str, n: int, phrases: Phrases) -> str:
    if section != "certificates" or n >= len(profile.certificates):
        return ""
    name = balanced(profile.certificates[n].name or "")
    return phrases.pick("extras", "certificate").format(certificate=name) if name else ""


def _language(profile: Resume, section: str, n: int, phrases: Phrases) -> str:
    if section != "languages" or n >= len(profile.languages):
        return ""
    entry = profile.languages[n]
    if not entry.language:
        return ""
    stated = f"{entry.language} ({entry.fluency})" if entry.fluency else entry.language
    return phrases.pick("extras", "language").format(language=stated)


_KINDS: dict[RequirementKind, tuple[str, Callable[[Resume, str, int, Phrases], str]]] = {
    RequirementKind.EDUCATION: ("education", _degree),
    RequirementKind.CERTIFICATE: ("certificates", _certificate),
    RequirementKind.LANGUAGE: ("languages", _language),
}


def missing_sentence(request: DraftRequest, phrases: Phrases) -> str:
    """One honest sentence about the weightiest must-have skill that the profile does not show."""
    if not phrases.has("extras", "missing"):
        return ""
    held = held_skills(request.profile)
    for entry in request.match.requirements:
        requirement = entry.requirement
        if entry.verdict is not Fulfilment.MISSING or not requirement.must_have:
            continue
        if requirement.kind is not RequirementKind.SKILL or requirement.confidence < 0.8:
            continue
        if len(requirement.text.split()) > MAX_REQUIREMENT_WORDS:
            continue
        lacking = [
            skill
            for skill in requirement.skills
            if holder_of(skill, held) is None and len(skill.split()) <= 3 and skill[:1].isupper()
        ]
        if lacking and len(lacking) == len(requirement.skills):
            return phrases.pick("extras", "missing").format(missing=lacking[0])
    return ""
