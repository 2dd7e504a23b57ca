"""Documents as files: what the pipeline rendered is served, what is missing is rendered once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from copilot.database.models import Document
from copilot.database.repositories import applications, documents
from copilot.domain.letter import CoverLetter
from copilot.domain.resume import Resume
from webapp.services import transaction

if TYPE_CHECKING:
    from copilot.documents.rendering import DocumentFormat
    from copilot.pipeline.layout import Layout

# Media type → the renderer's name of the format.
FORMAT_OF: Final = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "text/plain": "text",
    "text/markdown": "markdown",
}


@dataclass(frozen=True, slots=True)
class File:
    content: bytes
    filename: str


def rendered(
    application_id: UUID,
    kind: str,
    version: int | None,
    format_name: str,
    *,
    template: str | None,
    paper: str | None,
) -> File:
    """``template`` and ``paper`` stand for the application's options if given. Raises NotFound."""
    # Loads Typst and the Word templates: only processes that render pay for them.
    from copilot.documents.rendering import DocumentFormat
    from copilot.pipeline.layout import Layout

    format = DocumentFormat(format_name)
    with transaction() as session:
        row = documents.get(session, application_id, kind, version)
        options = dict(applications.get(session, application_id).options)
        options |= {k: v for k, v in (("template", template), ("paper", paper)) if v}
        layout = Layout.of(options)
        filename = f"{kind.replace('_', '-')}-v{row.version}{format.suffix}"
        stored = documents.rendition(session, row.id, format.value, layout.key)
        if stored is not None:
            return File(bytes(stored), filename)
        profile = Resume.from_json(documents.profile_version_of(session, row).resume)
        written = documents.day_of(session, row)
    # No connection is held while it is set.
    content = _render(row, profile, format, layout, written)
    with transaction() as session:
        documents.store_rendition(
            session, row, format.value, layout.key, content, format.media_type
        )
    return File(content, filename)


def _render(
    row: Document, profile: Resume, format: DocumentFormat, layout: Layout, written: date
) -> bytes:
    from copilot.documents.rendering import render_letter, render_resume

    if row.kind == "resume":
        return render_resume(
            Resume.from_json(row.content),
            format,
            template=layout.template,
            paper=layout.paper,
            language=row.language,
        )
    return render_letter(
        CoverLetter.model_validate(row.content),
        profile.basics,
        format,
        template=layout.template,
        paper=layout.paper,
        date=written,
    )
