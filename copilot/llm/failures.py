"""What the client libraries raise, in the product's own terms.

OpenAI's and Anthropic's libraries come from one generator and name their errors alike. No text of
theirs goes on: it may quote the request, and with it a person's résumé.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import ModuleType
from typing import Any

from copilot.errors import CopilotError, Misconfigured, ProviderUnavailable

_TRY_AGAIN = frozenset({408, 409, 425, 429})
_CODE = re.compile(r"[a-z][a-z0-9_]{2,60}")
# What ends before a whole request has left: the provider cannot have worked on it.
_NOT_SENT = frozenset(
    {"ConnectError", "ConnectTimeout", "PoolTimeout", "WriteError", "WriteTimeout", "ProxyError"}
)
_EMPTY_ACCOUNT = frozenset({"insufficient_quota", "billing_hard_limit_reached"})


def translated(error: Exception, sdk: ModuleType, provider: str) -> CopilotError:
    """What to raise instead of ``error``."""
    if isinstance(error, sdk.APIStatusError):
        return _of_status(error, provider)
    if isinstance(error, sdk.APITimeoutError):
        return ProviderUnavailable(
            f"{provider} did not answer in time.", maybe_charged=_was_sent(error)
        )
    if isinstance(error, sdk.APIConnectionError):
        return ProviderUnavailable(
            f"The connection to {provider} failed.", maybe_charged=_was_sent(error)
        )
    return ProviderUnavailable(
        f"{provider} answered with something that its protocol does not know. "
        f"Check {provider.upper()}_BASE_URL.",
        maybe_charged=True,
    )


def _of_status(error: Any, provider: str) -> CopilotError:
    status: int = error.status_code
    code = _code(error)
    if code in _EMPTY_ACCOUNT:
        return ProviderUnavailable(
            f"The account at {provider} has no credit left ({code}). Top it up there.",
            retry_after=_retry_after(error.response.headers),
        )
    if status in _TRY_AGAIN or status >= 500:
        said = "has too many requests" if status == 429 else "cannot answer now"
        return ProviderUnavailable(
            f"{provider} {said} (HTTP {status}).",
            retry_after=_retry_after(error.response.headers),
            status=status,
        )
    reasons = {
        401: f"{provider} does not accept the key. Check {provider.upper()}_API_KEY.",
        403: f"The key for {provider} does not allow this model.",
        404: f"{provider} does not know the model, or the address is wrong. "
        f"Check the engine setting and {provider.upper()}_BASE_URL.",
    }
    reason = reasons.get(
        status,
        f"{provider} refused the request. Check that the model takes JSON Schema as the form of "
        "its answer, and that the résumé and the posting fit into it.",
    )
    return Misconfigured(f"{reason} (HTTP {status}{f', {code}' if code else ''})")


def _code(error: Any) -> str | None:
    """The provider's own word for the error; never its message."""
    body = error.body if isinstance(error.body, dict) else {}
    inner = body.get("error") if isinstance(body.get("error"), dict) else body
    for name in ("code", "type"):
        value = inner.get(name) if isinstance(inner, dict) else None
        if isinstance(value, str) and _CODE.fullmatch(value):
            return value
    return None


def _retry_after(headers: Any) -> float | None:
    """Seconds, from a number of them, of milliseconds, or a date."""
    for name, scale in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        stated = headers.get(name)
        if not stated:
            continue
        try:
            return max(0.0, float(stated) / scale)
        except ValueError:
            pass
        try:
            when = parsedate_to_datetime(stated)
        except ValueError:
            continue
        return max(0.0, (when - datetime.now(UTC)).total_seconds())
    return None


def _was_sent(error: BaseException) -> bool:
    """Whether the provider may have got the request: unless the transport says otherwise."""
    cause: BaseException | None = error
    while cause is not None:
        if type(cause).__name__ in _NOT_SENT:
            return False
        cause = cause.__cause__ or cause.__context__
    return True
