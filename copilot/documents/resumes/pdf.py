"""Pages out of a PDF, or the reason why it cannot be read. What pdfium cannot open, pypdf may."""

from __future__ import annotations

import io
import unicodedata

import pypdfium2
import pypdfium2.raw as pdfium

from copilot.documents.resumes.active import refuse_active_pdf
from copilot.documents.resumes.glyphs import Page, Word, words_of_page
from copilot.documents.resumes.hidden import PaintedText
from copilot.documents.resumes.limits import MAX_CHARACTERS, MAX_PAGES
from copilot.errors import (
    EmptyContent,
    EncryptedDocument,
    ReadingLimitExceeded,
    ScannedDocument,
    UnreadableDocument,
)

# Below this many letters a document with pictures counts as scanned.
_SCANNED_BELOW_LETTERS = 40
# With this share of glyphs without a meaning the text is useless.
_UNMAPPED_SHARE = 0.3


def read_pages(content: bytes) -> tuple[Page, ...]:
    """All pages; raises the UnreadableDocument that fits."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if (
            getattr(error, "err_code", None)
            in (
                pdfium.FPDF_ERR_PASSWORD,
                pdfium.FPDF_ERR_SECURITY,
            )
            or "password" in str(error).lower()
        ):
            raise _encrypted() from None
        return _read_with_pypdf(content)
    try:
        refuse_active_pdf(content, document)
        return _read_document(document)
    finally:
        document.close()


def _encrypted() -> EncryptedDocument:
    return EncryptedDocument(
        "The PDF is protected by a password. Save a copy without a password and upload that."
    )


def too_many_pages(pages: int) -> ReadingLimitExceeded:
    return ReadingLimitExceeded(
        f"The document has {pages} pages; at most {MAX_PAGES} are read. "
        "Upload the résumé alone, without attachments.",
        max_pages=MAX_PAGES,
    )


def too_much_text() -> ReadingLimitExceeded:
    return ReadingLimitExceeded(
        f"The document holds more than {MAX_CHARACTERS:,} characters. "
        "Upload the résumé alone, without attachments.",
        max_characters=MAX_CHARACTERS,
    )


def _read_document(document: pypdfium2.PdfDocument) -> tuple[Page, ...]:
    if len(document) > MAX_PAGES:
        raise too_many_pages(len(document))
    pages: list[Page] = []
    characters = 0
    pictures = 0
    for index in range(len(document)):
        try:
            page = document[index]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            raise UnreadableDocument(
                f"Page {index + 1} of the PDF is damaged. Export the résumé again and upload it."
            ) from None
        count = max(text.count_chars(), 0)
        characters += count
        if characters > MAX_CHARACTERS:
            raise too_much_text()
        pages.append(Page(tuple(words_of_page(text, count, PaintedText(page, text)))))
        if count < _SCANNED_BELOW_LETTERS:
            pictures += sum(1 for _ in page.get_objects(max_depth=2))
        text.close()
        page.close()
    _refuse_without_text(pages, pictures)
    return tuple(pages)


def _refuse_without_text(pages: list[Page], pictures: int) -> None:
    letters = unmapped = 0
    for page in pages:
        for word in page.words:
            for char in word.text:
                letters += char.isalnum()
                unmapped += char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn", "Cc")
    if letters < _SCANNED_BELOW_LETTERS and pictures:
        raise ScannedDocument(
            "The PDF holds pictures of text, not text. Export it from the program it was written "
            "in, run it through a text recognition (OCR) program, or upload DOCX or plain text."
        )
    if not letters and not unmapped:
        raise EmptyContent("The PDF holds no text. Check the file and upload it again.")
    if unmapped > _UNMAPPED_SHARE * (letters + unmapped):
        raise UnreadableDocument(
            "The fonts of the PDF do not say which letters they show. Export it again with "
            "another program, or upload DOCX or plain text."
        )


def _read_with_pypdf(content: bytes) -> tuple[Page, ...]:
    """Lines without geometry, set down as one word each; for what pdfium finds broken."""
    import pypdf
    import pypdf.errors

    try:
        reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise _encrypted()
        if len(reader.pages) > MAX_PAGES:
            raise too_many_pages(len(reader.pages))
        texts = [page.extract_text() for page in reader.pages]
    except (
        pypdf.errors.PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        RecursionError,
        OSError,
    ):
        raise UnreadableDocument(
            "The PDF is damaged and cannot be opened. Export the résumé again and upload it."
        ) from None
    if sum(map(len, texts)) > MAX_CHARACTERS:
        raise too_much_text()
    if not any(text.strip() for text in texts):
        raise UnreadableDocument(
            "The PDF is damaged: no text can be read from it. Export it again and upload it."
        )
    pages = []
    for text in texts:
        words = [
            Word(line, 50.0, 50.0 + 5.0 * len(line), 800.0 - 12.0 * row, 10.0, False)
            for row, line in enumerate(text.splitlines())
            if line.strip()
        ]
        pages.append(Page(tuple(words)))
    return tuple(pages)
