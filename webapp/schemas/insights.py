from __future__ import annotations

from marshmallow import Schema, fields, validate

from webapp.paging import MAX_LIMIT
from webapp.schemas.fields import Text


class SkillGapQuery(Schema):
    profile_id = fields.UUID(required=True)
    limit = fields.Integer(load_default=20, validate=validate.Range(1, MAX_LIMIT))


class SkillGapSchema(Schema):
    skill = fields.String(required=True)
    postings = fields.Integer(
        required=True, metadata={"description": "Postings that ask for it and do not find it."}
    )
    must_have = fields.Integer(
        required=True, metadata={"description": "Of these, those that must have it."}
    )
    first_asked = fields.Date(required=True)
    last_asked = fields.Date(required=True)
    opens = fields.Integer(
        required=True,
        metadata={"description": "Postings whose must-haves would all be met with this alone."},
    )
    opened_postings = fields.List(fields.UUID(), required=True)


class SkillGapsSchema(Schema):
    postings = fields.Integer(required=True, metadata={"description": "Postings that were read."})
    without_requirements = fields.Integer(required=True)
    matched = fields.Integer(
        required=True,
        metadata={
            "description": "Postings with a match of this profile. The others are compared by the "
            "names of skills alone and never counted as opened."
        },
    )
    open_now = fields.Integer(
        required=True, metadata={"description": "Matched postings whose must-haves are all met."}
    )
    gaps = fields.List(fields.Nested(SkillGapSchema), required=True)
    next_skills = fields.List(
        fields.Nested(SkillGapSchema),
        required=True,
        metadata={"description": "The gaps that open most postings, whatever their rank above."},
    )
    note = fields.String(
        required=True, allow_none=True, metadata={"description": "What a person should know."}
    )


class SalaryQuery(Schema):
    title = Text(200, load_default=None, metadata={"description": "Part of the title."})
    place = Text(200, load_default=None, metadata={"description": "Part of the place."})
    limit = fields.Integer(load_default=50, validate=validate.Range(1, MAX_LIMIT))


class SalaryRangeSchema(Schema):
    title = fields.String(required=True)
    place = fields.String(required=True, allow_none=True)
    currency = fields.String(required=True, metadata={"description": "ISO 4217."})
    period = fields.String(required=True)
    postings = fields.Integer(required=True)
    posting_ids = fields.List(fields.UUID(), required=True)
    lowest = fields.Float(required=True)
    median = fields.Float(
        required=True, metadata={"description": "Of the middle of each posting's range."}
    )
    highest = fields.Float(required=True)
    oldest = fields.Date(required=True)
    newest = fields.Date(required=True)


class SalariesSchema(Schema):
    postings = fields.Integer(required=True, metadata={"description": "Postings asked about."})
    without_salary = fields.Integer(required=True)
    without_unit = fields.Integer(
        required=True,
        metadata={"description": "They state an amount without currency or period; left out."},
    )
    ranges = fields.List(
        fields.Nested(SalaryRangeSchema),
        required=True,
        metadata={"description": "One for each title, place, currency and period; none is mixed."},
    )
    note = fields.String(
        required=True, allow_none=True, metadata={"description": "What a person should know."}
    )
