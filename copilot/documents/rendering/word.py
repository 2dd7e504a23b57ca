"""DOCX with real styles, live links and document properties; the same bytes for the same input."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from copilot.documents.rendering.elements import Entry, Head, Outline, Piece, Section
from copilot.documents.rendering.formats import Paper, Template
from copilot.documents.rendering.letterhead import LetterOutline
from copilot.documents.rendering.word_styles import Look, apply_look, look_of

_STYLES = ("Title", "Subtitle", "Heading 1", "Heading 2", "List Bullet", "Hyperlink")
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The document under the pen."""

    document: Any
    look: Look
    styles: Mapping[str, str]
    """Ids of the styles by their names: finding a style for each paragraph takes half the time."""

    def paragraph(self, text: str = "", style: str | None = None) -> Paragraph:
        paragraph: Paragraph = self.document.add_paragraph(text)
        if style is not None:
            paragraph._p.style = self.styles[style]
        return paragraph


def resume_docx(outline: Outline, template: Template, paper: Paper) -> bytes:
    look = look_of(template)
    sheet = _sheet(look, paper, outline.language, look.margin)
    _write_head(sheet, outline.head)
    for section in outline.sections:
        _write_section(sheet, section)
    return _saved(sheet, outline.title, outline.head.name, outline.language, outline.date)


def letter_docx(letter: LetterOutline, template: Template, paper: Paper) -> bytes:
    sheet = _sheet(look_of(template), paper, letter.language, Cm(2.5))
    _write_head(sheet, letter.head)
    sheet.paragraph().paragraph_format.space_after = Pt(12)
    if letter.recipient:
        sheet.paragraph(letter.recipient)
    sheet.paragraph(letter.written).paragraph_format.space_after = Pt(12)
    if letter.subject:
        sheet.paragraph(letter.subject, "Heading 2").paragraph_format.space_after = Pt(9)
    body = [letter.salutation, *letter.paragraphs]
    for text in filter(None, body):
        paragraph = sheet.paragraph(text)
        paragraph.paragraph_format.space_after = Pt(9)
        paragraph.paragraph_format.widow_control = True
    if letter.closing:
        closing = sheet.paragraph(letter.closing)
        closing.paragraph_format.keep_with_next = bool(letter.signature)
        closing.paragraph_format.space_after = Pt(18)
    if letter.signature:
        sheet.paragraph(letter.signature)
    return _saved(sheet, letter.title, letter.head.name, letter.language, letter.date)


def _sheet(look: Look, paper: Paper, language: str, margin: Any) -> _Sheet:
    document = Document()
    section = document.sections[0]
    if paper is Paper.A4:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
    else:
        section.page_width, section.page_height = Cm(21.59), Cm(27.94)
    section.left_margin = section.right_margin = margin
    section.top_margin, section.bottom_margin = look.margin_top, look.margin_bottom
    apply_look(document, look, language)
    return _Sheet(document, look, {name: document.styles[name].style_id for name in _STYLES})


def _write_head(sheet: _Sheet, head: Head) -> None:
    alignment = WD_ALIGN_PARAGRAPH.CENTER if sheet.look.centred else WD_ALIGN_PARAGRAPH.LEFT
    if head.name:
        sheet.paragraph(head.name, "Title").alignment = alignment
    if head.label:
        sheet.paragraph(head.label, "Subtitle").alignment = alignment
    if head.contacts:
        paragraph = sheet.paragraph()
        paragraph.alignment = alignment
        for number, piece in enumerate(head.contacts):
            if number:
                paragraph.add_run(" · ")
            _write_piece(sheet, paragraph, piece)


def _write_section(sheet: _Sheet, section: Section) -> None:
    sheet.paragraph(section.heading, "Heading 1")
    for text in section.paragraphs:
        sheet.paragraph(text)
    for fact in section.facts:
        paragraph = sheet.paragraph()
        if fact.label:
            paragraph.add_run(fact.label).bold = True
        if fact.label and fact.detail:
            paragraph.add_run(": ")
        paragraph.add_run(fact.detail)
    # What is a line by nature takes one line, as in the PDF.
    one_line = sheet.look.one_line or section.kind in ("certificates", "awards")
    for entry in section.entries:
        _write_entry(sheet, entry, one_line)


def _write_entry(sheet: _Sheet, entry: Entry, one_line: bool) -> None:
    has_body = bool(entry.paragraphs or entry.bullets or entry.notes)
    affiliated = bool(entry.organisation or entry.place or entry.address)
    head = sheet.paragraph(entry.title, "Heading 2")
    head.paragraph_format.keep_with_next = has_body or (affiliated and not one_line)
    if affiliated and one_line:
        head.add_run(" · ").bold = False
        for run in _write_affiliation(sheet, head, entry):
            run.bold = False
    if entry.dates:
        section = sheet.document.sections[0]
        width = section.page_width - section.left_margin - section.right_margin
        head.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
        dates = head.add_run(f"\t{entry.dates}")
        dates.bold = False
        dates.font.color.rgb = RGBColor.from_string(sheet.look.muted)
    if affiliated and not one_line:
        line = sheet.paragraph()
        line.paragraph_format.keep_with_next = has_body
        _write_affiliation(sheet, line, entry)
    for text in entry.paragraphs:
        sheet.paragraph(text)
    for bullet in entry.bullets:
        sheet.paragraph(bullet, "List Bullet")
    for note in entry.notes:
        sheet.paragraph().add_run(note).font.color.rgb = RGBColor.from_string(sheet.look.muted)


def _write_affiliation(sheet: _Sheet, line: Paragraph, entry: Entry) -> list[Run]:
    runs: list[Run] = []
    if entry.organisation:
        runs.append(line.add_run(entry.organisation))
        runs[0].italic = sheet.look.italic_organisation
    for piece in filter(None, (Piece(entry.place) if entry.place else None, entry.address)):
        if runs:
            runs.append(line.add_run(" · "))
        runs.append(_write_piece(sheet, line, piece))
    return runs


def _write_piece(sheet: _Sheet, paragraph: Paragraph, piece: Piece) -> Run:
    run = paragraph.add_run(piece.text)
    if piece.address is None:
        return run
    run._r.get_or_add_rPr().style = sheet.styles["Hyperlink"]
    relation = paragraph.part.relate_to(
        piece.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    link.append(run._r)
    paragraph._p.append(link)
    return run


def _saved(sheet: _Sheet, title: str, author: str, language: str, day: date) -> bytes:
    document = sheet.document
    properties = document.core_properties
    # The format holds 255 characters a property.
    properties.title, properties.author = title[:255], author[:255]
    properties.last_modified_by, properties.comments = author[:255], ""
    properties.language, properties.keywords, properties.revision = language, "", 1
    properties.created = properties.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[key]  # the template's, of an empty page
    written = io.BytesIO()
    document.save(written)
    return _with_fixed_times(written)


def _with_fixed_times(archive: io.BytesIO) -> bytes:
    fixed = io.BytesIO()
    with (
        zipfile.ZipFile(archive) as source,
        zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            member = zipfile.ZipInfo(name, _ZIP_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            target.writestr(member, source.read(name))
    return fixed.getvalue()
