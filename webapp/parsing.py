"""Reads requests strictly: what the database or a later reader could not hold is refused here."""

from __future__ import annotations

import json
import math
from typing import Any

import marshmallow
from flask import Request, request
from webargs import core
from webargs.flaskparser import FlaskParser

from copilot.errors import UnsupportedMedia
from webapp.problems import MalformedRequest

MAX_DEPTH = 50
MAX_KEY_LENGTH = 200


class StrictParser(FlaskParser):
    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {  # noqa: RUF012
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": marshmallow.RAISE,
    }

    def load_json(self, req: Request, schema: Any) -> Any:
        return json_body(req, required=bool(any(f.required for f in schema.fields.values())))

    def load_querystring(self, req: Request, schema: Any) -> Any:
        for values in req.args.listvalues():
            for value in values:
                _check_text(value)
        return super().load_querystring(req, schema)


def json_body(req: Request | None = None, *, required: bool = True) -> Any:
    """The decoded body. Raises UnsupportedMedia or MalformedRequest; a missing body that need not
    be there is an empty object."""
    req = req or request
    content = req.get_data(cache=True)
    if not content and not required:
        return {}
    if not core.is_json(req.mimetype):
        raise UnsupportedMedia(
            "Send JSON with Content-Type: application/json.", accepted=["application/json"]
        )
    try:
        body = json.loads(content, parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        raise MalformedRequest("The body is not UTF-8.") from None
    except RecursionError:
        raise MalformedRequest("The JSON is nested too deeply.") from None
    except ValueError as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise MalformedRequest(f"The body is not JSON{where}.") from None
    _check(body, 0)
    if not isinstance(body, dict):
        raise MalformedRequest("The body must be a JSON object.")
    return body


def _refuse_constant(name: str) -> None:
    raise MalformedRequest(f"{name} is not JSON.")


def _check(node: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise MalformedRequest("The JSON is nested too deeply.")
    if isinstance(node, str):
        _check_text(node)
    elif isinstance(node, float):
        if not math.isfinite(node):
            raise MalformedRequest("A number is too large.")
    elif isinstance(node, int):
        if abs(node) > 2**53:
            raise MalformedRequest("A number is too large.")
    elif isinstance(node, dict):
        for key, value in node.items():
            if len(key) > MAX_KEY_LENGTH:
                raise MalformedRequest("A field name is too long.")
            _check_text(key)
            _check(value, depth + 1)
    elif isinstance(node, list):
        for value in node:
            _check(value, depth + 1)


def _check_text(text: str) -> None:
    # PostgreSQL holds neither, and no text that a person sees does.
    if "\x00" in text:
        raise MalformedRequest("A text holds the character U+0000.")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise MalformedRequest("A text holds half of a surrogate pair.") from None
