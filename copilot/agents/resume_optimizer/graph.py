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
from copilot.agents.injections import resume_without_orders
from copilot.agents.prompts import version_of
from copilot.agents.resume_optimizer.edits import AppliedEdits, apply_edits, may
from copilot.agents.untrusted import posting_for_engines, readable_posting
from copilot.domain.claims import Finding, GateReport, Groundedness
from copilot.domain.resume import Resume
from copilot.grounding import check_resume

OPTIMIZER_VERSION = version_of("resume_optimizer")

MAX_FALLBACK_ROUNDS = 6
"""Edits often stand alone, so one round is the rule; then the profile's résumé unchanged."""
_TO_MACHINES = "Speaks to a machine, not to a reader"


@dataclass(frozen=True, slots=True)
class Job:
    """What is tailored: the profile as it stands, and what an engine is shown of it."""

    profile: Resume
    request: DraftRequest
    """Its profile says nothing where the candidate's speaks to machines."""
    removals: tuple[ResumeEdit, ...]
    """What takes such places out of the document, whatever the engine does."""


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

    May raise Transient or BudgetExhausted, from the engine.
    """
    shown, places = resume_without_orders(request.profile)
    posting = posting_for_engines(request.posting)
    narrowed = request.model_copy(update={"profile": shown, "posting": posting})
    return _AGENT.run(Job(request.profile, narrowed, _removals(places)), engine)


def _removals(places: dict[str, str]) -> tuple[ResumeEdit, ...]:
    """One edit for each place, or for the entry that it names; what may not go stays, as all that
    the profile states of employers, positions and dates."""
    edits: dict[str, ResumeEdit] = {}
    for path, rest in places.items():
        entry = path.rpartition(".")[0]
        if rest and may("replace", path):
            change, at, text = "replace", path, rest
        else:
            change, text = "remove", None
            at = next((part for part in (path, entry) if part and may("remove", part)), "")
        if at:
            edits[at] = ResumeEdit.model_validate(
                {"operation": change, "path": at, "text": text, "evidence": (at,)}
                | {"reason": _TO_MACHINES}
            )
    return tuple(edits.values())


def _draft(
    engine: Engine, job: Job, previous: ResumeDraft | None, check: ResumeCheck | None
) -> ResumeDraft:
    return engine.draft_resume(job.request, previous, check.findings if check else ())


def _verify(job: Job, draft: ResumeDraft) -> ResumeCheck:
    return _checked(job, draft.edits)


def _checked(job: Job, edits: tuple[ResumeEdit, ...]) -> ResumeCheck:
    others = tuple(edit for edit in edits if edit not in job.removals)
    applied = apply_edits(job.profile, (*job.removals, *others))
    report = check_resume(applied.document, job.profile, readable_posting(job.request.posting))
    return ResumeCheck(applied, report)


def _accept(done: Progress[Job, ResumeDraft, ResumeCheck]) -> TailoredResume:
    assert done.check is not None
    return _tailored(done, done.check, reason=None)


def _fall_back(done: Progress[Job, ResumeDraft, ResumeCheck]) -> TailoredResume:
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
    done: Progress[Job, ResumeDraft, ResumeCheck], check: ResumeCheck, reason: str | None
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


_AGENT: DraftingAgent[Job, ResumeDraft, ResumeCheck, TailoredResume] = DraftingAgent(
    name="resume_optimizer", draft=_draft, verify=_verify, accept=_accept, fall_back=_fall_back
)
