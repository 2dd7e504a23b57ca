"""One requirement against one profile."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from copilot.domain.match import Evidence, Fulfilment
from copilot.domain.posting import Posting, Requirement, RequirementKind
from copilot.domain.profile import Goals
from copilot.matching.alternatives import SKILLS_MET, offers_alternatives
from copilot.matching.judgement import NOT_SAID, Judgement, cite, met, missing, partly
from copilot.matching.passages import Passage, PassageKind
from copilot.matching.permits import judge_permit
from copilot.matching.reading import ReadProfile
from copilot.matching.similarity import Answer, answers
from copilot.matching.spoken import judge_language
from copilot.matching.studies import judge_education
from copilot.matching.tenure import years_worked
from copilot.matching.whereabouts import judge_place, places_of
from copilot.matching.words import coverage, stems
from copilot.skills import find_skills

# Strengths from which a place of the profile answers a requirement, or a part of it. Set by reading
# verdicts on postings of several professions.
MET_FROM, PARTLY_FROM = 0.62, 0.4
# The share of the asked years from which they count as there, or as partly there.
YEARS_MET, YEARS_PARTLY = 0.95, 0.5
EVIDENCE_KEPT = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a requirement is held against."""

    profile: ReadProfile
    goals: Goals
    today: date


Vector = np.ndarray[tuple[int], np.dtype[np.float32]]
Encode = Callable[[str], Vector]
"""Asked only where the words alone do not settle it: a vector costs milliseconds."""


def judge(
    requirement: Requirement, encode: Encode, posting: Posting, candidate: Candidate
) -> Judgement:
    profile = candidate.profile
    match requirement.kind:
        case RequirementKind.EDUCATION:
            studied = judge_education(
                requirement, profile.resume, _work_evidence(profile), candidate.today
            )
            # "An artistic education" names no level: then the words decide.
            return studied or _by_words(answers(requirement.text, encode, profile), profile)
        case RequirementKind.LANGUAGE:
            return judge_language(requirement, profile.resume)
        case RequirementKind.LOCATION:
            return judge_place(
                places_of(posting),
                posting.remote_policy,
                requirement.quote,
                profile.resume,
                candidate.goals,
            )
        case RequirementKind.PERMIT:
            return judge_permit(requirement, profile.resume, candidate.goals, profile.passages)
        case RequirementKind.CERTIFICATE:
            return _certificate(requirement, encode, profile)
        case _:
            return _ability(requirement, encode, candidate)


def _ability(requirement: Requirement, encode: Encode, candidate: Candidate) -> Judgement:
    """Skills, experience, duties and traits: named skills first, then what the words say; years as
    a fact on top."""
    profile = candidate.profile
    skills = requirement.skills or tuple(m.name for m in find_skills(requirement.quote))
    if skills:
        judged = _named_skills(requirement, skills, encode, profile)
    else:
        judged = _by_words(answers(requirement.text, encode, profile), profile)
    if requirement.years:
        judged = _with_years(requirement, judged, candidate)
    return judged


def _named_skills(
    requirement: Requirement, skills: tuple[str, ...], encode: Encode, profile: ReadProfile
) -> Judgement:
    places = profile.passages
    held: dict[str, Passage] = {}
    for skill in skills:
        found = profile.naming(skill)
        if found:
            held[skill] = found[0]
    lacking = [skill for skill in skills if skill not in held]
    share = len(held) / len(skills)
    either = len(skills) > 1 and offers_alternatives(requirement.quote)
    if either and held:
        share = max(share, 0.75 + 0.25 * share)
    # All of them are there: no need to ask what else comes close.
    ranked = answers(requirement.text, encode, profile) if lacking else []
    best = ranked[0] if ranked else None
    words = best.strength if best is not None else 0.0
    evidence = {place.path: cite(place, 1.0) for place in held.values()}
    if best is not None and words >= PARTLY_FROM:
        place = places[best.passage]
        evidence.setdefault(place.path, cite(place, words))
    kept = tuple(evidence.values())[:EVIDENCE_KEPT]
    closeness = min(1.0, words / MET_FROM) if lacking else 1.0
    strength = max(0.75 * share + 0.25 * closeness, 0.9 * words)
    if share >= SKILLS_MET or (share >= 0.5 and words >= MET_FROM):
        return met(_reason_held(list(held), lacking, either=either), kept, strength)
    if held:
        return partly(_reason_held(list(held), lacking, either=False), kept, strength)
    if words >= MET_FROM:
        return met("Your profile describes it in other words.", kept, strength)
    if words >= PARTLY_FROM:
        return partly(
            f"Something close is in your profile; it does not name {_listed(lacking)}.",
            kept,
            strength,
        )
    return missing(f"Your profile does not name {_listed(lacking)}.", strength)


def _by_words(ranked: list[Answer], profile: ReadProfile) -> Judgement:
    if not ranked:
        return missing(f"{NOT_SAID}.")
    best = ranked[0].strength
    kept = tuple(
        cite(profile.passages[answer.passage], answer.strength)
        for answer in ranked[:EVIDENCE_KEPT]
        if answer.strength >= PARTLY_FROM
    )
    if best >= MET_FROM:
        return met("Your profile describes this.", kept, min(1.0, best / 0.8))
    if best >= PARTLY_FROM:
        return partly("Your profile comes close to this.", kept, best)
    return missing("Your profile says nothing that shows this.", best * 0.5)


def _with_years(requirement: Requirement, judged: Judgement, candidate: Candidate) -> Judgement:
    """Years are a fact: of the work entries that name the skill where one does, else of all."""
    assert requirement.years is not None
    profile = candidate.profile
    resume = profile.resume
    total = years_worked(resume, candidate.today)
    asked = f"{requirement.years:g} years"
    if total is None:
        reason = f"{judged.reason} {asked} are asked for; your profile states no dates of work."
        verdict = Fulfilment.MISSING if judged.verdict is Fulfilment.MISSING else Fulfilment.PARTLY
        return Judgement(verdict, judged.strength * 0.6, reason, judged.evidence)
    entries = {
        place.work
        for skill in requirement.skills
        for place in profile.naming(skill)
        if place.work is not None
    }
    years = years_worked(resume, candidate.today, entries) if entries else None
    shown = years if years is not None else total
    share = min(1.0, shown / requirement.years)
    with_it = " with it" if years is not None else ""
    reason = f"{judged.reason} {asked} are asked for; your profile adds up to {shown:.1f}{with_it}."
    strength = judged.strength * (0.4 + 0.6 * share)
    if judged.verdict is Fulfilment.MISSING:
        # A general "5 years of experience" names nothing to find: then the years alone decide.
        if requirement.skills or not _only_years(requirement, profile):
            return Judgement(Fulfilment.MISSING, strength, reason, judged.evidence)
        judged = Judgement(Fulfilment.MET, 1.0, judged.reason, _work_evidence(profile))
        reason = f"{asked} are asked for; your profile adds up to {shown:.1f}."
        strength = share
    if share >= YEARS_MET:
        return Judgement(judged.verdict, strength, reason, judged.evidence)
    if share >= YEARS_PARTLY:
        return Judgement(Fulfilment.PARTLY, strength, reason, judged.evidence)
    # Too short by more than half: what is there is still shown.
    verdict = Fulfilment.PARTLY if judged.evidence and shown > 0 else Fulfilment.MISSING
    return Judgement(verdict, strength * 0.7, reason, judged.evidence)


_YEARS_WORDS = re.compile(r"\b(?:\d+|one|two|three|four|five|six|seven|eight|ten|\+)\b|years?|yrs?")


def _only_years(requirement: Requirement, profile: ReadProfile) -> bool:
    """Whether the requirement names hardly anything beside the years, or what all the candidate's
    work is about."""
    wanted = stems(_YEARS_WORDS.sub(" ", requirement.text.lower()))
    return len(wanted) <= 2 or coverage(wanted, profile.stems) >= MET_FROM


def _work_evidence(profile: ReadProfile) -> tuple[Evidence, ...]:
    positions = [
        place
        for place in profile.passages
        if place.kind is PassageKind.POSITION and place.work is not None
    ]
    return tuple(cite(place, 0.8) for place in positions[:EVIDENCE_KEPT])


def _certificate(requirement: Requirement, encode: Encode, profile: ReadProfile) -> Judgement:
    for skill in requirement.skills:
        found = [place for place in profile.naming(skill) if place.kind is PassageKind.CERTIFICATE]
        if found:
            return met(f"You hold {found[0].text}.", (cite(found[0], 1.0),))
    wanted = frozenset(stems(requirement.quote)) - _CERTIFICATE_STEMS
    certificates = [p for p in profile.passages if p.kind is PassageKind.CERTIFICATE]
    for place in certificates:
        if wanted and coverage(wanted, place.stems) >= MET_FROM:
            return met(f"You hold {place.text}.", (cite(place, 1.0),))
    for place in profile.passages:
        if wanted and coverage(wanted, place.stems) >= 0.8:
            return partly(
                "Your profile speaks of it, but lists no such certificate.", (cite(place, 0.6),)
            )
    close = [
        a
        for a in answers(requirement.text, encode, profile)
        if profile.passages[a.passage].kind is PassageKind.CERTIFICATE and a.strength >= MET_FROM
    ]
    if close:
        place = profile.passages[close[0].passage]
        return partly(
            f"You hold {place.text}, which comes close.", (cite(place, close[0].strength),)
        )
    return missing(f"{NOT_SAID} that you hold this.")


_CERTIFICATE_STEMS = frozenset(
    stems(
        "certified certification certificate certificates license licence licensed current "
        "valid active registered credential hold holder obtain within"
    )
)


def _reason_held(held: list[str], lacking: list[str], *, either: bool) -> str:
    shown = f"Your profile names {_listed(held)}"
    if not lacking:
        return f"{shown}."
    if either:
        return f"{shown}; not all of the list is needed."
    return f"{shown}, but not {_listed(lacking)}."


def _listed(names: list[str]) -> str:
    shown = names[:4]
    if len(names) > len(shown):
        return f"{', '.join(shown)} and {len(names) - len(shown)} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))
