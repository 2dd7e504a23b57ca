from __future__ import annotations

import base64
import binascii
import math
from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from copilot.database.models.application import TRACKING
from copilot.database.repositories.search import Place
from copilot.domain.match import Dimension
from copilot.domain.posting import RemotePolicy, Salary
from webapp.paging import MAX_LIMIT
from webapp.schemas.fields import ModelField, Text

MAX_DAYS = 3650
_LIST = {"description": "May be given several times; any of them counts."}


class PlaceField(fields.Field[Place]):
    """Opaque to clients: they take it from the ``next`` link."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Place:
        try:
            score, _, posting_id = (
                base64.urlsafe_b64decode(str(value)).decode("ascii").partition(" ")
            )
            place = Place(float(score), UUID(hex=posting_id))
        except (ValueError, binascii.Error):
            raise ValidationError("Take the cursor from the link to the next page.") from None
        if not math.isfinite(place.score):
            raise ValidationError("Take the cursor from the link to the next page.")
        return place


def cursor_of(place: Place) -> str:
    return base64.urlsafe_b64encode(f"{place.score!r} {place.posting_id.hex}".encode()).decode()


class SearchQuery(Schema):
    profile_id = fields.UUID(
        load_default=None, metadata={"description": "Which of the postings fit this profile."}
    )
    q = Text(
        500,
        load_default=None,
        metadata={
            "description": 'Words of the posting. "…" for words side by side, or, - to leave out.'
        },
    )
    company = Text(200, load_default=None, metadata={"description": "Part of the name."})
    location = Text(200, load_default=None, metadata={"description": "Part of the name."})
    remote_policy = fields.List(
        fields.Enum(RemotePolicy, by_value=True), load_default=list, metadata=_LIST
    )
    employment_type = fields.List(Text(40), load_default=list, metadata=_LIST)
    seniority = fields.List(Text(40), load_default=list, metadata=_LIST)
    salary_minimum = fields.Float(
        load_default=None,
        validate=validate.Range(0, 1e12),
        metadata={"description": "For a year. Needs salary_currency: amounts are not converted."},
    )
    salary_currency = fields.String(
        load_default=None, validate=validate.Regexp(r"\A[A-Z]{3}\Z", error="Write it as EUR.")
    )
    newer_than_days = fields.Integer(
        load_default=None,
        validate=validate.Range(1, MAX_DAYS),
        metadata={"description": "By the posting's date; without one, by when it was submitted."},
    )
    tracking = fields.List(
        fields.String(validate=validate.OneOf(TRACKING)), load_default=list, metadata=_LIST
    )
    limit = fields.Integer(load_default=20, validate=validate.Range(1, MAX_LIMIT))
    cursor = PlaceField(load_default=None, metadata={"type": "string"})

    @validates_schema
    def _asks_something(self, data: dict[str, Any], **_: Any) -> None:
        if data["profile_id"] is None and data["q"] is None:
            raise ValidationError("Give profile_id, q or both.")
        if data["salary_minimum"] is not None and data["salary_currency"] is None:
            raise ValidationError(
                "Name the currency: amounts are not converted.", "salary_currency"
            )


class ReasonSchema(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(["skills", "likeness", "words"]))
    text = fields.String(required=True, metadata={"description": "One sentence for a person."})
    dimension = fields.String(
        required=True, allow_none=True, validate=validate.OneOf([d.value for d in Dimension])
    )
    value = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "A cosine for kind likeness, a share for kind skills."},
    )
    skills = fields.List(fields.String(), required=True)


class FoundPostingSchema(Schema):
    id = fields.UUID(required=True)
    title = fields.String(required=True, allow_none=True)
    company = fields.String(required=True, allow_none=True)
    location = fields.String(required=True, allow_none=True)
    language = fields.String(required=True, allow_none=True)
    source_url = fields.String(required=True, allow_none=True)
    remote_policy = fields.String(required=True, allow_none=True)
    employment_types = fields.List(fields.String(), required=True)
    seniority = fields.String(required=True, allow_none=True)
    date_posted = fields.Date(required=True, allow_none=True)
    salary = ModelField(Salary, required=True, allow_none=True)
    created_at = fields.DateTime(required=True)
    score = fields.Float(
        required=True,
        metadata={
            "description": "0 to 100. It orders this list and is no match score: a match judges "
            "each requirement."
        },
    )
    reasons = fields.List(fields.Nested(ReasonSchema), required=True)


class BasisSchema(Schema):
    """What the order stands on."""

    vectors = fields.Boolean(required=True)
    encoder = fields.String(required=True, allow_none=True)
    profile_version = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Whose words and weights count."}
    )
    vectors_of_version = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Whose vectors count."}
    )
    note = fields.String(
        required=True, allow_none=True, metadata={"description": "What a person should know."}
    )


class SearchPageSchema(Schema):
    items = fields.List(fields.Nested(FoundPostingSchema), required=True)
    next = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Address of the next page; null on the last."},
    )
    basis = fields.Nested(BasisSchema, required=True)
