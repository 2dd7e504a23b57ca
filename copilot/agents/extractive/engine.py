"""The extractive engine: no model, no network, the same answer to the same question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from copilot.agents.contracts import DraftRequest, LetterDraft, ResumeDraft
from copilot.agents.extractive.analysis import analyze
from copilot.agents.extractive.letter import draft_letter
from copilot.agents.extractive.resume import draft_resume
from copilot.agents.faulty_sentences import without_sentences_at_fault
from copilot.domain.claims import Finding
from copilot.domain.posting import Posting, PostingAnalysis

ENGINE_VERSION = "extractive/1"


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
        # What was refused is left out; there is no second wording of a person's own words.
        refused = {finding.path for finding in findings}
        return ResumeDraft(
            edits=tuple(
                edit
                for edit in previous.edits
                if edit.operation in ("move", "remove") or not _at(edit.path, refused)
            )
        )

    def draft_letter(
        self, request: DraftRequest, previous: LetterDraft | None, findings: tuple[Finding, ...]
    ) -> LetterDraft:
        if previous is None:
            return draft_letter(request, self._today())
        return LetterDraft(letter=without_sentences_at_fault(previous.letter, findings))


def _at(path: str, places: set[str]) -> bool:
    return any(path == place or place.startswith(f"{path}.") for place in places)
