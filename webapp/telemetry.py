"""Around every request: its id, one log line, metrics, and headers that keep browsers careful."""

from __future__ import annotations

import logging
import re
import time
from uuid import uuid4

from flask import Flask, Response, g, request

from copilot.observability import context, metrics

log = logging.getLogger(__name__)

REQUEST_ID = "X-Request-ID"
_REQUEST_ID_FORM = re.compile(r"[A-Za-z0-9._-]{1,64}")
_QUIET_ENDPOINTS = frozenset({"health.Liveness", "health.Readiness", "health.Metrics"})

_SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    # Answers are about a person, and documents are downloads.
    "Cache-Control": "no-store",
}


def register(app: Flask) -> None:
    """Must be registered before everything else: its id names even refused requests."""
    app.before_request(_begin)
    app.after_request(_finish)
    app.teardown_request(_forget)


def _begin() -> None:
    given = request.headers.get(REQUEST_ID, "")
    g.request_id = given if _REQUEST_ID_FORM.fullmatch(given) else uuid4().hex
    g.began = time.perf_counter()
    # Threads serve one request after the other: what is left from the last one goes.
    context.request_id.set(g.request_id)
    context.user_id.set(None)
    context.run_id.set(None)


def _finish(response: Response) -> Response:
    for name, value in _SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    if "request_id" not in g:
        return response
    response.headers[REQUEST_ID] = g.request_id
    seconds = time.perf_counter() - g.began
    route = request.url_rule.rule if request.url_rule else "unknown"
    method = request.method if request.method in _METHODS else "OTHER"
    metrics.http_requests.labels(method, route, str(response.status_code)).inc()
    metrics.http_request_duration.labels(method, route).observe(seconds)
    level = logging.DEBUG if request.endpoint in _QUIET_ENDPOINTS else logging.INFO
    # The route, not the path: ids are in the context, query strings may hold a person's words.
    log.log(
        level,
        "request_finished",
        extra={
            "method": method,
            "route": route,
            "status": response.status_code,
            "duration_ms": round(seconds * 1000, 1),
        },
    )
    return response


def _forget(_: BaseException | None) -> None:
    context.request_id.set(None)
    context.user_id.set(None)
    context.run_id.set(None)


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
