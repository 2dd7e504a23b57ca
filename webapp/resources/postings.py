from __future__ import annotations

from typing import Any
from uuid import UUID

from copilot.database.repositories import postings
from webapp.authentication import Resource
from webapp.openapi import ApiBlueprint
from webapp.paging import PageQuery, page_schema, paged
from webapp.schemas.posting import (
    OnePostingSchema,
    PostingAndItsLike,
    PostingEntrySchema,
    SubmitPostingSchema,
    SubmittedPostingSchema,
)
from webapp.services import transaction, user_id
from webapp.submissions import posting_from_fields

blueprint = ApiBlueprint(
    "postings", __name__, url_prefix="/v1/postings", description="Job postings as submitted"
)


@blueprint.route("")
class Postings(Resource):
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema("PostingPage", PostingEntrySchema))
    def get(self, query: dict[str, Any]) -> Any:
        """All postings, the newest first"""
        with transaction() as session:
            return paged(postings.newest_page(session, after=query["cursor"], limit=query["limit"]))

    @blueprint.arguments(SubmitPostingSchema)
    @blueprint.response(201, SubmittedPostingSchema)
    @blueprint.alt_response(200, schema=SubmittedPostingSchema, description="Known already")
    @blueprint.problem(413)
    @blueprint.problem(415)
    def post(self, given: dict[str, Any]) -> Any:
        """Submit a posting; the same bytes again are the same posting

        It is stored as it is; an application for it reads it.
        """
        submitted = posting_from_fields(given)
        with transaction() as session:
            row, made = postings.submit(session, user_id(), submitted)
        return row, 201 if made else 200, {"Location": f"/v1/postings/{row.id}"}


@blueprint.route("/<uuid:posting_id>")
class OnePosting(Resource):
    @blueprint.response(200, OnePostingSchema)
    @blueprint.problem(404)
    def get(self, posting_id: UUID) -> PostingAndItsLike:
        """A posting with what was read from it, its warning signs and its doubles"""
        with transaction() as session:
            row = postings.get(session, posting_id)
            return PostingAndItsLike(row, postings.same_as(session, row))
