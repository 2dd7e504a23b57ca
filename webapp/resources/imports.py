from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Response, request
from sqlalchemy.orm import Session

from copilot.database.models import ResumeImport
from copilot.database.repositories import imports, profiles, runs
from copilot.database.repositories.profiles import VersionedProfile
from copilot.domain.profile import Goals, Weights
from copilot.domain.resume import Resume
from copilot.errors import Conflict
from copilot.pipeline.states import RunStatus
from webapp.answers import answer_once
from webapp.authentication import Resource
from webapp.openapi import ApiBlueprint
from webapp.paging import PageQuery, page_schema, paged
from webapp.problems import InvalidFields
from webapp.resources.profiles import present as present_profile
from webapp.run_views import retry_after
from webapp.schemas.imports import ConfirmImportSchema, ImportEntrySchema, ImportSchema
from webapp.schemas.profile import ProfileSchema
from webapp.services import transaction, user_id
from webapp.submissions import submit_import

blueprint = ApiBlueprint(
    "imports",
    __name__,
    url_prefix="/v1/imports",
    description="Résumés on their way from a file to a profile",
)

_FILE = {"type": "string", "format": "binary"}
_UPLOAD = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {"type": "object", "properties": {"file": _FILE}, "required": ["file"]}
        },
        **{
            media_type: {"schema": _FILE}
            for media_type in (
                "application/pdf",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "text/plain",
                "text/markdown",
                "application/json",
            )
        },
    },
}
_ACCEPTED = {
    "type": "object",
    "properties": {
        "import_id": {"type": "string", "format": "uuid"},
        "run_id": {"type": "string", "format": "uuid"},
        "status": {"type": "string"},
        "links": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}


@blueprint.route("")
class Imports(Resource):
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema("ImportPage", ImportEntrySchema))
    def get(self, query: dict[str, Any]) -> Any:
        """All imports, the newest first"""
        with transaction() as session:
            return paged(imports.newest_page(session, after=query["cursor"], limit=query["limit"]))

    @blueprint.doc(requestBody=_UPLOAD)
    @blueprint.response(202, _ACCEPTED, description="Accepted; Location is the import")
    @blueprint.problem(413)
    @blueprint.problem(415)
    @blueprint.problem(422)
    @blueprint.problem(429)
    def post(self) -> Response:
        """Upload a résumé: PDF, DOCX, text, Markdown or JSON Resume, up to 10 MB

        As the field `file` of a form, or as the body itself. A worker reads it.
        """
        content, declared, filename = _uploaded()
        return answer_once(
            lambda session: submit_import(session, user_id(), content, declared, filename),
            content,
        )


def _uploaded() -> tuple[bytes, str | None, str | None]:
    if request.mimetype != "multipart/form-data":
        return request.get_data(cache=False), request.mimetype or None, None
    unknown = sorted((set(request.form) | set(request.files)) - {"file"})
    files = request.files.getlist("file")
    if unknown or len(files) != 1:
        reason = "Unknown field." if unknown else "Send exactly one file in this field."
        path = unknown[0][:100] if unknown else "file"
        raise InvalidFields(f"{path}: {reason}", errors=[{"path": path, "reason": reason}])
    return files[0].read(), files[0].mimetype, files[0].filename


@blueprint.route("/<uuid:import_id>")
class OneImport(Resource):
    @blueprint.response(200, ImportSchema)
    @blueprint.problem(404)
    def get(self, import_id: UUID) -> Any:
        """An import; once its run has succeeded, with what was read"""
        with transaction() as session:
            row = imports.get(session, import_id)
            view = runs.of_import(session, import_id)
            headers = {}
            if not RunStatus(view.run.status).over:
                headers["Retry-After"] = str(retry_after(session, view.steps))
        return (
            {
                **{c.key: getattr(row, c.key) for c in ResumeImport.__table__.columns},
                "run_id": view.run.id,
                "status": view.run.status,
                "error": view.run.error,
                "links": _links(row, view.run.id, view.run.status),
            },
            200,
            headers,
        )


@blueprint.route("/<uuid:import_id>/confirm")
class Confirm(Resource):
    @blueprint.arguments(ConfirmImportSchema)
    @blueprint.response(201, ProfileSchema)
    @blueprint.problem(404)
    @blueprint.problem(409)
    def post(self, given: dict[str, Any], import_id: UUID) -> Any:
        """Confirm or correct what was read: a new profile, or a version of one"""
        with transaction() as session:
            made = _confirm(session, imports.get(session, import_id, lock=True), given)
        return present_profile(made), 201, {"Location": f"/v1/profiles/{made.profile.id}"}


def _confirm(session: Session, row: ResumeImport, given: dict[str, Any]) -> VersionedProfile:
    if row.confirmed_at is not None:
        raise Conflict(
            "This import was confirmed already.", profile_version=str(row.profile_version_id)
        )
    if row.reading is None:
        raise Conflict("The file has not been read; look at the import's status.")
    resume = given["resume"] or Resume.from_json(row.reading["resume"])
    if given["profile_id"] is not None:
        made = profiles.change(
            session,
            given["profile_id"],
            name=given["name"],
            resume=resume,
            goals=given["goals"],
            weights=given["weights"],
            source="import",
        )
    else:
        made = profiles.create(
            session,
            user_id(),
            name=given["name"] or resume.basics.label or "My profile",
            resume=resume,
            goals=given["goals"] or Goals(),
            weights=given["weights"] or Weights(),
            source="import",
        )
    row.profile_version_id = made.version.id
    row.confirmed_at = datetime.now(UTC)
    session.flush()
    return made


def _links(row: ResumeImport, run_id: UUID, status: str) -> dict[str, str]:
    links = {"self": f"/v1/imports/{row.id}", "run": f"/v1/runs/{run_id}"}
    if status == RunStatus.SUCCEEDED and row.confirmed_at is None:
        links["confirm"] = f"/v1/imports/{row.id}/confirm"
    return links
