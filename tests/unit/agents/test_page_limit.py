"""A tailored résumé ends on a full page by what it says: the least relevant goes, on record."""

from __future__ import annotations

import json
from datetime import date

import pytest

from copilot.agents.contracts import DraftRequest, TailoredResume
from copilot.agents.resume_optimizer import fit_to_pages, optimize_resume
from copilot.agents.resume_optimizer.edits import apply_edits
from copilot.documents.rendering import measure_resume
from copilot.domain.claims import Groundedness
from copilot.domain.resume import Resume
from tests.unit.agents.fabricating import EmptyHandedEngine
from tests.unit.agents.professions import CASES, DEVELOPER, NURSE, Case
from tests.unit.agents.requests import extractive, request_for

TODAY = date(2026, 11, 22)
FILLER = "Answered request {n} of the internal office move"


def longer(case: Case, lines: int, *, before: int = 0) -> Case:
    """The same person with lines that no posting asks for, in all jobs by turns."""
    document = case.resume.to_json()
    for n in range(lines):
        job = document["work"][n % len(document["work"])]
        job.setdefault("highlights", []).insert(0, FILLER.format(n=n))
    for n in range(before):
        document["work"].append(
            {
                "name": f"Former employer {n}",
                "position": "Assistant",
                "startDate": f"{1980 + n}-01",
                "endDate": f"{1981 + n}-01",
                "highlights": [f"Sorted the post of floor {n}", "Kept the keys"],
            }
        )
    return Case(f"{case.name}-{lines}-{before}", Resume.from_json(document), case.posting)


def tailored_and_fitted(
    case: Case, pages: int | None
) -> tuple[DraftRequest, TailoredResume, TailoredResume]:
    request = request_for(case)
    tailored = optimize_resume(request, extractive())
    fitted = fit_to_pages(request, tailored, measure_resume, pages=pages, today=TODAY)
    return request, tailored, fitted


def test_a_resume_that_fits_stays_as_it_is() -> None:
    for case in CASES[:3]:
        _, tailored, fitted = tailored_and_fitted(case, None)
        assert fitted.provenance.pages is not None
        assert fitted.provenance.pages.left_out == ()
        unmarked = fitted.provenance.model_copy(update={"pages": None})
        assert fitted.model_copy(update={"provenance": unmarked}) == tailored


@pytest.mark.parametrize(("lines", "pages"), [(30, None), (40, 1), (80, None), (80, 2)])
def test_the_last_page_is_full_or_well_begun(lines: int, pages: int | None) -> None:
    _, _, fitted = tailored_and_fitted(longer(DEVELOPER, lines), pages)
    fit = fitted.provenance.pages
    assert fit is not None
    assert fit.pages <= (pages or 2)
    assert fit.pages == 1 or fit.last_page_filled >= 0.33
    assert measure_resume(fitted.resume).pages == fit.pages


def test_what_answers_nothing_goes_before_what_answers_something() -> None:
    request, _, fitted = tailored_and_fitted(longer(DEVELOPER, 50), 1)
    fit = fitted.provenance.pages
    assert fit is not None
    reasons = {edit.path: edit.reason for edit in fitted.edits if edit.operation == "remove"}
    idle = [reasons[path].startswith("Answers nothing") for path in fit.left_out]
    assert idle == sorted(idle, reverse=True)
    assert any(idle)
    shown = [line for job in fitted.resume.work for line in job.highlights]
    assert any("Kubernetes" in line for line in shown)
    oldest = len(request.profile.work) - 1
    first_line = next(path for path in fit.left_out if path.startswith("work["))
    assert first_line.startswith(f"work[{oldest}]")


def test_jobs_degrees_and_skills_asked_for_never_go() -> None:
    case = longer(NURSE, 60, before=20)
    request, tailored, fitted = tailored_and_fitted(case, 1)
    assert [job.name for job in fitted.resume.work] == [job.name for job in case.resume.work]
    assert fitted.resume.education == case.resume.education
    assert fitted.resume.languages == case.resume.languages
    asked = {s for r in request.analysis.requirements if r.must_have for s in r.skills}
    before, after = (
        json.dumps(t.resume.to_json(), ensure_ascii=False).lower() for t in (tailored, fitted)
    )
    assert [s for s in asked if s.lower() in before and s.lower() not in after] == []


def test_all_that_was_left_out_is_on_record_with_a_reason() -> None:
    request, tailored, fitted = tailored_and_fitted(longer(DEVELOPER, 60), 1)
    fit = fitted.provenance.pages
    assert fit is not None
    removed = {edit.path: edit for edit in fitted.edits if edit.operation == "remove"}
    assert set(fit.left_out) <= set(removed)
    assert all("page is full" in removed[path].reason for path in fit.left_out)
    lines = {line for job in tailored.resume.work for line in job.highlights}
    shown = {line for job in fitted.resume.work for line in job.highlights}
    named = {
        request.profile.work[int(path[5 : path.index("]")])].highlights[
            int(path[path.rindex("[") + 1 : -1])
        ]
        for path in fit.left_out
        if path.startswith("work[") and ".highlights" in path
    }
    assert lines - shown == named


@pytest.mark.parametrize("lines", [30, 60])
def test_the_edits_still_make_the_document_and_the_gate_has_judged_it(lines: int) -> None:
    for case in CASES[:4]:
        request, _, fitted = tailored_and_fitted(longer(case, lines), None)
        applied = apply_edits(request.profile, fitted.edits)
        assert applied.refused == ()
        assert applied.document == fitted.resume
        assert fitted.report.verdict is Groundedness.GROUNDED


def test_the_same_request_gives_the_same_document() -> None:
    case = longer(NURSE, 40)
    assert tailored_and_fitted(case, None)[2] == tailored_and_fitted(case, None)[2]


def test_a_short_career_gets_one_page_where_nothing_asked_for_is_lost() -> None:
    document = DEVELOPER.resume.to_json()
    document["work"] = document["work"][:1]
    document["work"][0] |= {"startDate": "2022-01"}
    document["work"][0].pop("endDate", None)
    document["work"][0]["highlights"] += [FILLER.format(n=n) for n in range(63)]
    case = Case("short career", Resume.from_json(document), DEVELOPER.posting)
    request = request_for(case)
    tailored = optimize_resume(request, EmptyHandedEngine())
    whole = measure_resume(tailored.resume)
    assert whole.pages == 2
    assert 1 / 3 < whole.last_page <= 0.5
    for pages, expected in ((None, 1), (2, 2)):
        fitted = fit_to_pages(request, tailored, measure_resume, pages=pages, today=TODAY)
        assert fitted.provenance.pages is not None
        assert fitted.provenance.pages.pages == expected
