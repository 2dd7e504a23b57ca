"""The extractive engine: no model, no network, the same answer to the same question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from copilot.agents.contracts import DraftRequest, LetterDraft, ResumeDraft, ResumeEdit
from copilot.agents.extractive.analysis import analyze
from copilot.agents.extractive.letter import draft_letter
from copilot.agents.extractive.resume import draft_resume
from copilot.agents.faulty_sentences import without_sentences_at_fault
from copilot.agents.sentences import sentences
from copilot.domain.claims import Finding
from copilot.domain.posting import Posting, PostingAnalysis

ENGINE_VERSION = "extractive/1"


MIN_REST = 4
"""Words; less is not worth an edit."""


def _today() -> date:
    return datetime.now(UTC).date()


class ExtractiveEngine:
    """Needs no key and invents nothing.

    ``today`` gives the day up to which running jobs count.
    """

    name = "extractive"

    def __init__(self, today: Callable[[], date] = _today) -> None:
        self._today = today

    def analyze(self, posting: Posting, faults: tuple[str, ...]) -> PostingAnalysis:
        """Raises PostingWithoutText."""
        analysis = analyze(posting, self.name, ENGINE_VERSION)
        at_fault = {fault.partition(":")[0] for fault in faults}
        kept = tuple(r for r in analysis.requirements if r.id not in at_fault)
        return analysis.model_copy(update={"requirements": kept})

    def draft_resume(
        self, request: DraftRequest, previous: ResumeDraft | None, findings: tuple[Finding, ...]
    ) -> ResumeDraft:
        if previous is None:
            return draft_resume(request, self._today())
        # There is no second wording of a person's own words: what was refused is left out.
        revised = (_without_faults(edit, findings) for edit in previous.edits)
        return ResumeDraft(edits=tuple(edit for edit in revised if edit is not None))

    def draft_letter(
        self, request: DraftRequest, previous: LetterDraft | None, findings: tuple[Finding, ...]
    ) -> LetterDraft:
        if previous is None:
            return draft_letter(request, self._today())
        return LetterDraft(letter=without_sentences_at_fault(previous.letter, findings))


def _without_faults(edit: ResumeEdit, findings: tuple[Finding, ...]) -> ResumeEdit | None:
    """The edit without its sentences at fault; None if nothing is left of it."""
    here = [f for f in findings if f.path == edit.path or f.path.startswith(f"{edit.path}.")]
    if not here or edit.text is None:
        return edit
    faults = [finding.words.lower() for finding in here if finding.words]
    kept = [s for s in sentences(edit.text) if not any(words in s.lower() for words in faults)]
    rest = " ".join(kept)
    if len(rest.split()) < MIN_REST or len(kept) == len(sentences(edit.text)):
        return None
    return edit.model_copy(update={"text": rest})
