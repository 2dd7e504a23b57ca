"""Everything a résumé says stands in every format, in order, once."""

from __future__ import annotations

import json
import re

import pytest

from copilot.documents.rendering import DocumentFormat, Paper, Template, render_resume
from copilot.domain.resume import Resume
from tests.unit.documents.rendering.people import (
    CHEF_25_YEARS,
    EVERYTHING,
    EVERYTHING_DATES,
    EVERYTHING_IN_ORDER,
    GRADUATE,
    PEOPLE,
)
from tests.unit.documents.rendering.readback import (
    docx_text,
    in_order_once,
    pdf_text,
    pdfium_text,
)


@pytest.mark.parametrize("template", Template)
@pytest.mark.parametrize("read", [pdf_text, pdfium_text])
def test_a_pdf_holds_everything_in_order_once(template, read):
    text = read(render_resume(EVERYTHING, DocumentFormat.PDF, template=template))
    assert in_order_once(text, EVERYTHING_IN_ORDER) == []
    assert [date for date in EVERYTHING_DATES if text.count(date) != 1] == []


@pytest.mark.parametrize("template", Template)
def test_a_docx_holds_everything_in_order_once(template):
    text = docx_text(render_resume(EVERYTHING, DocumentFormat.DOCX, template=template))
    assert in_order_once(text, EVERYTHING_IN_ORDER) == []
    assert [date for date in EVERYTHING_DATES if text.count(date) != 1] == []


def test_plain_text_holds_everything_in_order_once():
    text = render_resume(EVERYTHING, DocumentFormat.TEXT).decode()
    assert in_order_once(text, EVERYTHING_IN_ORDER) == []
    assert [date for date in EVERYTHING_DATES if text.count(date) != 1] == []


def test_markdown_holds_everything_in_order_once():
    text = render_resume(EVERYTHING, DocumentFormat.MARKDOWN).decode()
    visible = re.sub(r"\]\([^)]*\)", "]", text).replace("\\", "")
    assert in_order_once(visible, EVERYTHING_IN_ORDER) == []


def test_json_is_the_document_itself():
    document = json.loads(render_resume(EVERYTHING, DocumentFormat.JSON))
    assert document == EVERYTHING.to_json()
    assert Resume.from_json(document) == EVERYTHING


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("format", [DocumentFormat.PDF, DocumentFormat.DOCX, DocumentFormat.TEXT])
def test_each_highlight_of_each_person_stands_there(name, format):
    resume, language = PEOPLE[name]
    document = render_resume(resume, format, language=language)
    read = {DocumentFormat.PDF: pdf_text, DocumentFormat.DOCX: docx_text}.get(format, bytes.decode)
    # Where a line ends within a word that is wider than the line, reading back gives a blank.
    text = re.sub(r"\s", "", read(document))
    lost = [
        highlight
        for job in resume.work
        for highlight in job.highlights
        if text.count(re.sub(r"\s", "", highlight)) < 1
    ]
    assert lost == []


def test_an_empty_resume_is_a_document_too():
    for format in DocumentFormat:
        for template in Template:
            assert render_resume(Resume(), format, template=template)


def test_no_heading_stands_above_nothing():
    resume = Resume.from_json(
        {"work": [{}], "skills": [{"keywords": []}], "awards": [{"title": ""}]}
    )
    assert render_resume(resume, DocumentFormat.TEXT).decode().strip() == ""


def test_a_job_without_a_title_is_headed_by_its_employer():
    resume = Resume.from_json({"work": [{"name": "Gull & Tern", "startDate": "2020"}]})
    text = render_resume(resume, DocumentFormat.TEXT).decode()
    assert text.count("Gull & Tern") == 1
    assert "2020 – present" in text


def test_studies_come_first_for_a_graduate_and_after_work_for_others():
    graduate = render_resume(GRADUATE, DocumentFormat.TEXT).decode()
    assert graduate.index("EDUCATION") < graduate.index("EXPERIENCE")
    chef = render_resume(CHEF_25_YEARS, DocumentFormat.TEXT).decode()
    assert chef.index("EXPERIENCE") < chef.index("EDUCATION")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("EXPERIENCE", "Sept 2009 – Jun 2013", "May 2019 – present", "Belgium")),
        ("de", ("BERUFSERFAHRUNG", "Sept. 2009 – Juni 2013", "Mai 2019 – heute", "Belgien")),
        ("de-AT", ("BERUFSERFAHRUNG", "Mai 2019 – heute")),
        ("pl", ("DOŚWIADCZENIE", "wrz 2009 – cze 2013", "maj 2019 – obecnie", "Belgia")),
        ("fr", ("EXPÉRIENCE", "sept. 2009 – juin 2013", "mai 2019 – aujourd’hui", "Belgique")),
        ("es", ("EXPERIENCIA", "sept 2009 – jun 2013", "may 2019 – actualidad", "Bélgica")),
        ("cs", ("EXPERIENCE", "May 2019 – present")),
    ],
)
def test_our_own_words_are_in_the_documents_language(language, expected):
    text = render_resume(EVERYTHING, DocumentFormat.TEXT, language=language).decode()
    assert [words for words in expected if words not in text] == []


def test_letter_paper_means_american_dates():
    text = render_resume(EVERYTHING, DocumentFormat.TEXT, paper=Paper.LETTER).decode()
    assert "Nov 30, 2020" in text


def test_markdown_shows_what_the_person_wrote():
    written = "1. *Not* a list, [no](link), `code` # 5 < 6 | a_b_c"
    resume = Resume.from_json({"work": [{"position": "Clerk", "highlights": [written]}]})
    text = render_resume(resume, DocumentFormat.MARKDOWN).decode()
    assert r"- 1\. \*Not\* a list, \[no\](link), \`code\` # 5 \< 6 \| a\_b\_c" in text


def test_names_of_the_older_schema_lose_nothing():
    resume = Resume.from_json(
        {
            "basics": {"website": "https://gull.example"},
            "work": [{"company": "Gull & Tern", "position": "Clerk", "website": "tern.example"}],
            "education": [{"institution": "Northbank School", "gpa": "4.0"}],
        }
    )
    text = render_resume(resume, DocumentFormat.TEXT).decode()
    for words in ("gull.example", "Gull & Tern", "tern.example", "Grade: 4.0"):
        assert text.count(words) == 1
