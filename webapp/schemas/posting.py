from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from copilot.domain.posting import Posting, PostingAnalysis
from webapp.schemas.fields import ModelField, Text


def public_address(value: str) -> None:
    """The form only: whether it may be fetched is decided when it is."""
    try:
        parts = urlsplit(value)
        well_formed = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        well_formed = False
    if not well_formed or any(char.isspace() for char in value):
        raise ValidationError("Give a full address that begins with http:// or https://.")


class StatedSchema(Schema):
    """What the person selected in the page; it wins over what is read."""

    title = Text(300)
    company = Text(300)
    location = Text(300)
    description = Text(100_000)


class SubmitPostingSchema(Schema):
    """A page as the browser holds it (``html``), its text (``text``), or only its address."""

    url = fields.String(
        validate=[validate.Length(1, 2000), public_address],
        metadata={"description": "Where it stands. Alone: the server fetches the page."},
    )
    html = fields.String()
    text = fields.String()
    stated = fields.Nested(StatedSchema)

    @validates_schema
    def _one_content(self, data: dict[str, Any], **_: Any) -> None:
        if "html" in data and "text" in data:
            raise ValidationError("Give html or text, not both.")
        if not data.keys() & {"html", "text", "url"}:
            raise ValidationError("Give html, text or url.")


class PostingEntrySchema(Schema):
    id = fields.UUID(required=True)
    title = fields.String(required=True, allow_none=True)
    company = fields.String(required=True, allow_none=True)
    location = fields.String(required=True, allow_none=True)
    language = fields.String(required=True, allow_none=True)
    source_url = fields.String(required=True, allow_none=True)
    canonical_id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "The same posting, submitted from elsewhere before."},
    )
    parsed_at = fields.DateTime(required=True, allow_none=True)
    created_at = fields.DateTime(required=True)


class SubmittedPostingSchema(PostingEntrySchema):
    stated = fields.Nested(StatedSchema, required=True)
    posting = ModelField(
        Posting,
        attribute="parsed",
        required=True,
        allow_none=True,
        metadata={"description": "What was read; null until an application for it has run."},
    )
    analysis = ModelField(PostingAnalysis, required=True, allow_none=True)
