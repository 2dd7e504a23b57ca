"""Words with their places, out of a PDF.

pdfium gives each glyph with its box; words are put together from the boxes, because the spaces that
a PDF states are often missing or wrong. What pdfium cannot open, pypdf may.
"""

from __future__ import annotations

import ctypes
import io
import re
import unicodedata
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from copilot.documents.resumes.limits import MAX_CHARACTERS, MAX_PAGES
from copilot.errors import (
    EmptyContent,
    EncryptedDocument,
    ReadingLimitExceeded,
    ScannedDocument,
    UnreadableDocument,
)

# A gap between two glyphs is a space from this share of the font size on; the narrowest spaces of
# common fonts have 0.2, kerning and tracking stay below 0.1.
_SPACE_SHARE = 0.13
# Below this many letters a document with pictures counts as scanned.
_SCANNED_BELOW_LETTERS = 40
# With this share of glyphs without a meaning the text is useless.
_UNMAPPED_SHARE = 0.3
_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(r"bold|black|heavy|semib|demi", re.IGNORECASE)
_LIGATURES = re.compile("[\ufb00-\ufb06\u0132\u0133\u01c4-\u01cc]")


@dataclass(slots=True)
class Word:
    text: str
    x0: float
    x1: float
    y: float
    """The baseline; grows upwards."""
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Page:
    width: float
    height: float
    words: tuple[Word, ...]


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
        pages.append(Page(*page.get_size(), tuple(_words(text, count))))
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


def _words(text: pypdfium2.PdfTextPage, count: int) -> list[Word]:
    raw = text.raw
    box = pdfium.FS_RECTF()
    origin_x, origin_y = ctypes.c_double(), ctypes.c_double()
    words: list[Word] = []
    seen: set[tuple[str, int, int]] = set()
    current: Word | None = None

    def close() -> None:
        nonlocal current
        if current is not None:
            current.text = _mended(current.text)
            # Some programs draw a word twice to make it bold.
            key = (current.text, round(current.x0), round(current.y))
            if current.text and key not in seen:
                seen.add(key)
                words.append(current)
        current = None

    for index in range(count):
        char = chr(pdfium.FPDFText_GetUnicode(raw, index))
        if char.isspace() or char in "\u200b\u200c\ufeff" or char == "\x00":
            close()
            continue
        if not pdfium.FPDFText_GetLooseCharBox(raw, index, box):
            continue
        pdfium.FPDFText_GetCharOrigin(raw, index, origin_x, origin_y)
        size = max(box.top - box.bottom, 1.0)
        if current is not None:
            gap = max(box.left - current.x1, current.x0 - box.right)
            same_line = abs(origin_y.value - current.y) < 0.4 * size
            if (
                not same_line
                or gap > _SPACE_SHARE * size
                or gap < -3 * size - (current.x1 - current.x0)
            ):
                close()
        if current is None:
            current = Word(char, box.left, box.right, origin_y.value, size, _is_bold(raw, index))
        else:
            current.text += "-" if char in "\x02\ufffe" else char
            current.x0 = min(current.x0, box.left)
            current.x1 = max(current.x1, box.right)
    close()
    return words


def _mended(text: str) -> str:
    text = _LIGATURES.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return unicodedata.normalize("NFC", text)


_NAME_BUFFER = 128


def _is_bold(raw: pdfium.FPDF_TEXTPAGE, index: int) -> bool:
    if pdfium.FPDFText_GetFontWeight(raw, index) >= _BOLD_WEIGHT:
        return True
    buffer = ctypes.create_string_buffer(_NAME_BUFFER)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, index, buffer, _NAME_BUFFER, flags)
    return bool(_BOLD_NAME.search(buffer.value.decode("utf-8", "replace")))


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
        pages.append(Page(595.0, 842.0, tuple(words)))
    return tuple(pages)
