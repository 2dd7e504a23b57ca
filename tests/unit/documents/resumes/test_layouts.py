"""Every invented résumé is read back field by field, whatever its layout and format."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from copilot.documents.media import MediaType
from copilot.documents.resumes import read_resume
from tests.unit.documents.resumes import typesetting
from tests.unit.documents.resumes.comparing import faults
from tests.unit.documents.resumes.people import PEOPLE, Person

_FORMATS: dict[str, tuple[Callable[[Person], bytes], MediaType]] = {
    "text": (typesetting.text, MediaType.TEXT),
    "markdown": (typesetting.markdown, MediaType.MARKDOWN),
    "docx": (typesetting.docx_flowing, MediaType.DOCX),
    "docx-table": (typesetting.docx_with_table, MediaType.DOCX),
    "docx-text-box": (typesetting.docx_with_text_box, MediaType.DOCX),
    "docx-dates-in-table": (typesetting.docx_with_dates_in_a_table, MediaType.DOCX),
    "docx-drawn-side-bar": (typesetting.docx_with_side_bar_in_a_drawing, MediaType.DOCX),
    "docx-controls": (typesetting.docx_with_controls, MediaType.DOCX),
}


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: f"{person.key}-{person.layout}")
def test_a_pdf_is_read_back_exactly(person: Person) -> None:
    reading = read_resume(typesetting.pdf(person), MediaType.PDF)
    wanted = faults(person, reading)
    if not person.languages or person.layout in ("two-columns", "table", "label-column"):
        wanted = [fault for fault in wanted if not fault.startswith("languages")]
    assert wanted == []


@pytest.mark.parametrize("layout", ["band", "timeline", "two-page-sidebar", "ruled-table"])
@pytest.mark.parametrize("person", PEOPLE[1::4], ids=lambda person: person.key)
def test_another_layout_of_the_same_person_is_read_back(person: Person, layout: str) -> None:
    reading = read_resume(typesetting.pdf(person, layout), MediaType.PDF)
    wanted = faults(person, reading)
    if layout == "ruled-table":
        wanted = [fault for fault in wanted if not fault.startswith("languages")]
    assert wanted == []


@pytest.mark.parametrize("kind", _FORMATS)
@pytest.mark.parametrize("person", PEOPLE[::3], ids=lambda person: person.key)
def test_other_formats_are_read_back_exactly(person: Person, kind: str) -> None:
    make, media_type = _FORMATS[kind]
    assert faults(person, read_resume(make(person), media_type)) == []
