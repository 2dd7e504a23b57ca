from __future__ import annotations

from marshmallow import Schema, fields, validate

from webapp.schemas.fields import Money


class UsageQuery(Schema):
    month = fields.String(
        load_default=None,
        validate=validate.Regexp(r"\A20\d\d-(0[1-9]|1[0-2])\Z", error="Write it as 2026-01."),
        metadata={"description": "The current one if left out."},
    )


class ModelUsageSchema(Schema):
    provider = fields.String(required=True)
    model = fields.String(required=True)
    calls = fields.Integer(required=True)
    input_tokens = fields.Integer(required=True)
    output_tokens = fields.Integer(required=True)
    cached_tokens = fields.Integer(required=True)
    cost_usd = Money(required=True)


class CapSchema(Schema):
    """A limit that calls to models stop at."""

    period = fields.String(required=True, validate=validate.OneOf(("day", "month")))
    cap_usd = Money(required=True)
    spent_usd = Money(required=True)
    reserved_usd = Money(required=True, metadata={"description": "For calls that are under way."})
    left_usd = Money(required=True)
    resets_at = fields.AwareDateTime(
        required=True, metadata={"description": "When its account is empty again."}
    )


class UsageSchema(Schema):
    month = fields.String(required=True)
    budget_usd = Money(required=True)
    spent_usd = Money(required=True)
    reserved_usd = Money(required=True, metadata={"description": "For calls that are under way."})
    left_usd = Money(required=True)
    caps = fields.List(
        fields.Nested(CapSchema),
        required=True,
        metadata={
            "description": "What holds now, today and this month; none for a month that is over. "
            "All users together have a limit as well, which is the operator's."
        },
    )
    models = fields.List(fields.Nested(ModelUsageSchema), required=True)
