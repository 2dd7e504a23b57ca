"""A cover letter in every format."""

from __future__ import annotations

import datetime
import io
import json
import re

import docx
import pypdf
import pytest

from copilot.documents.rendering import DocumentFormat, Paper, Template, render_letter
from copilot.domain.letter import CoverLetter, Tone
from copilot.domain.resume import Basics
from tests.unit.documents.rendering.people import ELECTRICIAN_DE, HOSTILE_TEXTS, NURSE
from tests.unit.documents.rendering.readback import (
    docx_text,
    in_order_once,
    ink_outside,
    pdf_text,
    pdfium_text,
    structure,
)

DAY = datetime.date(2026, 3, 9)

LETTER = CoverLetter(
    language="en",
    tone=Tone.WARM,
    salutation="Dear Ms Fennimore,",
    paragraphs=(
        "Your unit asks for nurses who are at home with haemofiltration.",
        "For six years I have cared for ventilated adults.\nI would bring the checklist with me.",
    ),
    closing="Kind regards,",
    signature="Maureen A. O’Connell",
    subject="Senior Staff Nurse",
    recipient="Glanmire University Hospital",
)

IN_ORDER = (
    "Registered Nurse, Intensive Care", "Cork, Ireland", "m.adeyemi@postbox.example",
    "Glanmire University Hospital", "9 March 2026", "Senior Staff Nurse", "Dear Ms Fennimore,",
    "at home with haemofiltration.", "cared for ventilated adults.", "checklist with me.",
    "Kind regards,", "Maureen A. O’Connell",
)  # fmt: skip


def letter(format: DocumentFormat, **options) -> bytes:
    return render_letter(LETTER, NURSE.basics, format, date=DAY, **options)


@pytest.mark.parametrize("template", Template)
def test_a_letter_holds_everything_in_order_once(template):
    pdf = letter(DocumentFormat.PDF, template=template)
    assert in_order_once(pdf_text(pdf), IN_ORDER) == []
    assert in_order_once(pdfium_text(pdf), IN_ORDER) == []
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 1
    assert ink_outside(pdf, margin=60) == []
    word = letter(DocumentFormat.DOCX, template=template)
    assert in_order_once(docx_text(word), IN_ORDER) == []


@pytest.mark.parametrize("format", [DocumentFormat.TEXT, DocumentFormat.MARKDOWN])
def test_a_letter_to_paste_holds_everything_in_order_once(format):
    visible = re.sub(r"\]\([^)]*\)", "]", letter(format).decode()).replace("\\", "")
    assert in_order_once(visible, IN_ORDER) == []


def test_json_holds_the_letters_own_fields():
    assert CoverLetter.model_validate(json.loads(letter(DocumentFormat.JSON))) == LETTER


def test_a_letter_is_tagged_dated_and_named():
    document = letter(DocumentFormat.PDF)
    reader = pypdf.PdfReader(io.BytesIO(document))
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.metadata.title == "Maureen Adeyemi-O’Connell – Senior Staff Nurse"
    assert reader.metadata.creation_date.date() == DAY
    assert structure(document).count("/P") >= 8
    properties = docx.Document(io.BytesIO(letter(DocumentFormat.DOCX))).core_properties
    assert properties.author == "Maureen Adeyemi-O’Connell"


@pytest.mark.parametrize("format", DocumentFormat)
def test_the_same_letter_gives_the_same_bytes(format):
    assert letter(format) == letter(format)


def test_the_date_is_written_as_the_language_and_paper_want():
    german = LETTER.model_copy(update={"language": "de"})
    text = render_letter(german, ELECTRICIAN_DE.basics, DocumentFormat.TEXT, date=DAY).decode()
    assert "9. März 2026" in text
    assert "March 9, 2026" in letter(DocumentFormat.TEXT, paper=Paper.LETTER).decode()


@pytest.mark.parametrize("format", DocumentFormat)
def test_a_bare_letter_is_a_letter(format):
    bare = CoverLetter(
        language="en", tone=Tone.PLAIN, salutation="", paragraphs=(), closing="", signature=""
    )
    assert render_letter(bare, Basics(), format, date=DAY)


@pytest.mark.parametrize("template", Template)
@pytest.mark.parametrize("format", [DocumentFormat.PDF, DocumentFormat.DOCX])
def test_markup_in_a_letter_is_shown_not_obeyed(format, template):
    texts = HOSTILE_TEXTS[:-1]
    hostile = LETTER.model_copy(
        update={
            "salutation": texts[0], "paragraphs": texts, "closing": texts[1],
            "signature": texts[2], "subject": texts[3], "recipient": texts[4],
        }
    )  # fmt: skip
    document = render_letter(hostile, NURSE.basics, format, template=template, date=DAY)
    text = docx_text(document) if format is DocumentFormat.DOCX else pdf_text(document)
    flat = "".join(text.split())
    for written in texts[:5]:
        assert flat.count("".join(written.split())) == 2


def test_a_long_letter_keeps_its_close_with_the_name():
    for paragraphs in range(14, 22):
        long = LETTER.model_copy(update={"paragraphs": ("One more sentence. " * 12,) * paragraphs})
        pages = pypdf.PdfReader(
            io.BytesIO(render_letter(long, NURSE.basics, DocumentFormat.PDF, date=DAY))
        ).pages
        last = pages[-1].extract_text()
        assert "Kind regards," in last
        assert "Maureen A. O’Connell" in last
