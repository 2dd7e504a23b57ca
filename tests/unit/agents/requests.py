"""Requests for drafts, with matches made by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from copilot.agents.contracts import DraftRequest, WritingOptions
from copilot.agents.extractive import ExtractiveEngine
from copilot.agents.job_analyzer import analyze_posting
from copilot.domain.match import Dimension, Evidence, Fulfilment, Match, RequirementMatch
from copilot.domain.posting import PostingAnalysis, Requirement
from copilot.domain.profile import Weights
from copilot.domain.resume import Resume
from copilot.skills import find_skills, same_skill
from tests.unit.agents.professions import CASES, Case

TODAY = datetime.now(UTC).date()
"""The truth gate counts running jobs up to today, so the engine must too."""


def extractive() -> ExtractiveEngine:
    return ExtractiveEngine(today=lambda: TODAY)


def request_for(case: Case, options: WritingOptions | None = None) -> DraftRequest:
    request = _request(case.name) if case in CASES else _made(case)
    return request if options is None else request.model_copy(update={"options": options})


@cache
def _request(name: str) -> DraftRequest:
    return _made(next(case for case in CASES if case.name == name))


def _made(case: Case) -> DraftRequest:
    analysis = analyze_posting(case.posting, extractive())
    return DraftRequest(
        profile=case.resume,
        posting=case.posting,
        analysis=analysis,
        match=match_by_words(case.resume, analysis),
    )


def match_by_words(profile: Resume, analysis: PostingAnalysis) -> Match:
    """A match as simple as can be: shared names of skills."""
    entries = tuple(_entry(profile, requirement) for requirement in analysis.requirements)
    return Match(
        score=50,
        dimensions=(),
        requirements=entries,
        weights=Weights(),
        encoder="none",
        matcher_version="by-hand",
    )


def _entry(profile: Resume, requirement: Requirement) -> RequirementMatch:
    evidence = [
        Evidence(path=path, quote=text, strength=0.8)
        for path, text in _lines(profile)
        if any(same_skill(s, m.name) for s in requirement.skills for m in find_skills(text))
    ]
    verdict = Fulfilment.MET if evidence else Fulfilment.MISSING
    return RequirementMatch(
        requirement=requirement,
        dimension=Dimension.SKILLS,
        verdict=verdict,
        weight=1.0,
        evidence=tuple(evidence[:3]),
        reason="The words agree." if evidence else "Nothing says so.",
    )


def _lines(profile: Resume) -> list[tuple[str, str]]:
    lines = [
        (f"work[{n}].highlights[{m}]", text)
        for n, work in enumerate(profile.work)
        for m, text in enumerate(work.highlights)
    ]
    for n, skill in enumerate(profile.skills):
        lines += [(f"skills[{n}].keywords[{m}]", k) for m, k in enumerate(skill.keywords)]
        if skill.name:
            lines.append((f"skills[{n}].name", skill.name))
    return lines
