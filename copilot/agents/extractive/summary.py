"""A summary made of facts: the label, years by the dates, skills asked for, the best line."""

from __future__ import annotations

from datetime import date

import py3langid

from copilot.agents.contracts import DraftRequest, ResumeEdit
from copilot.agents.extractive.facts import (
    held_skills,
    holder_of,
    latest_work,
    years_word,
    years_worked,
)
from copilot.agents.extractive.relevance import Relevance, weight_of
from copilot.agents.sentences import sentences
from copilot.domain.posting import Requirement, RequirementKind
from copilot.domain.resume import Resume
from copilot.skills import find_skills, same_skill

MAX_SKILLS = 5
MAX_SENTENCES = 4
MIN_WORDS = 4
"""A label alone is no summary."""
MAX_LINE = 220
"""Characters of a highlight that may join a summary."""

_YEARS = {
    "en": "{label}, {years} years of work experience.",
    "de": "{label}, {years} Jahre Erfahrung.",
    "fr": "{label}. Expérience : {years} ans.",
    "es": "{label}, {years} años de experiencia.",
    "pl": "{label}, {years} {unit} doświadczenia.",
}
_SKILLS = {
    "en": "Skills: {skills}.",
    "de": "Kenntnisse: {skills}.",
    "fr": "Compétences : {skills}.",
    "es": "Conocimientos: {skills}.",
    "pl": "Umiejętności: {skills}.",
}


def resume_language(profile: Resume) -> str:
    """The language the résumé is written in; English if its text is too short to tell."""
    texts = [profile.basics.summary or ""]
    texts += [h for work in profile.work for h in (*work.highlights, work.summary or "")]
    sample = " ".join(texts)[:2000]
    if sum(c.isalpha() for c in sample) < 60:
        return "en"
    language: str = py3langid.classify(sample)[0]
    return language


def composed_summary(request: DraftRequest, relevance: Relevance, today: date) -> ResumeEdit | None:
    """The profile's own summary with the skills asked for, or a new one if it has none; None if
    there is nothing to add."""
    profile = request.profile
    own = profile.basics.summary or ""
    language = resume_language(profile)
    evidence: list[str] = []
    parts = sentences(own)[:MAX_SENTENCES]
    if parts:
        evidence.append("basics.summary")
        if parts[-1][-1] not in ".!?":
            parts[-1] += "."
    else:
        parts = _opening(profile, language, today, evidence)
    named = [mention.name for mention in find_skills(own)]
    skills = _asked_and_held(request, named, evidence)
    if len(skills) >= 2 and language in _SKILLS:
        parts.append(_SKILLS[language].format(skills=", ".join(skills)))
    if len(parts) < MAX_SENTENCES:
        best = max(relevance.lines.values(), key=lambda line: relevance.of(line.key), default=None)
        if best and relevance.of(best.key) > 0.5 and len(best.text) <= MAX_LINE and not own:
            parts.append(best.text.rstrip(" .;") + ".")
            evidence.append(best.path)
    text = " ".join(parts).strip()
    if len(text.split()) < MIN_WORDS or text == own.strip() or not evidence:
        return None
    return ResumeEdit(
        operation="replace" if own else "add",
        path="basics.summary",
        text=text,
        evidence=tuple(dict.fromkeys(evidence)),
        reason="Opens with what this posting asks for",
    )


def worth_listing(name: str, requirement: Requirement) -> bool:
    """A plain single word ("contracts") is a skill only where the posting insists on it."""
    if len(name.split()) > 1 or not name.islower():
        return True
    return requirement.must_have and requirement.kind is not RequirementKind.TRAIT


def _opening(profile: Resume, language: str, today: date, evidence: list[str]) -> list[str]:
    latest = latest_work(profile)
    label = profile.basics.label
    if label:
        evidence.append("basics.label")
    elif latest and latest[1].position:
        label = latest[1].position
        evidence.append(f"work[{latest[0]}].position")
    years = years_worked(profile, today)
    if label and years >= 2 and language in _YEARS:
        evidence += [f"work[{n}].startDate" for n in range(len(profile.work))]
        return [_YEARS[language].format(label=label, years=years, unit=years_word(years, language))]
    return [f"{label}."] if label else []


def _asked_and_held(request: DraftRequest, named: list[str], evidence: list[str]) -> list[str]:
    held = held_skills(request.profile)
    chosen: list[str] = []
    for requirement in sorted(request.analysis.requirements, key=lambda r: -weight_of(r)):
        for skill in requirement.skills:
            own = holder_of(skill, held)
            if own is None or any(same_skill(own.name, name) for name in (*named, *chosen)):
                continue
            if not worth_listing(own.name, requirement):
                continue
            chosen.append(own.name)
            evidence.append(own.path)
            if len(chosen) == MAX_SKILLS:
                return chosen
    return chosen
