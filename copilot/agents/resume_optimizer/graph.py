"""Draft edits, apply them, let the truth gate judge the result, revise or fall back."""

from __future__ import annotations

from dataclasses import dataclass

from copilot.agents.contracts import (
    DraftRequest,
    Engine,
    Provenance,
    ResumeDraft,
    ResumeEdit,
    TailoredResume,
)
from copilot.agents.drafting import DraftingAgent, Progress
from copilot.agents.prompts import version_of
from copilot.agents.resume_optimizer.edits import AppliedEdits, apply_edits
from copilot.agents.untrusted import readable_posting, visible_posting
from copilot.domain.claims import Finding, GateReport, Groundedness
from copilot.grounding import check_resume

OPTIMIZER_VERSION = version_of("resume_optimizer")

MAX_FALLBACK_ROUNDS = 6
"""Edits often stand alone, so one round is the rule; then the profile's résumé unchanged."""


@dataclass(frozen=True, slots=True)
class ResumeCheck:
    applied: AppliedEdits
    report: GateReport

    @property
    def clean(self) -> bool:
        return self.report.verdict is Groundedness.GROUNDED and not self.applied.refused

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The gate's findings at the places that the edits named, and the refused edits."""
        placed = tuple(
            finding.model_copy(update={"path": self.applied.profile_path(finding.path)})
            for finding in self.report.findings
        )
        return self.applied.refused + placed


def optimize_resume(request: DraftRequest, engine: Engine) -> TailoredResume:
    """The profile's résumé for this posting; every claim in it is grounded in the profile.

    May raise Transient or BudgetExceeded, from the engine.
    """
    return _AGENT.run(
        request.model_copy(update={"posting": visible_posting(request.posting)}), engine
    )


def _draft(
    engine: Engine, job: DraftRequest, previous: ResumeDraft | None, check: ResumeCheck | None
) -> ResumeDraft:
    return engine.draft_resume(job, previous, check.findings if check else ())


def _verify(job: DraftRequest, draft: ResumeDraft) -> ResumeCheck:
    return _checked(job, draft.edits)


def _checked(job: DraftRequest, edits: tuple[ResumeEdit, ...]) -> ResumeCheck:
    applied = apply_edits(job.profile, edits)
    report = check_resume(applied.document, job.profile, readable_posting(job.posting))
    return ResumeCheck(applied, report)


def _accept(done: Progress[DraftRequest, ResumeDraft, ResumeCheck]) -> TailoredResume:
    assert done.check is not None
    return _tailored(done, done.check, reason=None)


def _fall_back(done: Progress[DraftRequest, ResumeDraft, ResumeCheck]) -> TailoredResume:
    """Without the edits at fault; what they changed stands again as the profile states it."""
    check = done.check
    reason = done.failure or "the truth gate refused some of the edits"
    for _ in range(MAX_FALLBACK_ROUNDS):
        if check is None or check.report.verdict is Groundedness.GROUNDED:
            break
        kept = _without_faults(check)
        check = _checked(done.job, kept) if len(kept) < len(check.applied.edits) else None
    if check is None or check.report.verdict is not Groundedness.GROUNDED:
        check = _checked(done.job, ())
        reason = done.failure or "the truth gate refused the edits; the résumé stands unchanged"
    return _tailored(done, check, reason)


def _without_faults(check: ResumeCheck) -> tuple[ResumeEdit, ...]:
    faulty: list[ResumeEdit] = []
    for finding in check.report.findings:
        behind = check.applied.edits_behind(finding.path)
        if not behind:
            top = finding.path.partition(".")[0].partition("[")[0]
            behind = tuple(e for e in check.applied.edits if e.path.startswith(top))
        faulty.extend(behind)
    return tuple(edit for edit in check.applied.edits if edit not in faulty)


def _tailored(
    done: Progress[DraftRequest, ResumeDraft, ResumeCheck], check: ResumeCheck, reason: str | None
) -> TailoredResume:
    return TailoredResume(
        resume=check.applied.document,
        edits=check.applied.edits,
        report=check.report,
        provenance=Provenance(
            engine=done.engine.name,
            prompt_version=OPTIMIZER_VERSION,
            drafts=done.drafts,
            fell_back=reason is not None,
            fallback_reason=reason,
        ),
    )


_AGENT: DraftingAgent[DraftRequest, ResumeDraft, ResumeCheck, TailoredResume] = DraftingAgent(
    name="resume_optimizer", draft=_draft, verify=_verify, accept=_accept, fall_back=_fall_back
)
