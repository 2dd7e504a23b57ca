# ruff: noqa: E501
"""What cannot be read is refused by name, with the way out."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import docx
import pypdf
import pytest
import typst

from copilot.documents.media import MediaType
from copilot.documents.resumes import read_resume
from copilot.errors import (
    CopilotError,
    EmptyContent,
    EncryptedDocument,
    InvalidResume,
    ReadingLimitExceeded,
    ScannedDocument,
    UnreadableDocument,
    UnsupportedMedia,
)
from tests.unit.documents.resumes.people import PEOPLE
from tests.unit.documents.resumes.typesetting import docx_flowing, pdf

_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def _typeset(source: str) -> bytes:
    return bytes(typst.compile(source.encode(), format="pdf"))


def _encrypted_pdf() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(PEOPLE[0])))
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _archive(parts: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _bomb() -> bytes:
    return _archive({"[Content_Types].xml": _TYPES, "word/document.xml": b" " * 120_000_000})


def _lying_bomb() -> bytes:
    """Declares a size of ten bytes for what unpacks to thirty million."""
    content = bytearray(
        _archive({"[Content_Types].xml": _TYPES, "word/document.xml": b" " * 30_000_000})
    )
    size = (30_000_000).to_bytes(4, "little")
    return bytes(content.replace(size, (10).to_bytes(4, "little")))


def _entities() -> bytes:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>&b;"
        "</w:document>"
    )
    return _archive({"[Content_Types].xml": _TYPES, "word/document.xml": bomb})


def _late_entities() -> bytes:
    """The document type stands behind a long comment."""
    bomb = (
        '<?xml version="1.0"?><!--' + "x" * 200_000 + '--><!DOCTYPE d [<!ENTITY a "a">]><d>&a;</d>'
    )
    return _archive({"[Content_Types].xml": _TYPES, "word/document.xml": bomb})


def _picture_docx() -> bytes:
    document = docx.Document()
    # A one-pixel GIF is all a scan needs to be here.
    pixel = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x01D\x00;"
    document.add_picture(io.BytesIO(pixel))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


_CASES: dict[str, tuple[Callable[[], bytes], MediaType, type[CopilotError]]] = {
    "encrypted PDF": (_encrypted_pdf, MediaType.PDF, EncryptedDocument),
    "scanned PDF": (lambda: _typeset("#rect(width: 100%, height: 90%)"), MediaType.PDF, ScannedDocument),
    "empty PDF": (lambda: _typeset(""), MediaType.PDF, EmptyContent),
    "PDF header alone": (lambda: b"%PDF-1.7\nnothing follows", MediaType.PDF, UnreadableDocument),
    "truncated PDF": (lambda: pdf(PEOPLE[0])[:900], MediaType.PDF, UnreadableDocument),
    "60 pages": (lambda: _typeset("#for i in range(60) [Page #i #pagebreak()]"), MediaType.PDF, ReadingLimitExceeded),
    "empty file": (lambda: b"  \n ", MediaType.TEXT, EmptyContent),
    "punctuation alone": (lambda: b"--- ... ---", MediaType.TEXT, EmptyContent),
    "endless text": (lambda: b"word " * 200_000, MediaType.TEXT, ReadingLimitExceeded),
    "many lines": (lambda: b"a line\n" * 20_000, MediaType.TEXT, ReadingLimitExceeded),
    "zip bomb": (_bomb, MediaType.DOCX, ReadingLimitExceeded),
    "zip bomb that lies": (_lying_bomb, MediaType.DOCX, UnreadableDocument),
    "many parts": (lambda: _archive({"[Content_Types].xml": _TYPES, **{f"word/{n}.xml": "" for n in range(3000)}}), MediaType.DOCX, ReadingLimitExceeded),
    "entities": (_entities, MediaType.DOCX, UnreadableDocument),
    "late entities": (_late_entities, MediaType.DOCX, UnreadableDocument),
    "truncated DOCX": (lambda: docx_flowing(PEOPLE[0])[:-3000], MediaType.DOCX, UnreadableDocument),
    "DOCX without a body": (lambda: _archive({"[Content_Types].xml": _TYPES, "word/x.xml": "<x/>"}), MediaType.DOCX, UnreadableDocument),
    "pictures in DOCX": (_picture_docx, MediaType.DOCX, ScannedDocument),
    "page of HTML": (lambda: b"<!doctype html><html><body>me</body></html>", MediaType.HTML, UnsupportedMedia),
    "broken JSON": (lambda: b'{"basics": ', MediaType.JSON, InvalidResume),
    "deep JSON": (lambda: b'{"a":' * 50_000, MediaType.JSON, InvalidResume),
    "JSON that is no résumé": (lambda: b'{"work": "none"}', MediaType.JSON, InvalidResume),
}  # fmt: skip


@pytest.mark.parametrize("case", _CASES)
def test_refused_by_name(case: str) -> None:
    make, media_type, error = _CASES[case]
    with pytest.raises(error) as raised:
        read_resume(make(), media_type)
    assert raised.value.detail


def test_a_scan_is_told_the_way_out() -> None:
    with pytest.raises(ScannedDocument, match="OCR"):
        read_resume(_typeset("#rect(width: 100%, height: 90%)"), MediaType.PDF)


def test_json_resume_passes_through() -> None:
    document = {
        "basics": {"name": "Quirina Voss", "email": "q.voss@example.org"},
        "work": [{"name": "Voss Clocks", "position": "Clockmaker", "startDate": "2011-04"}],
        "x-workshop": {"benches": 3},
    }
    reading = read_resume(json.dumps(document).encode(), MediaType.JSON)
    assert reading.resume.to_json() == document
    assert reading.unplaced == ()


def test_a_pdf_that_pdfium_cannot_open_is_read_all_the_same() -> None:
    # The table of cross references points nowhere; readers rebuild it.
    content = pdf(PEOPLE[0]).replace(b"startxref", b"startyref")
    assert read_resume(content, MediaType.PDF).resume.basics.name == PEOPLE[0].name
