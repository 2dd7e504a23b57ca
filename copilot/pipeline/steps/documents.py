"""Stores a document that an agent made, with its renditions, once per run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from copilot.agents.contracts import Provenance
from copilot.database.models import Document, Rendition
from copilot.documents.rendering import DocumentFormat
from copilot.domain.claims import GateReport
from copilot.observability import metrics
from copilot.pipeline.context import RunView
from copilot.pipeline.steps.rows import keep_blob

RENDERED_AHEAD = (DocumentFormat.PDF, DocumentFormat.DOCX)
"""What people download. Other formats are made when somebody asks."""


def store_document(
    session: Session,
    run: RunView,
    *,
    kind: str,
    content: Mapping[str, Any],
    edits: list[Any],
    report: GateReport,
    provenance: Provenance,
    language: str,
    layout: str,
    renditions: Mapping[DocumentFormat, bytes],
) -> Mapping[str, Any]:
    """Insert the next version of the document; answers with the step's result."""
    assert run.application_id is not None
    newest = session.scalar(
        select(func.max(Document.version)).where(
            Document.application_id == run.application_id, Document.kind == kind
        )
    )
    document = Document(
        user_id=run.user_id,
        application_id=run.application_id,
        run_id=run.id,
        kind=kind,
        version=(newest or 0) + 1,
        author="engine",
        content=dict(content),
        edits=edits,
        report=report.model_dump(mode="json"),
        engine=provenance.engine,
        prompt_version=provenance.prompt_version,
        provenance=provenance.model_dump(mode="json"),
        language=language,
    )
    session.add(document)
    session.flush()
    for format, rendered in renditions.items():
        digest = keep_blob(session, run.user_id, rendered, format.media_type)
        session.add(
            Rendition(
                document_id=document.id,
                format=format.value,
                layout=layout,
                user_id=run.user_id,
                sha256=digest,
            )
        )
    session.flush()
    metrics.gate_verdicts.labels(kind, report.verdict).inc()
    return {
        "document_id": str(document.id),
        "version": document.version,
        "claims": len(report.claims),
        "drafts": provenance.drafts,
        "fell_back": provenance.fell_back,
    }
