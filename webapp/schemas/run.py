from __future__ import annotations

from marshmallow import Schema, fields, validate

from copilot.database.models.run import RUN_STATES, STEP_STATES
from copilot.pipeline.states import APPLICATION_STEPS
from webapp.schemas.application import OptionsSchema
from webapp.schemas.fields import Money
from webapp.schemas.problem import ProblemSchema


class StoredProblemSchema(ProblemSchema):
    """Of something that failed in the background: it has no HTTP status."""

    class Meta:
        exclude = ("status", "instance", "errors")


class StepSchema(Schema):
    name = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STEP_STATES))
    attempts = fields.Integer(required=True)
    started_at = fields.DateTime(required=True, allow_none=True)
    finished_at = fields.DateTime(required=True, allow_none=True)
    next_attempt_at = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "When it is due."}
    )
    reused_from = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The run that did it already."}
    )
    error = fields.Dict(
        required=True,
        allow_none=True,
        metadata={"description": "Why it failed, or what the last attempt met."},
    )


class RunSchema(Schema):
    id = fields.UUID(required=True)
    application_id = fields.UUID(required=True, allow_none=True)
    import_id = fields.UUID(required=True, allow_none=True)
    status = fields.String(required=True, validate=validate.OneOf(RUN_STATES))
    percent = fields.Integer(required=True, validate=validate.Range(0, 100))
    steps = fields.List(fields.Nested(StepSchema), required=True)
    cost_usd = Money(required=True)
    error = fields.Dict(
        required=True, allow_none=True, metadata={"description": "A problem object."}
    )
    resumed_from = fields.UUID(required=True, allow_none=True)
    created_at = fields.DateTime(required=True)
    started_at = fields.DateTime(required=True, allow_none=True)
    finished_at = fields.DateTime(required=True, allow_none=True)
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class RunEntrySchema(Schema):
    id = fields.UUID(required=True)
    status = fields.String(required=True, validate=validate.OneOf(RUN_STATES))
    resumed_from = fields.UUID(required=True, allow_none=True)
    created_at = fields.DateTime(required=True)
    finished_at = fields.DateTime(required=True, allow_none=True)


class RunAgainSchema(Schema):
    from_step = fields.String(
        required=True,
        validate=validate.OneOf([planned.name.value for planned in APPLICATION_STEPS]),
        metadata={"description": "This step and all after it are done anew, and may cost again."},
    )
    profile_version = fields.Integer(
        load_default=None,
        validate=validate.Range(min=1),
        metadata={
            "description": "A version number of the profile; that of the last run if left out."
        },
    )
    options = fields.Nested(
        OptionsSchema,
        load_default=None,
        metadata={"description": "Those of the application if left out; kept for later runs."},
    )
