"""What goes into an agent and what comes out, the same for every engine."""

from __future__ import annotations

from typing import Literal, Protocol

from copilot.domain.claims import Finding, GateReport
from copilot.domain.letter import CoverLetter, Tone
from copilot.domain.match import Match
from copilot.domain.posting import Posting, PostingAnalysis
from copilot.domain.resume import Resume
from copilot.domain.values import Value


class ResumeEdit(Value):
    """One change to the profile's résumé. What no edit names stays as the profile states it."""

    operation: Literal["replace", "remove", "move", "add"]
    path: str
    """A path into the profile's JSON Resume document: ``work[0].highlights[2]``."""
    to: str | None = None
    """For ``move``: the path to stand at afterwards."""
    text: str | None = None
    """For ``replace`` and ``add``."""
    evidence: tuple[str, ...] = ()
    """Paths into the profile that support the new text."""
    requirement: str | None = None
    """The id of the requirement that the edit serves."""
    reason: str
    """For the user, in a few words."""


class WritingOptions(Value):
    """What the candidate asks of the documents."""

    tone: Tone = Tone.PLAIN
    letter_words: int = 250
    resume_pages: int = 2


class DraftRequest(Value):
    """What a draft may use. The posting is untrusted text."""

    profile: Resume
    posting: Posting
    analysis: PostingAnalysis
    match: Match
    options: WritingOptions = WritingOptions()


class ResumeDraft(Value):
    edits: tuple[ResumeEdit, ...]


class LetterDraft(Value):
    letter: CoverLetter


class Engine(Protocol):
    """What an agent runs on. ``findings`` holds what the truth gate or the validator refused in
    the draft before; empty for the first draft.

    May raise Transient (try the step later), UnusableResponse (the agent falls back) or
    BudgetExhausted.
    """

    name: str
    """``extractive`` or ``provider:model``; stored with each document."""

    def analyze(self, posting: Posting, faults: tuple[str, ...]) -> PostingAnalysis: ...

    def draft_resume(
        self, request: DraftRequest, previous: ResumeDraft | None, findings: tuple[Finding, ...]
    ) -> ResumeDraft: ...

    def draft_letter(
        self, request: DraftRequest, previous: LetterDraft | None, findings: tuple[Finding, ...]
    ) -> LetterDraft: ...


class PageFit(Value):
    """How a résumé came to end where it does."""

    asked: int | None
    """The candidate's limit; None leaves the number of pages to us."""
    pages: int
    last_page_filled: float
    """Share of its height, 0 to 1."""
    left_out: tuple[str, ...]
    """Paths into the profile, the least missed first."""


class Provenance(Value):
    """How a document came to be."""

    engine: str
    prompt_version: str
    drafts: int
    """Drafts the engine made, 1 to 3."""
    fell_back: bool
    """True if something was put back to the profile's own words."""
    fallback_reason: str | None = None
    pages: PageFit | None = None
    """Of a résumé."""


class TailoredResume(Value):
    resume: Resume
    edits: tuple[ResumeEdit, ...]
    report: GateReport
    provenance: Provenance


class WrittenLetter(Value):
    letter: CoverLetter
    report: GateReport
    provenance: Provenance
