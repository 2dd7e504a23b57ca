from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request

from copilot.database.repositories import runs
from copilot.observability import context
from copilot.pipeline import runs as pipeline_runs
from copilot.pipeline.admission import admit
from copilot.pipeline.states import RunStatus
from webapp.answers import answer_once, conditional
from webapp.authentication import Resource
from webapp.openapi import ApiBlueprint
from webapp.run_views import encoded, retry_after
from webapp.schemas.run import RunSchema
from webapp.services import request_id, services, transaction, user_id
from webapp.submissions import started
from webapp.waiting import wait_for_change, wanted_seconds

blueprint = ApiBlueprint(
    "runs", __name__, url_prefix="/v1/runs", description="Executions of the pipeline: poll these"
)


@blueprint.route("/<uuid:run_id>")
class OneRun(Resource):
    @blueprint.doc(
        parameters=[
            {"in": "header", "name": "If-None-Match", "schema": {"type": "string"}},
            {
                "in": "header",
                "name": "Prefer",
                "schema": {"type": "string"},
                "description": "`wait=N`: answer when the run has changed, N seconds (20 at most) "
                "later at the latest.",
            },
        ]
    )
    @blueprint.response(200, RunSchema)
    @blueprint.alt_response(304, description="Nothing has changed")
    @blueprint.problem(404)
    def get(self, run_id: UUID) -> Response:
        """Poll a run: status, steps, percent, cost, error

        `Retry-After` says when it has probably changed, by what steps took lately.
        """
        context.run_id.set(str(run_id))
        headers = {}
        seconds = wanted_seconds()
        if seconds and wait_for_change(user_id(), run_id, seconds):
            headers["Preference-Applied"] = f"wait={seconds}"
        with transaction() as session:
            view = runs.view(session, run_id)
            if not RunStatus(view.run.status).over:
                headers["Retry-After"] = str(retry_after(session, view.steps))
        return conditional(encoded(view), "application/json", headers)


@blueprint.route("/<uuid:run_id>/cancel")
class Cancel(Resource):
    @blueprint.response(200, RunSchema)
    @blueprint.problem(404)
    @blueprint.problem(409)
    def post(self, run_id: UUID) -> Response:
        """Stop a run: from the answer on, no paid call begins for it"""
        context.run_id.set(str(run_id))
        with transaction() as session:
            pipeline_runs.cancel(session, run_id)
            return Response(encoded(runs.view(session, run_id)), mimetype="application/json")


@blueprint.route("/<uuid:run_id>/retry")
class Retry(Resource):
    @blueprint.response(202, {"type": "object"}, description="A new run; Location is its address")
    @blueprint.problem(404)
    @blueprint.problem(409)
    @blueprint.problem(429)
    def post(self, run_id: UUID) -> Response:
        """Go on with a failed or cancelled run, as a new one that pays for nothing again"""
        context.run_id.set(str(run_id))

        def build(session: Any) -> Any:
            released = admit(session, user_id(), settings=services().settings)
            run = pipeline_runs.retry(session, run_id, released=released, request_id=request_id())
            return started(session, run, released=released)

        return answer_once(build, request.get_data())
