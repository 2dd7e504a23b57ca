"""The forms of a chat model's answers, and what becomes of them.

Providers want every field required and no other allowed. Bounds are not theirs to keep: they are
checked here, and an answer outside them is not usable.
"""

from __future__ import annotations

from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from copilot.agents.contracts import DraftRequest, LetterDraft, ResumeDraft, ResumeEdit
from copilot.domain.letter import CoverLetter
from copilot.domain.posting import PostingAnalysis, Requirement, RequirementKind
from copilot.domain.values import Value
from copilot.errors import UnusableResponse

V = TypeVar("V", bound=Value)


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class EditAnswer(Answer):
    operation: Literal["replace", "remove", "move", "add"]
    path: str
    to: str | None
    text: str | None
    evidence: list[str]
    requirement: str | None
    reason: str


class ResumeAnswer(Answer):
    edits: list[EditAnswer]


class LetterAnswer(Answer):
    language: str
    salutation: str
    paragraphs: list[str]
    closing: str
    subject: str | None


class RequirementAnswer(Answer):
    id: str
    text: str
    quote: str
    kind: RequirementKind
    must_have: bool
    skills: list[str]
    years: float | None
    confidence: float


class AnalysisAnswer(Answer):
    requirements: list[RequirementAnswer]
    skills: list[str]
    responsibilities: list[str]
    company_facts: list[str]
    seniority: str | None
    language: str | None
    confidence: float


def resume_draft(answer: BaseModel) -> ResumeDraft:
    assert isinstance(answer, ResumeAnswer)
    edits = tuple(_valid(ResumeEdit, edit) for edit in answer.edits)
    return ResumeDraft(edits=edits)


def resume_answer(draft: ResumeDraft) -> ResumeAnswer:
    return ResumeAnswer(edits=[EditAnswer.model_validate(e.model_dump()) for e in draft.edits])


def letter_draft(answer: BaseModel, request: DraftRequest) -> LetterDraft:
    assert isinstance(answer, LetterAnswer)
    paragraphs = tuple(text for text in map(str.strip, answer.paragraphs) if text)
    if not paragraphs:
        raise UnusableResponse("The language model's letter is empty.")
    letter = CoverLetter(
        language=answer.language.strip().lower()[:2],
        tone=request.options.tone,
        salutation=answer.salutation,
        paragraphs=paragraphs,
        closing=answer.closing,
        signature=request.profile.basics.name or "",
        subject=answer.subject,
        recipient=request.posting.company,
    )
    return LetterDraft(letter=letter)


def letter_answer(draft: LetterDraft) -> LetterAnswer:
    letter = draft.letter
    return LetterAnswer(
        language=letter.language,
        salutation=letter.salutation,
        paragraphs=list(letter.paragraphs),
        closing=letter.closing,
        subject=letter.subject,
    )


def posting_analysis(answer: BaseModel, prompt_version: str) -> PostingAnalysis:
    assert isinstance(answer, AnalysisAnswer)
    requirements = tuple(_valid(Requirement, entry) for entry in answer.requirements)
    try:
        return PostingAnalysis(
            requirements=requirements,
            skills=tuple(answer.skills),
            responsibilities=tuple(answer.responsibilities),
            company_facts=tuple(answer.company_facts),
            seniority=answer.seniority,
            language=answer.language,
            confidence=answer.confidence,
            engine="chat",
            prompt_version=prompt_version,
        )
    except ValidationError as error:
        raise _outside(error) from None


def _valid(kind: type[V], answer: Answer) -> V:
    try:
        return kind.model_validate(answer.model_dump())
    except ValidationError as error:
        raise _outside(error) from None


def _outside(error: ValidationError) -> UnusableResponse:
    names = ", ".join(sorted({str(fault["loc"][0]) for fault in error.errors() if fault["loc"]}))
    return UnusableResponse(f"The language model's answer is outside its bounds ({names}).")
