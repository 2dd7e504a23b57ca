"""Drafts by chat models; the truth gate behind it trusts none of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pydantic import BaseModel

from copilot.agents.chat import answers, briefs
from copilot.agents.contracts import DraftRequest, Engine, LetterDraft, ResumeDraft
from copilot.agents.extractive.letter import letter_language
from copilot.agents.prompts import Prompt, fenced, prompt
from copilot.domain.claims import Finding
from copilot.domain.posting import Posting, PostingAnalysis
from copilot.errors import ProviderUnavailable, UnusableResponse
from copilot.llm.asking import Asker
from copilot.llm.questions import Question, Turn

T = TypeVar("T")

MAX_ANALYSIS_TOKENS = 6000
MAX_EDITS_TOKENS = 5000
MAX_LETTER_TOKENS = 3000
LONGEST_NAME = 100
"""Characters that a document's row has room for."""


class ChatEngine:
    """One agent's engine for one attempt of a step. Not for use by several threads.

    ``stand_in`` makes the draft if no model does, and is named beside them then; without one the
    error goes on. ``patient``: a model that cannot be reached is worth another attempt first.
    """

    def __init__(
        self,
        names: tuple[str, ...],
        asker: Asker,
        stand_in: Engine | None,
        *,
        patient: bool = False,
    ) -> None:
        self.name = names[0]
        """Who made the drafts so far, in order: ``openai:gpt-5.4-mini``, or
        ``openai:gpt-5.4-mini+extractive`` where another had to finish."""
        self._asker = asker
        self._stand_in = stand_in
        self._patient = patient
        self._drafted_by: list[str] = []
        self._analysis: answers.AnalysisAnswer | None = None

    def analyze(self, posting: Posting, faults: tuple[str, ...]) -> PostingAnalysis:
        said = prompt("job_analyzer")
        turns = [Turn("user", said.filled(posting=briefs.posting_text(posting)), keep=True)]
        if faults and self._analysis is not None:
            turns += _revision(said, self._analysis, fenced("\n".join(faults)))
        question = _question("job_analyzer", said, turns, answers.AnalysisAnswer)

        def accept(answer: BaseModel) -> PostingAnalysis:
            analysis = answers.posting_analysis(answer, said.version)
            assert isinstance(answer, answers.AnalysisAnswer)
            self._analysis = answer
            return analysis

        return self._drafted(question, accept, lambda engine: engine.analyze(posting, faults))

    def draft_resume(
        self, request: DraftRequest, previous: ResumeDraft | None, findings: tuple[Finding, ...]
    ) -> ResumeDraft:
        said = prompt("resume_optimizer")
        told = said.filled(
            profile=briefs.profile_text(request.profile),
            pages=str(request.options.resume_pages),
            requirements=briefs.requirements_text(request),
        )
        turns = [Turn("user", told, keep=True)]
        if previous is not None:
            before = answers.resume_answer(previous)
            turns += _revision(said, before, briefs.findings_text(findings))
        question = _question("resume_optimizer", said, turns, answers.ResumeAnswer)
        return self._drafted(
            question,
            answers.resume_draft,
            lambda engine: engine.draft_resume(request, previous, findings),
        )

    def draft_letter(
        self, request: DraftRequest, previous: LetterDraft | None, findings: tuple[Finding, ...]
    ) -> LetterDraft:
        said = prompt("cover_letter_generator")
        told = said.filled(
            profile=briefs.profile_text(request.profile),
            language=letter_language(request),
            tone=request.options.tone.value,
            words=str(request.options.letter_words),
            posting=briefs.letter_facts_text(request),
        )
        turns = [Turn("user", told, keep=True)]
        if previous is not None:
            before = answers.letter_answer(previous)
            turns += _revision(said, before, briefs.findings_text(findings))
        question = _question("cover_letter_generator", said, turns, answers.LetterAnswer)
        return self._drafted(
            question,
            lambda answer: answers.letter_draft(answer, request),
            lambda engine: engine.draft_letter(request, previous, findings),
        )

    def _drafted(
        self,
        question: Question,
        accept: Callable[[BaseModel], T],
        instead: Callable[[Engine], T],
    ) -> T:
        try:
            answered = self._asker.ask(question, accept)
        except (ProviderUnavailable, UnusableResponse) as error:
            waits = self._patient and isinstance(error, ProviderUnavailable)
            if self._stand_in is None or waits:
                raise
            draft = instead(self._stand_in)
            self._note(self._stand_in.name)
            return draft
        self._note(answered.model)
        return answered.value

    def _note(self, name: str) -> None:
        if name not in self._drafted_by:
            self._drafted_by.append(name)
            self.name = "+".join(self._drafted_by)[:LONGEST_NAME]


_MAX_TOKENS = {
    "job_analyzer": MAX_ANALYSIS_TOKENS,
    "resume_optimizer": MAX_EDITS_TOKENS,
    "cover_letter_generator": MAX_LETTER_TOKENS,
}


def _question(agent: str, said: Prompt, turns: list[Turn], answer: type[BaseModel]) -> Question:
    return Question(agent, said.stable, tuple(turns), answer, _MAX_TOKENS[agent])


def _revision(said: Prompt, before: BaseModel, findings: str) -> list[Turn]:
    return [
        Turn("assistant", before.model_dump_json()),
        Turn("user", said.revised(faults=findings, findings=findings)),
    ]
