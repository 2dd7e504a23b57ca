"""Error reports to Sentry, when a DSN is set; never with personal data."""

from __future__ import annotations

from typing import Any

import sentry_sdk


def configure_error_reports(dsn: str | None, *, environment: str, process: str) -> bool:
    """Answers whether reports are sent. Request bodies and local variables stay here: they hold
    people's documents."""
    if dsn is None:
        return False
    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        before_send=_without_people,
        # Sentry would otherwise import every library it knows of, the model providers among them.
        auto_enabling_integrations=False,
    )
    sentry_sdk.set_tag("process", process)
    return True


def _without_people(event: Any, hint: Any) -> Any:
    event.pop("user", None)
    request = event.get("request")
    if request:
        for part in ("cookies", "data", "headers", "query_string", "env"):
            request.pop(part, None)
    return event
