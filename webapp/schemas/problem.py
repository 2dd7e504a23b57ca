from __future__ import annotations

from marshmallow import Schema, fields


class FaultSchema(Schema):
    path = fields.String(required=True, metadata={"description": "The field at fault."})
    reason = fields.String(required=True)


class ProblemSchema(Schema):
    """RFC 9457."""

    type = fields.String(required=True, metadata={"examples": ["urn:copilot:problem:not-found"]})
    code = fields.String(required=True, metadata={"description": "Stable, for programs."})
    title = fields.String(required=True)
    detail = fields.String(required=True, metadata={"description": "What happened, what to do."})
    status = fields.Integer(required=True)
    instance = fields.String(metadata={"description": "Names the request, for support."})
    errors = fields.List(fields.Nested(FaultSchema))
