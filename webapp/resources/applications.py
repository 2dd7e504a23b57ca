from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Response, request
from sqlalchemy.orm import Session

from copilot.database.models import MatchRow
from copilot.database.repositories import applications, profiles, runs
from copilot.database.repositories.applications import ApplicationView
from copilot.errors import Conflict
from copilot.pipeline import runs as pipeline_runs
from copilot.pipeline.admission import admit
from copilot.pipeline.states import RunStatus, StepName
from webapp.answers import Answer, answer_once
from webapp.authentication import Resource
from webapp.openapi import ApiBlueprint
from webapp.paging import PageQuery, page_schema, paged
from webapp.schemas.application import (
    ApplicationEntrySchema,
    ApplicationQuery,
    ApplicationSchema,
    ChangeApplicationSchema,
    MatchQuery,
    MatchResultSchema,
    SubmitApplicationSchema,
    SubmittedApplicationSchema,
)
from webapp.schemas.run import RunAgainSchema, RunEntrySchema
from webapp.services import request_id, services, transaction, user_id
from webapp.submissions import posting_from_fields, started, submit_application

blueprint = ApiBlueprint(
    "applications",
    __name__,
    url_prefix="/v1/applications",
    description="One candidate, one profile, one posting",
)


def present(view: ApplicationView) -> dict[str, Any]:
    """For ApplicationEntrySchema."""
    row = view.application
    return {
        "id": row.id,
        "profile_id": row.profile_id,
        "posting": view.posting,
        "tracking": row.tracking,
        "run": view.last_run,
        "score": view.score,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def present_whole(session: Session, application_id: UUID) -> dict[str, Any]:
    """For ApplicationSchema."""
    view = applications.views(session, [applications.get(session, application_id)])[0]
    base = f"/v1/applications/{application_id}"
    links = {
        "self": base,
        "profile": f"/v1/profiles/{view.application.profile_id}",
        "posting": f"/v1/postings/{view.application.posting_id}",
        "runs": f"{base}/runs",
        "documents": f"{base}/documents",
    }
    if view.last_run is not None:
        links["run"] = f"/v1/runs/{view.last_run.id}"
    if view.score is not None:
        links["match"] = f"{base}/match"
    for kind in applications.newest_documents(session, application_id):
        links[kind] = f"{base}/documents/{kind}"
    return {
        **present(view),
        "notes": view.application.notes,
        "options": view.application.options,
        "links": links,
    }


@blueprint.route("")
class Applications(Resource):
    @blueprint.arguments(ApplicationQuery, location="query")
    @blueprint.response(200, page_schema("ApplicationPage", ApplicationEntrySchema))
    def get(self, query: dict[str, Any]) -> Any:
        """All applications, the newest first"""
        with transaction() as session:
            page = applications.newest_page(
                session,
                tracking=query["tracking"],
                profile_id=query["profile_id"],
                posting_id=query["posting_id"],
                after=query["cursor"],
                limit=query["limit"],
            )
            return paged(page, [present(view) for view in page.items])

    @blueprint.arguments(SubmitApplicationSchema)
    @blueprint.response(202, SubmittedApplicationSchema)
    @blueprint.alt_response(
        200, schema=SubmittedApplicationSchema, description="It has succeeded already, unchanged"
    )
    @blueprint.problem(404)
    @blueprint.problem(409)
    @blueprint.problem(413)
    @blueprint.problem(415)
    @blueprint.problem(429)
    def post(self, given: dict[str, Any]) -> Response:
        """Submit an application: a run begins

        Poll the run at Location. Submitting the same again answers with the run that is under way
        or has succeeded; after a failure, or with a changed profile or options, a new run goes on
        from where that leaves off. Takes an `Idempotency-Key`.
        """
        posting = (
            posting_from_fields(given["posting"]) if "posting" in given else given["posting_id"]
        )
        return answer_once(
            lambda session: submit_application(
                session,
                user_id(),
                profile_id=given["profile_id"],
                posting=posting,
                options=given["options"],
            ),
            request.get_data(),
        )


@blueprint.route("/<uuid:application_id>")
class OneApplication(Resource):
    @blueprint.response(200, ApplicationSchema)
    @blueprint.problem(404)
    def get(self, application_id: UUID) -> dict[str, Any]:
        """An application with links to all that belongs to it"""
        with transaction() as session:
            return present_whole(session, application_id)

    @blueprint.arguments(ChangeApplicationSchema)
    @blueprint.response(200, ApplicationSchema)
    @blueprint.problem(404)
    def patch(self, given: dict[str, Any], application_id: UUID) -> dict[str, Any]:
        """Change tracking status or notes"""
        with transaction() as session:
            row = applications.get(session, application_id, lock="change")
            for name, value in given.items():
                setattr(row, name, value)
            row.updated_at = datetime.now(UTC)
            session.flush()
            return present_whole(session, application_id)

    @blueprint.response(204)
    @blueprint.problem(404)
    @blueprint.problem(409)
    def delete(self, application_id: UUID) -> None:
        """Delete it with its runs, match and documents

        A run that is under way is cancelled; while a paid call is unanswered this is refused, so
        that no cost is lost from sight.
        """
        with transaction() as session:
            applications.get(session, application_id, lock="delete")
            last = applications.last_run(session, application_id)
            if last is not None and not RunStatus(last.status).over:
                pipeline_runs.cancel(session, last.id)
            # After cancelling nothing new is reserved; a refusal keeps the run cancelled.
            in_flight = applications.has_call_in_flight(session, application_id)
            if not in_flight:
                applications.remove(session, application_id)
        if in_flight:
            raise Conflict("The run is cancelled, but a model is still answering; try again soon.")


@blueprint.route("/<uuid:application_id>/match")
class Match(Resource):
    @blueprint.arguments(MatchQuery, location="query")
    @blueprint.response(200, MatchResultSchema)
    @blueprint.problem(404)
    def get(self, query: dict[str, Any], application_id: UUID) -> MatchRow:
        """The match, explained requirement by requirement"""
        with transaction() as session:
            return applications.match_of(session, application_id, query["run_id"])


@blueprint.route("/<uuid:application_id>/runs")
class Runs(Resource):
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema("RunPage", RunEntrySchema))
    @blueprint.problem(404)
    def get(self, query: dict[str, Any], application_id: UUID) -> Any:
        """All runs of the application, the newest first"""
        with transaction() as session:
            return paged(
                runs.page_of_application(
                    session, application_id, after=query["cursor"], limit=query["limit"]
                )
            )

    @blueprint.arguments(RunAgainSchema)
    @blueprint.response(202, {"type": "object"}, description="A new run; Location is its address")
    @blueprint.problem(404)
    @blueprint.problem(409)
    @blueprint.problem(429)
    def post(self, given: dict[str, Any], application_id: UUID) -> Response:
        """Run again from a chosen step"""
        return answer_once(
            lambda session: _run_again(session, application_id, given), request.get_data()
        )


def _run_again(session: Session, application_id: UUID, given: dict[str, Any]) -> Answer:
    released = admit(session, user_id(), settings=services().settings)
    row = applications.get(session, application_id, lock="change")
    if given["options"] is not None:
        row.options = given["options"]
    version_id = None
    if given["profile_version"] is not None:
        version_id = profiles.get(session, row.profile_id, given["profile_version"]).version.id
    run = pipeline_runs.run_again(
        session,
        application_id,
        StepName(given["from_step"]),
        profile_version_id=version_id,
        options=row.options,
        released=released,
        request_id=request_id(),
    )
    return started(session, run, released=released)
