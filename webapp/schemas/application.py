from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from copilot.database.models.application import TRACKING
from copilot.database.models.run import RUN_STATES
from copilot.domain.letter import Tone
from copilot.domain.match import Match
from webapp.paging import PageQuery
from webapp.schemas.fields import ModelField
from webapp.schemas.posting import SubmitPostingSchema

# The renderer's own names; importing them would load the renderer with every start.
TEMPLATES = ("classic", "modern", "compact")
PAPERS = ("a4", "letter")


class OptionsSchema(Schema):
    """What the person asks of the documents."""

    tone = fields.String(validate=validate.OneOf([tone.value for tone in Tone]))
    letter_words = fields.Integer(validate=validate.Range(80, 600))
    resume_pages = fields.Integer(
        validate=validate.Range(1, 4),
        metadata={"description": "The most pages; left out: one or two, by career and content."},
    )
    template = fields.String(validate=validate.OneOf(TEMPLATES))
    paper = fields.String(validate=validate.OneOf(PAPERS))


class SubmitApplicationSchema(Schema):
    profile_id = fields.UUID(required=True)
    posting = fields.Nested(SubmitPostingSchema)
    posting_id = fields.UUID(metadata={"description": "Of a posting that was submitted before."})
    options = fields.Nested(OptionsSchema, load_default=dict)

    @validates_schema
    def _one_posting(self, data: dict[str, Any], **_: Any) -> None:
        if ("posting" in data) == ("posting_id" in data):
            raise ValidationError("Give either posting or posting_id.")


class ApplicationQuery(PageQuery):
    tracking = fields.String(load_default=None, validate=validate.OneOf(TRACKING))
    profile_id = fields.UUID(load_default=None)
    posting_id = fields.UUID(load_default=None)


class ChangeApplicationSchema(Schema):
    tracking = fields.String(validate=validate.OneOf(TRACKING))
    notes = fields.String(validate=validate.Length(max=20_000))


class PostingSummarySchema(Schema):
    id = fields.UUID(required=True)
    title = fields.String(required=True, allow_none=True)
    company = fields.String(required=True, allow_none=True)
    location = fields.String(required=True, allow_none=True)
    source_url = fields.String(required=True, allow_none=True)


class LastRunSchema(Schema):
    id = fields.UUID(required=True)
    status = fields.String(required=True, validate=validate.OneOf(RUN_STATES))


class ApplicationEntrySchema(Schema):
    id = fields.UUID(required=True)
    profile_id = fields.UUID(required=True)
    posting = fields.Nested(PostingSummarySchema, required=True)
    tracking = fields.String(required=True, validate=validate.OneOf(TRACKING))
    run = fields.Nested(LastRunSchema, required=True, allow_none=True)
    score = fields.Float(required=True, allow_none=True)
    created_at = fields.DateTime(required=True)
    updated_at = fields.DateTime(required=True)


class ApplicationSchema(ApplicationEntrySchema):
    notes = fields.String(required=True)
    options = fields.Nested(OptionsSchema, required=True)
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class SubmittedApplicationSchema(Schema):
    application_id = fields.UUID(required=True)
    posting_id = fields.UUID(required=True)
    run_id = fields.UUID(required=True)
    status = fields.String(required=True, validate=validate.OneOf(RUN_STATES))
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class MatchQuery(Schema):
    run_id = fields.UUID(load_default=None, metadata={"description": "The newest if left out."})


class MatchResultSchema(Schema):
    run_id = fields.UUID(required=True)
    match = ModelField(Match, attribute="content", required=True)
    created_at = fields.DateTime(required=True)
