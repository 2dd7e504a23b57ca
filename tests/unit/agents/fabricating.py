"""An engine that invents in every answer and never learns."""

from __future__ import annotations

from typing import Literal

from copilot.agents.contracts import DraftRequest, LetterDraft, ResumeDraft, ResumeEdit
from copilot.domain.claims import Finding
from copilot.domain.letter import CoverLetter, Tone
from copilot.domain.posting import Posting, PostingAnalysis, Requirement, RequirementKind

INVENTED = (
    "Led a team of 47 engineers across 9 countries",
    "Doubled annual revenue to 80 million dollars",
    "Holds a doctorate from the Sorbonne",
    "Winner of the Golden Compass award 2021",
)


def _edit(operation: Literal["replace", "add"], path: str, text: str) -> ResumeEdit:
    return ResumeEdit(operation=operation, path=path, text=text, reason="better")


class FabricatingEngine:
    name = "test:fabricates"

    def __init__(self) -> None:
        self.drafts = 0

    def analyze(self, posting: Posting, faults: tuple[str, ...]) -> PostingAnalysis:
        self.drafts += 1
        real = next(line for line in posting.description.splitlines() if len(line.split()) > 4)
        return PostingAnalysis(
            requirements=(
                self._requirement("r1", "Ten years in deep-sea mining"),
                self._requirement("r2", real.strip(" -*•")),
            ),
            skills=("Quantum ledger",),
            responsibilities=("Rule the office",),
            company_facts=("The company has won the Nobel Prize.",),
            confidence=1,
            engine=self.name,
            prompt_version="none",
        )

    @staticmethod
    def _requirement(name: str, quote: str) -> Requirement:
        return Requirement(
            id=name, text=quote, quote=quote, kind=RequirementKind.SKILL, must_have=True,
            skills=("Quantum ledger",), confidence=1,
        )  # fmt: skip

    def draft_resume(
        self, request: DraftRequest, previous: ResumeDraft | None, findings: tuple[Finding, ...]
    ) -> ResumeDraft:
        self.drafts += 1
        first, second = "work[0].highlights[0]", "work[0].highlights[1]"
        return ResumeDraft(
            edits=(
                _edit("replace", first, INVENTED[0]),
                _edit("add", second, INVENTED[1]),
                _edit("add", "skills[0]", "Quantum ledger"),
                _edit("replace", "basics.label", "Chief Executive Officer"),
                _edit("replace", "work[0].position", "Director"),
                _edit("replace", "work[0].startDate", "1999"),
                ResumeEdit(operation="move", path=second, to=first, reason="first"),
            )
        )

    def draft_letter(
        self, request: DraftRequest, previous: LetterDraft | None, findings: tuple[Finding, ...]
    ) -> LetterDraft:
        self.drafts += 1
        return LetterDraft(
            letter=CoverLetter(
                language="en",
                tone=Tone.WARM,
                salutation="Dear team,",
                paragraphs=tuple(
                    f"I am proud of this: I {text[0].lower()}{text[1:]}." for text in INVENTED
                ),
                closing="Kind regards,",
                signature="Somebody Else, PhD",
                recipient="Another Company",
            )
        )  # fmt: skip


class EmptyHandedEngine(FabricatingEngine):
    """Answers with nothing usable."""

    name = "test:nothing"

    def draft_resume(self, request, previous, findings):  # type: ignore[no-untyped-def]
        from copilot.errors import UnusableResponse

        raise UnusableResponse("The model answered with prose.")

    draft_letter = draft_resume
