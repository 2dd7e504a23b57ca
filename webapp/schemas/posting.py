from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from copilot.database.models import PostingRow
from copilot.domain.posting import Posting, PostingAnalysis, Signal
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


class SamePostingSchema(Schema):
    """The same posting as it was submitted from elsewhere or at another time."""

    id = fields.UUID(required=True)
    source_url = fields.String(required=True, allow_none=True)
    date_posted = fields.String(
        attribute="parsed.date_posted",
        dump_default=None,
        required=True,
        allow_none=True,
        metadata={"format": "date", "description": "As the posting states it."},
    )
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


@dataclass(frozen=True, slots=True)
class PostingAndItsLike:
    row: PostingRow
    same_as: Sequence[PostingRow]


class OnePostingSchema(SubmittedPostingSchema):
    signals = fields.List(
        ModelField(Signal),
        attribute="parsed.signals",
        dump_default=[],
        required=True,
        metadata={
            "description": "Hints that it may be stale or a fraud, each with its reason; no "
            "verdicts. Empty until an application for it has run."
        },
    )
    same_as = fields.List(
        fields.Nested(SamePostingSchema),
        required=True,
        metadata={"description": "The same posting from other sites or put up at other times."},
    )

    def get_attribute(self, obj: PostingAndItsLike, attr: str, default: Any) -> Any:
        return super().get_attribute(obj if attr == "same_as" else obj.row, attr, default)
