"""Draft an analysis, hold every quote against the posting, revise or keep what stands there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from copilot.agents.contracts import Engine
from copilot.agents.drafting import DraftingAgent, Progress
from copilot.agents.prompts import version_of
from copilot.agents.untrusted import posting_for_engines
from copilot.domain.posting import Posting, PostingAnalysis, Requirement
from copilot.errors import PostingWithoutText, UnusableResponse

ANALYZER_VERSION = version_of("job_analyzer")


@dataclass(frozen=True, slots=True)
class AnalysisCheck:
    standing: PostingAnalysis
    """The draft without what the posting does not say; ids are those of the draft."""
    faults: tuple[str, ...]

    @property
    def clean(self) -> bool:
        return not self.faults and bool(self.standing.requirements)


def analyze_posting(posting: Posting, engine: Engine) -> PostingAnalysis:
    """What the posting asks for; each quote stands verbatim in its description or title.

    Raises PostingWithoutText if there is nothing to analyse, UnusableResponse if the engine found
    no requirement that the posting states; may raise Transient or BudgetExhausted, from the engine.
    """
    seen = posting_for_engines(posting)
    if not seen.description.strip():
        raise PostingWithoutText("The posting holds no text to analyse. Paste its text.")
    return _AGENT.run(seen, engine)


def _draft(
    engine: Engine,
    job: Posting,
    previous: PostingAnalysis | None,
    check: AnalysisCheck | None,
) -> PostingAnalysis:
    return engine.analyze(job, check.faults if check else ())


def _verify(job: Posting, draft: PostingAnalysis) -> AnalysisCheck:
    faults: list[str] = []
    kept: list[Requirement] = []
    ids: set[str] = set()
    for requirement in draft.requirements:
        fault = _fault(job, requirement, ids)
        if fault is None:
            ids.add(requirement.id)
            kept.append(_with_own_skills(requirement, job))
        else:
            faults.append(f"{requirement.id}: {fault}")
    if not draft.requirements:
        faults.append("The analysis names no requirement; name what the posting asks for.")
    text = f"{job.title}\n{job.description}"
    standing = draft.model_copy(
        update={
            "requirements": tuple(kept),
            "skills": tuple(s for s in draft.skills if _says(text, s)),
            "responsibilities": tuple(s for s in draft.responsibilities if s in text),
            "company_facts": tuple(s for s in draft.company_facts if s in text),
        }
    )
    return AnalysisCheck(standing, tuple(faults))


def _fault(job: Posting, requirement: Requirement, ids: set[str]) -> str | None:
    if requirement.id in ids:
        return "the id is used twice"
    if not requirement.quote.strip():
        return "the quote is empty"
    if requirement.quote not in job.description and requirement.quote not in job.title:
        return "the quote does not stand in the posting word for word; copy it from there"
    if _APPLYING.search(requirement.quote):
        return "the quote says how to apply, which is nothing that the candidate must bring"
    if any(
        f"{opened}{requirement.quote.strip()}{closed}" in job.description
        for opened, closed in _QUOTATION
    ):
        return "the posting only quotes these words; they are not what it asks for"
    if requirement.years is not None and not re.search(r"\d", requirement.quote):
        # Number words are read by the engines; a number nobody wrote is not.
        return None if _NUMBER_WORD.search(requirement.quote) else "the quote states no years"
    return None


# "Mention … in your letter", "Write that you …": asked of the application, not of the person.
_APPLYING = re.compile(
    r"\b(?:include|add|insert|mention|write|state|say|begin|start|quote|use|claim)\b[^.!?]{0,40}"
    r"\b(?:in|to|with|on) (?:your|the) "
    r"(?:cover letter|letter|résumé|resume|cv|application|e-?mail)\b"
    r"|\b(?:cover letters?|letters?|applications?|résumés?|resumes?)\b[^.!?]{0,40}"
    r"\b(?:says?|states?|claims?|mentions?|that claim)\b"
    r"|^\W*(?:please )?(?:include|insert|add|write|quote) (?:the )?"
    r"(?:sentence|words?|phrase|line)\b"
    r"|^\W*(?:please )?(?:write|say|state|claim|mention) that (?:you|i)\b",
    re.IGNORECASE,
)
_QUOTATION = (("“", "”"), ("„", "“"), ("„", "”"), ("«", "»"), ("‘", "’"), ('"', '"'))
_NUMBER_WORD = re.compile(
    r"\b(one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|years?|"
    r"jahre?n?|\w*jährig\w*|lat\w*|rok\w*|roczn\w+|\w+letni\w*|ans?|années?|años?|mehr\w+)\b",
    re.IGNORECASE,
)


def _with_own_skills(requirement: Requirement, job: Posting) -> Requirement:
    text = f"{requirement.quote}\n{job.description}\n{job.title}"
    kept = tuple(skill for skill in requirement.skills if _says(text, skill))
    return (
        requirement
        if kept == requirement.skills
        else requirement.model_copy(update={"skills": kept})
    )


def _says(text: str, words: str) -> bool:
    return bool(words.strip()) and words.lower() in text.lower()


def _accept(done: Progress[Posting, PostingAnalysis, AnalysisCheck]) -> PostingAnalysis:
    assert done.check is not None
    return _named(done, done.check.standing)


def _fall_back(done: Progress[Posting, PostingAnalysis, AnalysisCheck]) -> PostingAnalysis:
    """The requirements whose quotes stand in the posting, without the others."""
    if done.check is None or not done.check.standing.requirements:
        raise UnusableResponse(
            done.failure
            or "The analysis names nothing that the posting states word for word. Try again, or "
            "choose another engine for the job analyzer."
        )
    return _named(done, done.check.standing)


def _named(
    done: Progress[Posting, PostingAnalysis, AnalysisCheck], analysis: PostingAnalysis
) -> PostingAnalysis:
    return analysis.model_copy(
        update={"engine": done.engine.name, "prompt_version": ANALYZER_VERSION}
    )


_AGENT: DraftingAgent[Posting, PostingAnalysis, AnalysisCheck, PostingAnalysis] = DraftingAgent(
    name="job_analyzer", draft=_draft, verify=_verify, accept=_accept, fall_back=_fall_back
)
