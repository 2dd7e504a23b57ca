"""The step that makes the résumé: what is stored, and rendered, fits the pages asked for."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import docx
import pypdf
import pytest

from copilot.documents.rendering import DocumentFormat
from copilot.pipeline.context import StepContext
from copilot.pipeline.run_view import RunView
from copilot.pipeline.steps import tailor_resume
from tests.unit.agents.professions import DEVELOPER
from tests.unit.agents.requests import extractive, request_for
from tests.unit.agents.test_page_limit import FILLER, longer

RUN_ID = UUID(int=1)


def context(**options: Any) -> StepContext:
    run = RunView(
        id=RUN_ID,
        user_id=RUN_ID,
        lineage_id=RUN_ID,
        application_id=RUN_ID,
        import_id=None,
        posting_id=None,
        profile_version_id=RUN_ID,
        options=options,
        created_at=datetime(2026, 11, 22, tzinfo=UTC),
        results={},
    )
    resources = SimpleNamespace(engine=lambda agent, calls: extractive())
    return cast(StepContext, SimpleNamespace(worker=SimpleNamespace(resources=resources), run=run))


@pytest.mark.parametrize(("template", "lines"), [("classic", 50), ("compact", 65)])
def test_both_files_hold_what_was_chosen_for_the_pages(template: str, lines: int) -> None:
    request = request_for(longer(DEVELOPER, lines))
    output = tailor_resume.compute(request, context(template=template, resume_pages=1))
    fit = output.tailored.provenance.pages
    assert fit is not None
    assert (fit.asked, fit.pages) == (1, 1)
    assert fit.left_out
    pdf = pypdf.PdfReader(io.BytesIO(output.renditions[DocumentFormat.PDF]))
    assert len(pdf.pages) == 1
    word = docx.Document(io.BytesIO(output.renditions[DocumentFormat.DOCX]))
    shown = [line for job in output.tailored.resume.work for line in job.highlights]
    in_word = [p.text for p in word.paragraphs if FILLER.partition("{")[0] in p.text]
    assert in_word == [line for line in shown if FILLER.partition("{")[0] in line]
