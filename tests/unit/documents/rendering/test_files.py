"""What makes a file one to send: tags, properties, links, page breaks, stable bytes."""

from __future__ import annotations

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import docx
import pypdf
import pytest

from copilot.documents.rendering import DocumentFormat, Paper, Template, render_resume
from copilot.domain.resume import Resume
from copilot.errors import InvalidInput
from tests.unit.documents.rendering.people import (
    CHEF_25_YEARS,
    EVERYTHING,
    HOSTILE_TEXTS,
    LONG_NAME,
    NURSE,
    PEOPLE,
    TEACHER_PL,
    hostile,
)
from tests.unit.documents.rendering.readback import (
    docx_text,
    ink_outside,
    page_lines,
    pdf_text,
    pdfium_text,
    structure,
)

BOTH = [DocumentFormat.PDF, DocumentFormat.DOCX]


def test_formats_know_their_media_type_and_suffix():
    assert DocumentFormat.PDF.media_type == "application/pdf"
    assert [format.suffix for format in DocumentFormat] == [".pdf", ".docx", ".txt", ".md", ".json"]


def test_a_pdf_is_tagged_and_names_title_author_and_language():
    document = render_resume(TEACHER_PL, DocumentFormat.PDF, language="pl")
    reader = pypdf.PdfReader(io.BytesIO(document))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "pl"
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 (a PDF boolean)
    assert reader.metadata.title == "Żaneta Śćibór-Gżegżółka – CV"
    assert reader.metadata.author == "Żaneta Śćibór-Gżegżółka"
    tags = structure(document)
    assert tags.count("/H1") == 5
    assert tags.count("/H2") == 3
    assert tags.count("/LI") == 4


@pytest.mark.parametrize("template", Template)
def test_only_our_fonts_are_used_and_embedded(template):
    reader = pypdf.PdfReader(
        io.BytesIO(render_resume(EVERYTHING, DocumentFormat.PDF, template=template))
    )
    fonts = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            fonts.add(descendant["/BaseFont"].split("+")[-1])
            descriptor = descendant["/FontDescriptor"].get_object()
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
    assert fonts
    assert all(font.startswith(("SourceSerif4", "SourceSans3")) for font in fonts)


def test_links_are_live_and_only_safe_ones():
    resume = Resume.from_json(
        {
            "basics": {
                "email": "a@b.example",
                "url": "javascript:alert(1)",
                "phone": "+48 600 1 2 3",
            },
            "work": [
                {"name": "X", "url": "www.x-works.example"},
                {"name": "Y", "url": "file:///etc"},
            ],
        }
    )
    reader = pypdf.PdfReader(io.BytesIO(render_resume(resume, DocumentFormat.PDF)))
    targets = [note.get_object()["/A"]["/URI"] for page in reader.pages for note in page["/Annots"]]
    expected = ["tel:+48600123", "mailto:a@b.example", "https://www.x-works.example"]
    assert targets == expected
    opened = docx.Document(io.BytesIO(render_resume(resume, DocumentFormat.DOCX)))
    external = [rel.target_ref for rel in opened.part.rels.values() if rel.is_external]
    assert external == expected


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (595, 842)), (Paper.LETTER, (612, 792))])
def test_paper_has_its_size(paper, size):
    reader = pypdf.PdfReader(io.BytesIO(render_resume(NURSE, DocumentFormat.PDF, paper=paper)))
    assert tuple(round(float(side)) for side in reader.pages[0].mediabox[2:]) == size
    section = docx.Document(
        io.BytesIO(render_resume(NURSE, DocumentFormat.DOCX, paper=paper))
    ).sections[0]
    assert (round(section.page_width.pt), round(section.page_height.pt)) == size


@pytest.mark.parametrize("template", Template)
@pytest.mark.parametrize("name", PEOPLE)
def test_nothing_runs_over_the_edge(name, template):
    resume, language = PEOPLE[name]
    document = render_resume(resume, DocumentFormat.PDF, template=template, language=language)
    assert ink_outside(document, margin=45) == []


@pytest.mark.parametrize("template", Template)
def test_no_page_ends_with_a_heading_or_the_head_of_an_entry(template):
    """Careers of many lengths, so that page ends fall everywhere."""
    headings = {"Experience", "Education", "Certificates", "Skills", "Languages", "References"}
    for extra in range(0, 12, 2):
        padding = " ".join(["And a further sentence that takes some room on the page."] * extra)
        basics = CHEF_25_YEARS.basics.model_copy(update={"summary": padding})
        resume = CHEF_25_YEARS.model_copy(update={"basics": basics})
        pages = page_lines(render_resume(resume, DocumentFormat.PDF, template=template))
        assert len(pages) == 2
        last = pages[0][-1]
        assert last not in headings
        assert not any(job.name in last or (job.position or "") in last for job in resume.work)


@pytest.mark.parametrize("format", DocumentFormat)
def test_the_same_resume_gives_the_same_bytes(format):
    first = render_resume(EVERYTHING, format)
    assert render_resume(EVERYTHING, format) == first


def test_documents_bear_a_date_of_their_content_not_of_the_clock():
    document = render_resume(EVERYTHING, DocumentFormat.PDF)
    assert pypdf.PdfReader(io.BytesIO(document)).metadata.creation_date.date().isoformat() == (
        "2020-11-30"
    )
    changed = EVERYTHING.model_copy(update={"meta": {"lastModified": "2024-02-29T10:00:00Z"}})
    properties = docx.Document(
        io.BytesIO(render_resume(changed, DocumentFormat.DOCX))
    ).core_properties
    assert properties.created.replace(tzinfo=None) == datetime(2024, 2, 29)  # noqa: DTZ001


def test_a_docx_has_real_styles_and_properties():
    document = docx.Document(
        io.BytesIO(render_resume(TEACHER_PL, DocumentFormat.DOCX, language="pl"))
    )
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") == 5
    assert styles.count("Heading 2") == 3
    assert styles.count("List Bullet") == 4
    properties = document.core_properties
    assert properties.title == "Żaneta Śćibór-Gżegżółka – CV"
    assert properties.author == "Żaneta Śćibór-Gżegżółka"
    assert properties.language == "pl"
    assert properties.comments == ""
    assert 'w:lang w:val="pl"' in document.styles.element.xml


def test_a_docx_archive_holds_each_part_once():
    archive = zipfile.ZipFile(io.BytesIO(render_resume(NURSE, DocumentFormat.DOCX)))
    names = archive.namelist()
    assert len(names) == len(set(names))
    assert names[0] == "[Content_Types].xml"
    assert not any("thumbnail" in name for name in names)
    # Its clock stands still: else the same résumé would give other bytes a moment later.
    assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("template", Template)
@pytest.mark.parametrize("format", BOTH)
def test_markup_in_a_resume_is_shown_not_obeyed(format, template):
    document = render_resume(hostile(), format, template=template)
    text = docx_text(document) if format is DocumentFormat.DOCX else pdf_text(document)
    flat = "".join(text.split())
    for written in HOSTILE_TEXTS[:5]:
        assert "".join(written.split()) in flat
    assert "root:" not in text


@pytest.mark.parametrize(
    "format", [DocumentFormat.TEXT, DocumentFormat.MARKDOWN, DocumentFormat.JSON]
)
def test_hostile_text_is_written_in_every_format(format):
    render_resume(hostile(), format).decode("utf-8")


def test_scripts_beyond_latin_are_drawn_and_read_back():
    names = (
        "Łukasz Żółć",
        "Ελένη Παπαδάκη",
        "Олександра Шевченко",
        "Ștefan Țurcanu",
        "Đặng Thị Hằng",
    )
    for template in Template:
        for name in names:
            document = render_resume(
                Resume.from_json({"basics": {"name": name}}), DocumentFormat.PDF, template=template
            )
            assert name in pdf_text(document)
            assert name in pdfium_text(document)


def test_a_name_longer_than_a_property_fits_its_document():
    name = LONG_NAME.basics.name * 3
    resume = LONG_NAME.model_copy(
        update={"basics": LONG_NAME.basics.model_copy(update={"name": name})}
    )
    for format in BOTH:
        assert render_resume(resume, format)


def test_eight_threads_at_once_get_their_own_documents():
    resumes = [
        Resume.from_json(
            {"basics": {"name": f"Person Number {number}"}, "work": NURSE.to_json()["work"]}
        )
        for number in range(24)
    ]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda r: render_resume(r, DocumentFormat.PDF), resumes))
    alone = [render_resume(resume, DocumentFormat.PDF) for resume in resumes]
    assert together == alone


@pytest.mark.parametrize("tag", ["", "english please", "x", '"); #panic()'])
def test_what_is_no_language_is_refused(tag):
    with pytest.raises(InvalidInput, match="ISO 639"):
        render_resume(NURSE, DocumentFormat.PDF, language=tag)


@pytest.mark.parametrize("language", ["ar", "he", "zh", "uk", "el", "de-CH", "pt_BR"])
def test_any_language_tag_makes_a_document(language):
    document = render_resume(NURSE, DocumentFormat.PDF, language=language)
    root = pypdf.PdfReader(io.BytesIO(document)).trailer["/Root"]
    assert root["/Lang"].startswith(language[:2])
