from __future__ import annotations

from marshmallow import Schema, fields, validate

from copilot.domain.profile import Goals, Weights
from copilot.domain.resume import Resume
from webapp.schemas.fields import ModelField, Text


class NewProfileSchema(Schema):
    name = Text(200, required=True, metadata={"description": "For the person, to tell them apart."})
    resume = ModelField(Resume, required=True)
    goals = ModelField(Goals, load_default=Goals)
    weights = ModelField(Weights, load_default=Weights)


class ReplaceProfileSchema(NewProfileSchema):
    name = Text(200, load_default=None)


class ChangeProfileSchema(Schema):
    name = Text(200, load_default=None)
    resume = ModelField(Resume, load_default=None)
    goals = ModelField(Goals, load_default=None)
    weights = ModelField(Weights, load_default=None)


class VersionSchema(Schema):
    id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    source = fields.String(required=True, validate=validate.OneOf(["api", "import", "edit"]))
    resume = ModelField(Resume, required=True)
    goals = ModelField(Goals, required=True)
    weights = ModelField(Weights, required=True)
    created_at = fields.DateTime(required=True)


class ProfileSchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    created_at = fields.DateTime(required=True)
    version = fields.Nested(VersionSchema, required=True, metadata={"description": "The newest."})


class VersionEntrySchema(VersionSchema):
    class Meta:
        exclude = ("resume", "goals", "weights")


class ProfileEntrySchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    created_at = fields.DateTime(required=True)
    version = fields.Nested(VersionEntrySchema, required=True)
