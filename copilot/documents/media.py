"""What kind of file an upload is, told from its first bytes.

Runs in the web process, so it never parses: it compares magic bytes and looks at the names at the
head of a zip archive. What a file of the right kind really holds is for the reader to find out.
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

from copilot.errors import ContentTooLarge, EmptyContent, UnsupportedMedia


class MediaType(StrEnum):
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    JSON = "application/json"
    """A JSON Resume document."""
    HTML = "text/html"


RESUME_MEDIA = frozenset(
    {MediaType.PDF, MediaType.DOCX, MediaType.TEXT, MediaType.MARKDOWN, MediaType.JSON}
)
POSTING_MEDIA = frozenset(
    {MediaType.HTML, MediaType.TEXT, MediaType.MARKDOWN, MediaType.PDF, MediaType.DOCX}
)
RESUME_MAX_BYTES = 10 * 1024 * 1024
POSTING_MAX_BYTES = 5 * 1024 * 1024

_NAMES = {
    MediaType.PDF: "PDF",
    MediaType.DOCX: "DOCX (Word 2007 or later)",
    MediaType.TEXT: "plain text",
    MediaType.MARKDOWN: "Markdown",
    MediaType.JSON: "JSON Resume",
    MediaType.HTML: "HTML",
}
_SUFFIXES = {
    ".md": MediaType.MARKDOWN,
    ".markdown": MediaType.MARKDOWN,
    ".txt": MediaType.TEXT,
    ".text": MediaType.TEXT,
    ".json": MediaType.JSON,
    ".html": MediaType.HTML,
    ".htm": MediaType.HTML,
}
_DECLARED = {
    "text/plain": MediaType.TEXT,
    "text/markdown": MediaType.MARKDOWN,
    "text/x-markdown": MediaType.MARKDOWN,
    "application/json": MediaType.JSON,
    "application/resume+json": MediaType.JSON,
    "text/html": MediaType.HTML,
    "application/xhtml+xml": MediaType.HTML,
}

# The PDF specification lets a header stand anywhere in the first 1,024 bytes.
_PDF_HEADER_WITHIN = 1024
_HEAD = 4096
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc) or a protected one"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG\r\n\x1a\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"RIFF", "a picture or a recording"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"#!", "a script"),
    (b"%!PS", "a PostScript file"),
    (b"7z\xbc\xaf\x27\x1c", "an archive"),
    (b"Rar!", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"BZh", "an archive"),
    (b"\xfd7zXZ\x00", "an archive"),
    (b"\x28\xb5\x2f\xfd", "an archive"),
)
_BINARY_OF_WORD = re.compile(rb"word/|\[Content_Types\]\.xml|_rels/\.rels|docProps/")
_OTHER_OFFICE = re.compile(
    rb"(?:ppt|xl)/|mimetypeapplication/(?:vnd\.oasis|epub)|META-INF/|AndroidManifest"
)
_HTML_HEAD = re.compile(
    rb"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|div"
    rb"|section|article|main|script|p|h[1-6]|ul|table|span)\b",
    re.IGNORECASE | re.DOTALL,
)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def check_upload(
    content: bytes,
    declared: str | None,
    filename: str | None,
    allowed: frozenset[MediaType],
    max_bytes: int,
) -> MediaType:
    """The kind of file that ``content`` is.

    Magic bytes win over what the sender declares; ``declared`` (a Content-Type) and ``filename``
    only decide between the kinds of text. Raises EmptyContent, ContentTooLarge (``max_bytes``),
    UnsupportedMedia (not of an ``allowed`` kind).
    """
    if len(content) > max_bytes:
        raise ContentTooLarge(
            f"The file has {len(content) / 1024 / 1024:.1f} MB; "
            f"at most {max_bytes / 1024 / 1024:.0f} MB are accepted.",
            max_bytes=max_bytes,
        )
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise EmptyContent("The file is empty. Choose the file again and upload it.")
    kind = _recognise(content, declared, filename, allowed)
    if kind not in allowed:
        raise _unsupported(f"This is {_NAMES[kind]}.", allowed)
    return kind


def _recognise(
    content: bytes, declared: str | None, filename: str | None, allowed: frozenset[MediaType]
) -> MediaType:
    head = content[:_HEAD]
    if b"%PDF-" in head[:_PDF_HEADER_WITHIN]:
        return MediaType.PDF
    if head.startswith(b"PK"):
        if _looks_like_docx(content):
            return MediaType.DOCX
        raise _unsupported("This is a zip archive, not a Word document.", allowed)
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise _unsupported(f"This is {what}.", allowed)
    # UTF-16 text holds zero bytes; it is told by its byte order mark.
    if not head.startswith(_BOMS[1:]) and _CONTROL.search(head):
        raise _unsupported("This is a binary file of an unknown kind.", allowed)
    return _kind_of_text(head, declared, filename)


def _looks_like_docx(content: bytes) -> bool:
    # Entry names stand uncompressed: in local headers at the head, in the directory at the end.
    names = content[:_HEAD] + content[-65_536:]
    if b"word/" in names:
        return True
    return bool(_BINARY_OF_WORD.search(names)) and not _OTHER_OFFICE.search(names)


def _kind_of_text(head: bytes, declared: str | None, filename: str | None) -> MediaType:
    text = head
    for bom in _BOMS:
        text = text.removeprefix(bom)
    stated = _DECLARED.get((declared or "").partition(";")[0].strip().lower())
    by_name = _SUFFIXES.get(PurePath(filename or "").suffix.lower())
    if _HTML_HEAD.match(text):
        return MediaType.HTML
    if text.lstrip()[:1] == b"{" and MediaType.JSON in (stated, by_name, MediaType.JSON):
        return MediaType.JSON
    for hint in (by_name, stated):
        if hint in (MediaType.TEXT, MediaType.MARKDOWN, MediaType.HTML):
            return hint
        if hint is MediaType.JSON:
            return hint
    return MediaType.TEXT


def _unsupported(found: str, allowed: frozenset[MediaType]) -> UnsupportedMedia:
    accepted = [_NAMES[kind] for kind in MediaType if kind in allowed]
    return UnsupportedMedia(
        f"{found} Accepted are {', '.join(accepted)}.",
        accepted=[str(kind) for kind in MediaType if kind in allowed],
    )
