"""Every error leaves as a problem object (RFC 9457)."""

from __future__ import annotations

import logging
import math
import traceback
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Flask, Response, g, json
from flask_limiter import RateLimitExceeded
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from copilot.errors import (
    Conflict,
    ContentTooLarge,
    CopilotError,
    Forbidden,
    InvalidInput,
    LimitReached,
    NotFound,
    Transient,
    Unauthenticated,
    UnsupportedMedia,
)

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
DEFAULT_RETRY_AFTER_S = 5.0
# A path names fields that the sender chose: a name is enough, not a text.
_MAX_PATH = 120


class MalformedRequest(InvalidInput):
    """Not even the form is right; which field is at fault cannot be said."""

    code = "malformed-request"
    title = "The request cannot be read"


class InvalidFields(InvalidInput):
    code = "invalid-fields"
    title = "Some fields cannot be used"


STATUS_OF: Mapping[type[CopilotError], int] = {
    MalformedRequest: 400,
    UnsupportedMedia: 415,
    ContentTooLarge: 413,
    InvalidInput: 422,
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    LimitReached: 429,
    Transient: 503,
    CopilotError: 500,
}

_DETAILS = {
    404: "There is nothing at this address; see /docs.",
    405: "This address does not take that method; the Allow header names those it takes.",
    406: "None of the media types in Accept can be made here.",
    500: "The fault is on our side and was recorded. Try again; name the instance if it stays.",
}


def status_of(error: CopilotError) -> int:
    return next(STATUS_OF[kind] for kind in type(error).__mro__ if kind in STATUS_OF)


def problem_of(error: CopilotError) -> Response:
    status = status_of(error)
    members = {k: v for k, v in error.as_problem().items() if v is not None}
    if "fields" in members:  # a résumé's own faults, under the name that all faults have here
        members["errors"] = members.pop("fields")
    response = _response(status, members)
    retry_after = getattr(error, "retry_after", None)
    if status in (429, 503):
        response.headers["Retry-After"] = str(math.ceil(retry_after or DEFAULT_RETRY_AFTER_S))
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="copilot"'
    return response


def register(app: Flask) -> None:
    app.register_error_handler(CopilotError, problem_of)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _of_the_unexpected)


def _of_http(error: HTTPException) -> Response:
    if isinstance(error, RequestEntityTooLarge):
        return problem_of(ContentTooLarge("The request is too large for this address."))
    messages = (getattr(error, "data", None) or {}).get("messages")
    if messages:
        faults = list(_faults(messages))
        first = faults[0]
        return problem_of(InvalidFields(f"{first['path']}: {first['reason']}", errors=faults))
    if isinstance(error, RateLimitExceeded):
        return _response(
            429,
            _members(
                "rate-limited",
                "Too many requests",
                "Slow down; Retry-After says when to go on.",
            ),
        )
    status = error.code or 500
    if status < 400:  # a redirect to the address with its right slash
        response = error.get_response()
        assert isinstance(response, Response)
        return response
    detail = _DETAILS.get(status) or error.description or error.name
    response = _response(status, _members(error.name.lower().replace(" ", "-"), error.name, detail))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _of_the_unexpected(error: Exception) -> Response:
    # Without its text: that of a driver or parser may quote what a person sent.
    log.error(
        "request_failed",
        extra={
            "error": type(error).__qualname__,
            "where": "".join(traceback.format_tb(error.__traceback__)),
        },
    )
    return _response(500, _members("internal-error", CopilotError.title, _DETAILS[500]))


def _members(code: str, title: str, detail: str) -> dict[str, Any]:
    return {"type": f"urn:copilot:problem:{code}", "code": code, "title": title, "detail": detail}


def _response(status: int, members: Mapping[str, Any]) -> Response:
    request_id = g.get("request_id")
    body = {**members, "status": status}
    if request_id:
        body["instance"] = f"urn:copilot:request:{request_id}"
    return Response(json.dumps(body), status, mimetype=MEDIA_TYPE)


def _faults(messages: Any) -> Iterator[dict[str, str]]:
    """Field path and reason; the first level of ``messages`` names the part of the request."""
    for part in messages.values():
        yield from _flatten(part, "")


def _flatten(node: Any, path: str) -> Iterator[dict[str, str]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            own = "" if key == "_schema" else f".{key}" if path else str(key)
            yield from _flatten(value, path + own)
    elif isinstance(node, list):
        for reason in node:
            if isinstance(reason, str):
                yield {"path": path[:_MAX_PATH] or "body", "reason": reason}
            else:
                yield from _flatten(reason, path)
    else:
        yield {"path": path[:_MAX_PATH] or "body", "reason": str(node)}
