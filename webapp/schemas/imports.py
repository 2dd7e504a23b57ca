from __future__ import annotations

from marshmallow import Schema, fields, validate

from copilot.database.models.run import RUN_STATES
from copilot.domain.profile import Goals, Weights
from copilot.domain.resume import Resume
from webapp.schemas.fields import ModelField, Text


class UploadSchema(Schema):
    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class ImportEntrySchema(Schema):
    id = fields.UUID(required=True)
    media_type = fields.String(required=True)
    confirmed_at = fields.DateTime(required=True, allow_none=True)
    profile_version_id = fields.UUID(required=True, allow_none=True)
    created_at = fields.DateTime(required=True)


class ImportSchema(ImportEntrySchema):
    run_id = fields.UUID(required=True)
    status = fields.String(required=True, validate=validate.OneOf(RUN_STATES))
    error = fields.Dict(
        required=True, allow_none=True, metadata={"description": "A problem object."}
    )
    reading = fields.Dict(
        required=True,
        allow_none=True,
        metadata={
            "description": "What was read: a JSON Resume (`resume`), where each field stands "
            "(`spans` into `text`), how sure the reader is (`confidence`), what found no place "
            "(`unplaced`) and what to check (`warnings`)."
        },
    )
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class ConfirmImportSchema(Schema):
    resume = ModelField(
        Resume, load_default=None, metadata={"description": "As corrected; as read if left out."}
    )
    profile_id = fields.UUID(
        load_default=None, metadata={"description": "Make a version of this profile."}
    )
    name = Text(200, load_default=None, metadata={"description": "Of a new profile."})
    goals = ModelField(Goals, load_default=None)
    weights = ModelField(Weights, load_default=None)
