"""The one way in: bytes of a résumé → ResumeReading."""

from __future__ import annotations

import json

from copilot.documents.media import RESUME_MAX_BYTES, RESUME_MEDIA, MediaType, check_upload
from copilot.documents.resumes.limits import MAX_LINES
from copilot.documents.resumes.reading import ResumeReading
from copilot.documents.resumes.source import DraftLine, Source
from copilot.domain.resume import Resume
from copilot.errors import InvalidResume, ReadingLimitExceeded, UnsupportedMedia

READER_VERSION = "resume-reader-4"
"""Changes with every change of what readings hold; nightly reprocessing goes by it."""


def read_resume(content: bytes, media_type: str) -> ResumeReading:
    """Reads a résumé of a kind in RESUME_MEDIA.

    Raises EmptyContent, ContentTooLarge, UnsupportedMedia, InvalidResume (JSON), EncryptedDocument,
    ScannedDocument, ReadingLimitExceeded, UnreadableDocument. CPU and memory are bounded by limits
    on pages and characters; hostile files belong into a subprocess with limits of its own.
    """
    kind = check_upload(content, media_type, None, RESUME_MEDIA, RESUME_MAX_BYTES)
    if kind is MediaType.JSON:
        return _read_json(content)
    lines, pages = _lines(content, kind)
    if len(lines) > MAX_LINES:
        raise ReadingLimitExceeded(
            f"The document has more than {MAX_LINES:,} lines. Upload the résumé alone.",
            max_lines=MAX_LINES,
        )
    from copilot.documents.resumes.assembly import read_source

    return read_source(Source.of(lines, pages), READER_VERSION)


def warm_up() -> None:
    """Loads everything that reading needs, so that a process that is forked is born with it."""
    import docx
    import phonenumbers

    from copilot.documents.resumes import assembly, layout, pdf, plain, word
    from copilot.documents.resumes.countries import country_code
    from copilot.documents.resumes.language import language_of

    country_code("Poland")
    language_of("A sentence that is long enough to make the model load.")
    del docx, phonenumbers, assembly, layout, pdf, plain, word


def _lines(content: bytes, kind: MediaType) -> tuple[list[DraftLine], int]:
    if kind is MediaType.PDF:
        from copilot.documents.resumes.layout import lines_of
        from copilot.documents.resumes.pdf import read_pages

        pages = read_pages(content)
        return lines_of(pages), len(pages)
    if kind is MediaType.DOCX:
        from copilot.documents.resumes.word import read_docx

        return read_docx(content), 1
    from copilot.documents.resumes.plain import read_markdown, read_text

    if kind is MediaType.MARKDOWN:
        return read_markdown(content), 1
    if kind is MediaType.TEXT:
        return read_text(content), 1
    raise UnsupportedMedia(f"Résumés are not read from {kind}.")


def _read_json(content: bytes) -> ResumeReading:
    from copilot.documents.resumes.hidden import without_invisible
    from copilot.documents.resumes.plain import decoded

    text = decoded(content)
    try:
        # Once more: what nobody sees may have been written as escapes.
        document = json.loads(without_invisible(json.dumps(json.loads(text), ensure_ascii=False)))
    except (json.JSONDecodeError, RecursionError):
        raise InvalidResume(
            "The file is not valid JSON. Check it at the line a JSON validator names."
        ) from None
    if not isinstance(document, dict):
        raise InvalidResume("A JSON Resume is a JSON object.")
    return ResumeReading(
        resume=Resume.from_json(document), text=text, reader_version=READER_VERSION
    )
