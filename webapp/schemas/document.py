from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from copilot.domain.changes import Comparison
from copilot.domain.claims import GateReport
from copilot.domain.letter import CoverLetter
from copilot.domain.resume import Resume
from webapp.schemas.application import PAPERS, TEMPLATES
from webapp.schemas.fields import ModelField


class DocumentEntrySchema(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["resume", "cover_letter"]))
    version = fields.Integer(required=True)
    author = fields.String(required=True, validate=validate.OneOf(["engine", "user"]))
    run_id = fields.UUID(required=True, allow_none=True)
    engine = fields.String(required=True, allow_none=True)
    prompt_version = fields.String(required=True, allow_none=True)
    language = fields.String(required=True)
    verdict = fields.String(
        required=True,
        validate=validate.OneOf(["grounded", "ungrounded"]),
        metadata={"description": "Of the truth gate; never holds back what the user wrote."},
    )
    created_at = fields.DateTime(required=True)
    links = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class DocumentListSchema(Schema):
    items = fields.List(fields.Nested(DocumentEntrySchema), required=True)


class StatementSchema(Schema):
    path = fields.String(required=True)
    words = fields.String(required=True)
    note = fields.String(required=True)


class DocumentSchema(DocumentEntrySchema):
    content = fields.Dict(
        required=True, metadata={"description": "A JSON Resume document or a cover letter."}
    )
    edits = fields.List(
        fields.Dict(),
        required=True,
        metadata={"description": "What was changed against the profile, with reason and evidence."},
    )
    report = ModelField(GateReport, required=True)
    provenance = fields.Dict(required=True)
    stated_by_you = fields.List(
        fields.Nested(StatementSchema),
        required=True,
        metadata={"description": "What the user wrote and the profile does not say (yet)."},
    )


class DocumentQuery(Schema):
    version = fields.Integer(load_default=None, validate=validate.Range(min=1))
    template = fields.String(load_default=None, validate=validate.OneOf(TEMPLATES))
    paper = fields.String(load_default=None, validate=validate.OneOf(PAPERS))


class ComparisonQuery(Schema):
    version = fields.Integer(load_default=None, validate=validate.Range(min=1))


class DocumentComparisonSchema(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(["resume", "cover_letter"]))
    version = fields.Integer(required=True)
    author = fields.String(required=True, validate=validate.OneOf(["engine", "user"]))
    language = fields.String(required=True)
    profile_version = fields.Integer(
        required=True, metadata={"description": "The version of the profile it is compared with."}
    )
    counts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "How many changes of each kind there are."},
    )
    comparison = ModelField(
        Comparison,
        required=True,
        metadata={"description": "The changes with reason and evidence, in the document's order."},
    )


class EditDocumentSchema(Schema):
    """The whole document as it shall be: ``resume`` or ``cover_letter``, after its kind."""

    resume = ModelField(Resume)
    cover_letter = ModelField(CoverLetter)

    @validates_schema
    def _one_document(self, data: dict[str, Any], **_: Any) -> None:
        if len(data) != 1:
            raise ValidationError("Give either resume or cover_letter.")
