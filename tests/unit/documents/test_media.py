"""Uploads are told apart by their first bytes, before anything parses them."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from copilot.documents.media import (
    POSTING_MAX_BYTES,
    POSTING_MEDIA,
    RESUME_MAX_BYTES,
    RESUME_MEDIA,
    MediaType,
    check_upload,
)
from copilot.errors import ContentTooLarge, EmptyContent, UnsupportedMedia


def _docx() -> bytes:
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    return buffer.getvalue()


def _zip(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


def _check(content: bytes, declared: str | None = None, filename: str | None = None) -> MediaType:
    return check_upload(content, declared, filename, RESUME_MEDIA, RESUME_MAX_BYTES)


@pytest.mark.parametrize(
    ("content", "declared", "filename", "kind"),
    [
        (b"%PDF-1.7\n", "text/plain", "cv.txt", MediaType.PDF),
        (b"\n\njunk before %PDF-1.4", None, None, MediaType.PDF),
        (_docx(), "application/octet-stream", None, MediaType.DOCX),
        ("Zażółć".encode(), "text/plain; charset=utf-8", "cv.txt", MediaType.TEXT),
        ("Zażółć".encode("utf-16"), None, "cv.txt", MediaType.TEXT),
        ("Müller".encode("cp1252"), None, None, MediaType.TEXT),
        (b"# Ada\n\n## Work", "text/plain", "cv.md", MediaType.MARKDOWN),
        (b"# Ada", "text/markdown", None, MediaType.MARKDOWN),
        (b' {"basics": {}}', None, None, MediaType.JSON),
    ],
)
def test_told_by_content(
    content: bytes, declared: str | None, filename: str | None, kind: MediaType
) -> None:
    assert _check(content, declared, filename) is kind


@pytest.mark.parametrize(
    "content",
    [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"\x89PNG\r\n\x1a\n....",
        b"\xff\xd8\xff\xe0 JFIF",
        b"MZ\x90\x00 program",
        b"\x7fELF\x02\x01",
        b"{\\rtf1 text}",
        b"#!/bin/sh\nrm -rf /",
        b"\x00\x01\x02\x03 bytes",
        _zip("a.txt", "b.txt"),
        _zip("[Content_Types].xml", "xl/workbook.xml"),
        _zip("mimetype", "META-INF/manifest.xml", "content.xml"),
        b"<!DOCTYPE html><html><body>posting</body></html>",
    ],
)
def test_refused_with_what_is_accepted(content: bytes) -> None:
    with pytest.raises(UnsupportedMedia, match=r"Accepted are .*PDF.*DOCX"):
        _check(content, "application/pdf", "cv.pdf")


def test_html_is_for_postings() -> None:
    page = b"<html><head><title>Clerk</title></head></html>"
    assert check_upload(page, None, None, POSTING_MEDIA, POSTING_MAX_BYTES) is MediaType.HTML


@pytest.mark.parametrize("content", [b"", b"   \n\t", b"\xef\xbb\xbf\r\n", b"\0\0\0"])
def test_empty(content: bytes) -> None:
    with pytest.raises(EmptyContent):
        _check(content)


def test_size_is_checked_before_anything_else() -> None:
    with pytest.raises(ContentTooLarge) as raised:
        check_upload(b"x" * 101, None, None, RESUME_MEDIA, 100)
    assert raised.value.extra == {"max_bytes": 100}
