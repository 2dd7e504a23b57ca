"""Lists: keyset cursors, ``Link: rel="next"``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import request
from marshmallow import Schema, ValidationError, fields, validate

from copilot.database.repositories.pages import Page

MAX_LIMIT = 100


class CursorField(fields.Field[UUID]):
    """Opaque to clients: they take it from the ``next`` link."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> UUID:
        try:
            return UUID(hex=str(value))
        except ValueError:
            raise ValidationError("Take the cursor from the link to the next page.") from None


class PageQuery(Schema):
    limit = fields.Integer(load_default=20, validate=validate.Range(1, MAX_LIMIT))
    cursor = CursorField(load_default=None, metadata={"type": "string"})


def page_schema(name: str, item: type[Schema]) -> type[Schema]:
    """The schema of a page of ``item``."""
    return Schema.from_dict(
        {
            "items": fields.List(fields.Nested(item), required=True),
            "next": fields.String(
                required=True,
                allow_none=True,
                metadata={"description": "Address of the next page; null on the last."},
            ),
        },
        name=name,
    )


def paged(page: Page[Any], items: Sequence[Any] | None = None) -> tuple[Any, int, dict[str, str]]:
    """What a list resource returns. ``items`` stand for the page's own if given."""
    headers = {}
    following = None
    if page.after is not None:
        query = [(k, v) for k, v in request.args.items(multi=True) if k != "cursor"]
        following = f"{request.path}?{urlencode([*query, ('cursor', page.after.hex)])}"
        headers["Link"] = f'<{following}>; rel="next"'
    return {"items": page.items if items is None else items, "next": following}, 200, headers
