"""Rate limits: counted in Valkey, and in the process while Valkey does not answer.

Nothing is waited for longer than 50 ms: a Valkey that fails once is left alone for a growing
pause, up to half a minute, before it is asked again.
"""

from __future__ import annotations

import math
import time
from typing import Any

from flask import Flask, Response, g, request
from flask_limiter import Limiter
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.settings import Settings

TIMEOUT_S = 0.05
_UNTIL = "RateLimit-Until"
# Where a password or an invitation could be guessed.
_GUESSABLE = frozenset(
    {("users.Users", "POST"), ("sessions.Sessions", "POST"), ("users.Me", "PATCH")}
)
_FREE = ("health.", "docs.", "static")


def register(app: Flask, settings: Settings) -> Limiter:
    app.config.update(
        RATELIMIT_HEADER_LIMIT="RateLimit-Limit",
        RATELIMIT_HEADER_REMAINING="RateLimit-Remaining",
        RATELIMIT_HEADER_RESET="RateLimit-Reset",
        # The library would add Retry-After to every answer; only a refusal has one.
        RATELIMIT_HEADER_RETRY_AFTER=_UNTIL,
    )
    app.after_request(_tidy_headers)
    # Typed narrower than what redis-py takes and the limiter hands on.
    options: dict[str, Any] = {
        "socket_timeout": TIMEOUT_S,
        "socket_connect_timeout": TIMEOUT_S,
        "retry": Retry(NoBackoff(), 0),
        "health_check_interval": 0,
    }
    limiter = Limiter(
        _caller,
        app=app,
        application_limits=[settings.rate_limit],
        default_limits=[settings.rate_limit_sign_in],
        default_limits_exempt_when=lambda: not _guessable(),
        storage_uri=settings.cache_url(),
        storage_options=options,
        strategy="fixed-window",
        key_prefix="copilot",
        headers_enabled=True,
        in_memory_fallback_enabled=True,
        swallow_errors=True,
    )

    @limiter.request_filter
    def _free() -> bool:
        return request.method == "OPTIONS" or (request.endpoint or "").startswith(_FREE)

    return limiter


def _tidy_headers(response: Response) -> Response:
    """Registered before the limiter, so it runs after it: seconds from now, not a point in time."""
    until = response.headers.pop(_UNTIL, None)
    reset = response.headers.get("RateLimit-Reset")
    if reset is not None:
        seconds = max(1, math.ceil(float(reset) - time.time()))
        response.headers["RateLimit-Reset"] = str(seconds)
        if response.status_code == 429 and until is not None:
            response.headers.setdefault("Retry-After", str(seconds))
    return response


def _guessable() -> bool:
    return (request.endpoint, request.method) in _GUESSABLE


def _caller() -> str:
    """A user, wherever they are; for everybody else, the address."""
    if _guessable() or g.get("principal") is None:
        return f"address:{request.remote_addr}"
    return f"user:{g.principal.user_id}"
