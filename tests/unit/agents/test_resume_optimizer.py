"""The résumé optimizer: the profile's own words, ordered for a posting; nothing else."""

from __future__ import annotations

import json
from typing import Literal

import pytest

from copilot.agents.contracts import ResumeEdit
from copilot.agents.resume_optimizer import OPTIMIZER_VERSION, optimize_resume
from copilot.agents.resume_optimizer.edits import apply_edits
from copilot.domain.claims import Groundedness
from copilot.errors import BudgetExhausted
from copilot.grounding import check_resume
from copilot.skills import find_skills, same_skill
from tests.unit.agents.fabricating import INVENTED, EmptyHandedEngine, FabricatingEngine
from tests.unit.agents.professions import CASES, DEVELOPER, NURSE, Case
from tests.unit.agents.requests import extractive, request_for

_ALL = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
_SOME = pytest.mark.parametrize("case", CASES[::4], ids=lambda case: case.name)


@_ALL
def test_the_tailored_resume_is_grounded(case: Case) -> None:
    tailored = optimize_resume(request_for(case), extractive())
    assert tailored.report.verdict is Groundedness.GROUNDED
    assert check_resume(tailored.resume, case.resume).verdict is Groundedness.GROUNDED
    assert not tailored.provenance.fell_back
    assert tailored.provenance.drafts <= 3


@_ALL
def test_every_edit_points_at_its_evidence(case: Case) -> None:
    request = request_for(case)
    known = {r.id for r in request.analysis.requirements}
    for edit in optimize_resume(request, extractive()).edits:
        assert edit.evidence
        assert edit.reason
        assert edit.requirement is None or edit.requirement in known


@_SOME
def test_the_same_request_gives_the_same_resume(case: Case) -> None:
    request = request_for(case)
    assert optimize_resume(request, extractive()) == optimize_resume(request, extractive())


@_ALL
def test_nothing_is_lost_and_jobs_keep_their_order(case: Case) -> None:
    tailored = optimize_resume(request_for(case), extractive()).resume
    assert [w.name for w in tailored.work] == [w.name for w in case.resume.work]
    for before, after in zip(case.resume.work, tailored.work, strict=True):
        assert sorted(before.highlights) == sorted(after.highlights)
        assert (before.start_date, before.position) == (after.start_date, after.position)
    assert tailored.education == case.resume.education


@_ALL
def test_must_have_skills_that_the_profile_holds_are_visible(case: Case) -> None:
    request = request_for(case)
    whole = json.dumps(case.resume.to_json(), ensure_ascii=False)
    held = [m.name for m in find_skills(whole)]
    asked = [s for r in request.analysis.requirements if r.must_have for s in r.skills]
    asked = [s for s in asked if any(same_skill(s, own) for own in held)]
    tailored = optimize_resume(request, extractive()).resume
    shown = [s.name or "" for s in tailored.skills] + [
        k for s in tailored.skills for k in s.keywords
    ]
    shown += [m.name for w in tailored.work for h in w.highlights for m in find_skills(h)]
    # A field of study is read where the degree stands.
    shown += [m.name for e in tailored.education for m in find_skills(e.area or "")]
    visible = [s for s in asked if any(same_skill(s, name) for name in shown)]
    assert len(visible) >= 0.7 * len(asked)


def test_what_the_posting_asks_for_comes_first() -> None:
    tailored = optimize_resume(request_for(DEVELOPER), extractive()).resume
    assert tailored.skills[0].keywords[0] == "Python"
    assert any(s.name in ("Kubernetes", "PostgreSQL") for s in tailored.skills)
    assert "On-call" not in tailored.work[0].highlights[0]


@_ALL
def test_an_engine_that_invents_ends_in_the_profiles_own_words(case: Case) -> None:
    engine = FabricatingEngine()
    tailored = optimize_resume(request_for(case), engine)
    assert engine.drafts == tailored.provenance.drafts == 3
    assert tailored.provenance.fell_back
    assert tailored.provenance.fallback_reason
    assert tailored.provenance.prompt_version == OPTIMIZER_VERSION
    assert tailored.report.verdict is Groundedness.GROUNDED
    text = json.dumps(tailored.resume.to_json())
    assert not any(invented in text for invented in (*INVENTED, "Quantum", "Chief Executive"))


def test_edits_without_fault_survive_the_fallback() -> None:
    tailored = optimize_resume(request_for(NURSE), FabricatingEngine())
    assert tailored.resume.work[0].highlights[0] == NURSE.resume.work[0].highlights[1]


def test_an_engine_with_nothing_usable_leaves_the_resume_as_it_is() -> None:
    tailored = optimize_resume(request_for(NURSE), EmptyHandedEngine())
    assert tailored.resume == NURSE.resume
    assert tailored.provenance.fallback_reason == "The model answered with prose."


def test_a_spent_budget_is_not_papered_over() -> None:
    class Broke(FabricatingEngine):
        def draft_resume(self, request, previous, findings):  # type: ignore[no-untyped-def]
            raise BudgetExhausted("spent")

    with pytest.raises(BudgetExhausted):
        optimize_resume(request_for(NURSE), Broke())


def test_paths_name_places_in_the_profile_whatever_else_is_edited() -> None:
    first, third, fourth = (f"work[0].highlights[{n}]" for n in (0, 2, 3))
    edits = [
        ResumeEdit(operation="remove", path=first, reason="-"),
        ResumeEdit(operation="move", path=fourth, to=first, reason="-"),
        ResumeEdit(operation="replace", path=third, text="Shorter", reason="-"),
        ResumeEdit(operation="add", path="work[0].highlights[1]", text="Added", reason="-"),
    ]
    applied = apply_edits(NURSE.resume, edits)
    before = NURSE.resume.work[0].highlights
    assert applied.document.work[0].highlights == (before[3], "Added", before[1], "Shorter")
    assert applied.profile_path("work[0].highlights[3]") == "work[0].highlights[2]"
    assert applied.edits_behind("work[0].highlights[1]") == (edits[3],)


_REFUSED = [
    ("replace", "work[0].position", "Director", None),
    ("replace", "basics.email", "x@example.org", None),
    ("remove", "work[0]", None, None),
    ("replace", "work[9].highlights[0]", "x", None),
    ("replace", "work[0].highlights[0]", " ", None),
    ("move", "work[0].highlights[0]", None, "work[1].highlights[0]"),
    ("add", "work[9].highlights[0]", "x", None),
    ("replace", "__class__", "x", None),
]


@pytest.mark.parametrize(("operation", "path", "text", "to"), _REFUSED)
def test_what_may_not_change_does_not(
    operation: Literal["replace", "remove", "move", "add"],
    path: str,
    text: str | None,
    to: str | None,
) -> None:
    edit = ResumeEdit(operation=operation, path=path, text=text, to=to, reason="-")
    applied = apply_edits(NURSE.resume, [edit])
    assert applied.document == NURSE.resume
    assert [finding.category for finding in applied.refused] == ["edit"]
