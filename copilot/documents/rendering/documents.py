"""One call for each document, whatever the format."""

from __future__ import annotations

import datetime
import json
from typing import Any

from copilot.documents.rendering.elements import Extent
from copilot.documents.rendering.formats import DocumentFormat, Paper, Template
from copilot.documents.rendering.letterhead import letter_outline
from copilot.documents.rendering.outline import outline_of
from copilot.documents.rendering.pdf import letter_pdf, resume_extent, resume_pdf
from copilot.documents.rendering.plain import (
    letter_markdown,
    letter_text,
    resume_markdown,
    resume_text,
)
from copilot.documents.rendering.word import letter_docx, resume_docx
from copilot.documents.rendering.wording import wording
from copilot.domain.letter import CoverLetter
from copilot.domain.resume import Basics, Resume


def render_resume(
    resume: Resume,
    format: DocumentFormat,
    *,
    template: Template = Template.CLASSIC,
    paper: Paper = Paper.A4,
    language: str = "en",
) -> bytes:
    """The résumé as a file; text formats are UTF-8. The same input gives the same bytes.

    ``language`` (ISO 639 code or BCP 47 tag) is the résumé's own language: it chooses headings and
    date forms and marks the document. Raises InvalidInput if it is no language tag. ``template``
    and ``paper`` concern PDF and DOCX. JSON is the JSON Resume document itself, all of it; the
    other formats show every field of the schema but ``basics.image`` and ``meta``.
    """
    words = wording(language, paper)
    if format is DocumentFormat.JSON:
        return _json(resume.to_json())
    outline = outline_of(resume, words)
    match format:
        case DocumentFormat.PDF:
            return resume_pdf(outline, template, paper)
        case DocumentFormat.DOCX:
            return resume_docx(outline, template, paper)
        case DocumentFormat.TEXT:
            return resume_text(outline).encode()
        case DocumentFormat.MARKDOWN:
            return resume_markdown(outline).encode()


def measure_resume(
    resume: Resume,
    *,
    template: Template = Template.CLASSIC,
    paper: Paper = Paper.A4,
    language: str = "en",
) -> Extent:
    """How many pages the résumé's PDF has and how full the last one is."""
    return resume_extent(outline_of(resume, wording(language, paper)), template, paper)


def render_letter(
    letter: CoverLetter,
    sender: Basics,
    format: DocumentFormat,
    *,
    template: Template = Template.CLASSIC,
    paper: Paper = Paper.A4,
    date: datetime.date,
) -> bytes:
    """The letter as a file, under the sender's name and contacts. ``date`` is the day it is
    written: it stands in the letter and in the document's properties. JSON holds the letter's own
    fields. The same input gives the same bytes. Raises InvalidInput if the letter's language is no
    language tag.
    """
    if format is DocumentFormat.JSON:
        return _json(letter.model_dump(mode="json", exclude_none=True))
    outline = letter_outline(letter, sender, wording(letter.language, paper), date)
    match format:
        case DocumentFormat.PDF:
            return letter_pdf(outline, template, paper)
        case DocumentFormat.DOCX:
            return letter_docx(outline, template, paper)
        case DocumentFormat.TEXT:
            return letter_text(outline).encode()
        case DocumentFormat.MARKDOWN:
            return letter_markdown(outline).encode()


def _json(document: dict[str, Any]) -> bytes:
    # Lone surrogates have no UTF-8 form; they are written as the escapes they came from.
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace")
