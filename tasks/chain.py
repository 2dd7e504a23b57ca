"""What the API calls after its commit: hand a run to the broker, or leave it to the dispatcher."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import cache
from uuid import UUID

from config.settings import settings
from copilot.errors import BrokerUnavailable
from tasks.publishing import ChainPublisher

log = logging.getLogger(__name__)


@cache
def _publisher() -> ChainPublisher:
    return ChainPublisher(
        settings().broker_url.get_secret_value(), settings().publish_timeout_ms / 1000
    )


def publish_run(
    run_id: UUID,
    user_id: UUID,
    steps: Sequence[tuple[str, str]],
    *,
    request_id: str | None,
    trace_parent: str | None = None,
) -> bool:
    """Send the chain of ``steps`` ((step, queue) in order). False if the broker did not take it in
    time: nothing is lost, the dispatcher sends it when the broker is back."""
    try:
        _publisher().publish(
            run_id, user_id, steps, request_id=request_id, trace_parent=trace_parent
        )
    except BrokerUnavailable as error:
        log.warning("publish_deferred", extra={"run_id": str(run_id), "reason": str(error)})
        return False
    return True
