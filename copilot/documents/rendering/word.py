"""DOCX with real styles, live links and document properties; the same bytes for the same input."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from copilot.documents.rendering.elements import Entry, Head, Outline, Piece, Section
from copilot.documents.rendering.formats import Paper, Template
from copilot.documents.rendering.letterhead import LetterOutline
from copilot.documents.rendering.word_styles import Look, apply_look, look_of

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def resume_docx(outline: Outline, template: Template, paper: Paper) -> bytes:
    look = look_of(template)
    document = _document(look, paper, outline.language, look.margin)
    _write_head(document, outline.head, look)
    for section in outline.sections:
        _write_section(document, section, look)
    return _saved(document, outline.title, outline.head.name, outline.language, outline.date)


def letter_docx(letter: LetterOutline, template: Template, paper: Paper) -> bytes:
    look = look_of(template)
    document = _document(look, paper, letter.language, Cm(2.5))
    _write_head(document, letter.head, look)
    document.add_paragraph().paragraph_format.space_after = Pt(12)
    if letter.recipient:
        document.add_paragraph(letter.recipient)
    document.add_paragraph(letter.written).paragraph_format.space_after = Pt(12)
    if letter.subject:
        document.add_paragraph(letter.subject, style="Heading 2").paragraph_format.space_after = Pt(
            9
        )
    body = [letter.salutation, *letter.paragraphs]
    for text in filter(None, body):
        paragraph = document.add_paragraph(text)
        paragraph.paragraph_format.space_after = Pt(9)
        paragraph.paragraph_format.widow_control = True
    if letter.closing:
        closing = document.add_paragraph(letter.closing)
        closing.paragraph_format.keep_with_next = bool(letter.signature)
        closing.paragraph_format.space_after = Pt(18)
    if letter.signature:
        document.add_paragraph(letter.signature)
    return _saved(document, letter.title, letter.head.name, letter.language, letter.date)


def _document(look: Look, paper: Paper, language: str, margin: Any) -> Any:
    document = Document()
    section = document.sections[0]
    if paper is Paper.A4:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
    else:
        section.page_width, section.page_height = Cm(21.59), Cm(27.94)
    section.left_margin = section.right_margin = margin
    section.top_margin = section.bottom_margin = Cm(1.8)
    apply_look(document, look, language)
    return document


def _write_head(document: Any, head: Head, look: Look) -> None:
    alignment = WD_ALIGN_PARAGRAPH.CENTER if look.centred else WD_ALIGN_PARAGRAPH.LEFT
    if head.name:
        document.add_paragraph(head.name, style="Title").alignment = alignment
    if head.label:
        document.add_paragraph(head.label, style="Subtitle").alignment = alignment
    if head.contacts:
        paragraph = document.add_paragraph()
        paragraph.alignment = alignment
        for number, piece in enumerate(head.contacts):
            if number:
                paragraph.add_run(" · ")
            _write_piece(paragraph, piece)


def _write_section(document: Any, section: Section, look: Look) -> None:
    document.add_paragraph(section.heading, style="Heading 1")
    for text in section.paragraphs:
        document.add_paragraph(text)
    for fact in section.facts:
        paragraph = document.add_paragraph()
        if fact.label:
            paragraph.add_run(fact.label).bold = True
        if fact.label and fact.detail:
            paragraph.add_run(": ")
        paragraph.add_run(fact.detail)
    for entry in section.entries:
        _write_entry(document, entry, look)


def _write_entry(document: Any, entry: Entry, look: Look) -> None:
    has_body = bool(entry.paragraphs or entry.bullets or entry.notes)
    affiliated = bool(entry.organisation or entry.place or entry.address)
    head = document.add_paragraph(entry.title, style="Heading 2")
    head.paragraph_format.keep_with_next = affiliated or has_body
    if entry.dates:
        section = document.sections[0]
        width = section.page_width - section.left_margin - section.right_margin
        head.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
        dates = head.add_run(f"\t{entry.dates}")
        dates.bold = False
        dates.font.color.rgb = RGBColor.from_string(look.muted)
    if affiliated:
        line = document.add_paragraph()
        line.paragraph_format.keep_with_next = has_body
        if entry.organisation:
            line.add_run(entry.organisation).italic = look.italic_organisation
        for piece in filter(None, (Piece(entry.place) if entry.place else None, entry.address)):
            if line.text:
                line.add_run(" · ")
            _write_piece(line, piece)
    for text in entry.paragraphs:
        document.add_paragraph(text)
    for bullet in entry.bullets:
        document.add_paragraph(bullet, style="List Bullet")
    for note in entry.notes:
        document.add_paragraph().add_run(note).font.color.rgb = RGBColor.from_string(look.muted)


def _write_piece(paragraph: Paragraph, piece: Piece) -> None:
    if piece.address is None:
        paragraph.add_run(piece.text)
        return
    relation = paragraph.part.relate_to(
        piece.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = paragraph.add_run(piece.text, style="Hyperlink")
    link.append(run._r)
    paragraph._p.append(link)


def _saved(document: Any, title: str, author: str, language: str, day: date) -> bytes:
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
