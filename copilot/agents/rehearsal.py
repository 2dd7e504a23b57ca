"""Each agent once, on an invented candidate: loads what the agents need before anybody waits."""

from __future__ import annotations

from functools import cache

from copilot.agents.contracts import DraftRequest, TailoredResume, WrittenLetter
from copilot.agents.cover_letter_generator import write_letter
from copilot.agents.extractive import ExtractiveEngine
from copilot.agents.job_analyzer import analyze_posting
from copilot.agents.resume_optimizer import optimize_resume
from copilot.domain.match import Match
from copilot.domain.posting import Posting, PostingAnalysis
from copilot.domain.profile import Weights
from copilot.domain.resume import Resume

_POSTING = Posting(
    title="Warehouse planner",
    company="Rehearsal Ltd",
    description="## What you need\n\n- At least 2 years of experience with stock planning\n"
    "- Good knowledge of Excel\n\n## What you will do\n\n- Plan the stock of two warehouses\n",
)
_RESUME = Resume.from_json(
    {
        "basics": {"name": "Robin Rehearsal", "label": "Warehouse planner"},
        "work": [
            {
                "name": "Example Ltd",
                "position": "Warehouse planner",
                "startDate": "2019-03",
                "endDate": "2024-06",
                "highlights": [
                    "Planned the stock of 2 warehouses in Excel",
                    "Reduced missing parts by 15 percent",
                ],
            }
        ],
        "skills": [{"name": "Planning", "keywords": ["Excel", "Stock planning"]}],
    }
)


def analyze() -> PostingAnalysis:
    return analyze_posting(_POSTING, ExtractiveEngine())


@cache
def request() -> DraftRequest:
    match = Match(
        score=0,
        dimensions=(),
        requirements=(),
        weights=Weights(),
        encoder="none",
        matcher_version="none",
    )
    return DraftRequest(profile=_RESUME, posting=_POSTING, analysis=analyze(), match=match)


def tailor() -> TailoredResume:
    return optimize_resume(request(), ExtractiveEngine())


def write() -> WrittenLetter:
    return write_letter(request(), ExtractiveEngine())
