from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, json, request
from werkzeug.exceptions import NotAcceptable

from copilot.database.models import Document
from copilot.database.repositories import documents
from copilot.errors import InvalidInput, NotFound
from webapp.answers import conditional
from webapp.authentication import Resource
from webapp.comparison_page import comparison_page, page_policy
from webapp.comparisons import compared
from webapp.edited_documents import stated_by_user, store_edit
from webapp.openapi import ApiBlueprint
from webapp.renditions import FORMAT_OF, rendered
from webapp.schemas.document import (
    ComparisonQuery,
    DocumentComparisonSchema,
    DocumentListSchema,
    DocumentQuery,
    DocumentSchema,
    EditDocumentSchema,
)
from webapp.services import transaction

blueprint = ApiBlueprint(
    "documents",
    __name__,
    url_prefix="/v1/applications/<uuid:application_id>/documents",
    description="Tailored résumé and cover letter, in versions",
)

KINDS = ("resume", "cover_letter")
JSON = "application/json"
HTML = "text/html"
_SCHEMA = DocumentSchema()
_COMPARISON_SCHEMA = DocumentComparisonSchema()


@blueprint.route("")
class Documents(Resource):
    @blueprint.response(200, DocumentListSchema)
    @blueprint.problem(404)
    def get(self, application_id: UUID) -> dict[str, Any]:
        """All versions of both documents, the newest of each first"""
        with transaction() as session:
            return {"items": [_entry(row) for row in documents.versions(session, application_id)]}


@blueprint.route("/<string:kind>")
class OneDocument(Resource):
    @blueprint.doc(
        parameters=[
            {
                "in": "header",
                "name": "Accept",
                "schema": {"type": "string", "enum": [JSON, *FORMAT_OF]},
                "description": "The format; JSON with evidence if left out.",
            }
        ]
    )
    @blueprint.arguments(DocumentQuery, location="query")
    @blueprint.response(200, DocumentSchema)
    @blueprint.problem(404)
    @blueprint.problem(406)
    def get(self, query: dict[str, Any], application_id: UUID, kind: str) -> Response:
        """A document: JSON with evidence, PDF, DOCX, text or Markdown by `Accept`

        The newest version unless `version` names one; template and paper as the application's
        options say unless named.
        """
        _check_kind(kind)
        media_type: str | None = JSON
        if request.accept_mimetypes:
            media_type = request.accept_mimetypes.best_match([JSON, *FORMAT_OF])
        if media_type is None:
            raise NotAcceptable
        headers = {"Vary": "Accept"}
        if media_type == JSON:
            with transaction() as session:
                row = documents.get(session, application_id, kind, query["version"])
            return conditional(json.dumps(_whole(row)).encode(), JSON, headers)
        found = rendered(
            application_id,
            kind,
            query["version"],
            FORMAT_OF[media_type],
            template=query["template"],
            paper=query["paper"],
        )
        headers["Content-Disposition"] = f'attachment; filename="{found.filename}"'
        return conditional(found.content, media_type, headers)

    @blueprint.arguments(EditDocumentSchema)
    @blueprint.response(201, DocumentSchema)
    @blueprint.problem(404)
    def put(self, given: dict[str, Any], application_id: UUID, kind: str) -> Response:
        """Store the user's own text as a new version

        It is theirs: the truth gate's report is stored and shown beside it and holds nothing back.
        """
        _check_kind(kind)
        if kind not in given:
            raise InvalidInput(f"Send the document as the field {kind}.")
        row = store_edit(application_id, kind, given[kind])
        links = _links(row)
        return Response(
            json.dumps(_whole(row)), 201, headers={"Location": links["self"]}, mimetype=JSON
        )


@blueprint.route("/<string:kind>/diff")
class DocumentComparison(Resource):
    @blueprint.doc(
        parameters=[
            {
                "in": "header",
                "name": "Accept",
                "schema": {"type": "string", "enum": [JSON, HTML]},
                "description": "The format; JSON if left out.",
            }
        ]
    )
    @blueprint.arguments(ComparisonQuery, location="query")
    @blueprint.response(200, DocumentComparisonSchema)
    @blueprint.problem(404)
    @blueprint.problem(406)
    def get(self, query: dict[str, Any], application_id: UUID, kind: str) -> Response:
        """What a document says otherwise than the profile: JSON, or a page by `Accept`

        Each change (added, removed, left_out to fit the pages, reworded, reordered) with its reason
        and evidence; of a letter each sentence with what it stands on.
        """
        _check_kind(kind)
        media_type: str | None = JSON
        if request.accept_mimetypes:
            media_type = request.accept_mimetypes.best_match([JSON, HTML])
        if media_type is None:
            raise NotAcceptable
        found = compared(application_id, kind, query["version"])
        headers = {"Vary": "Accept"}
        if media_type == JSON:
            body = json.dumps(_COMPARISON_SCHEMA.dump(found))
            return conditional(body.encode(), JSON, headers)
        headers["Content-Security-Policy"] = page_policy()
        return conditional(comparison_page(found).encode(), HTML, headers)


def _check_kind(kind: str) -> None:
    if kind not in KINDS:
        raise NotFound(f"There are the documents {' and '.join(KINDS)}.")


def _links(row: Document) -> dict[str, str]:
    base = f"/v1/applications/{row.application_id}/documents/{row.kind}"
    return {"self": f"{base}?version={row.version}"}


def _entry(row: Document) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "version": row.version,
        "author": row.author,
        "run_id": row.run_id,
        "engine": row.engine,
        "prompt_version": row.prompt_version,
        "language": row.language,
        "verdict": row.report["verdict"],
        "created_at": row.created_at,
        "links": _links(row),
    }


def _whole(row: Document) -> dict[str, Any]:
    presented: dict[str, Any] = _SCHEMA.dump(
        {
            **_entry(row),
            "content": row.content,
            "edits": row.edits,
            "report": row.report,
            "provenance": row.provenance,
            "stated_by_you": stated_by_user(row),
        }
    )
    return presented
