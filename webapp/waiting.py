"""Long polls: rows are looked at, no connection is held between looks."""

from __future__ import annotations

import re
import threading
import time
from uuid import UUID

from flask import current_app, request

from copilot.database.repositories import runs
from copilot.pipeline.states import RunStatus
from webapp.answers import entity_tag
from webapp.run_views import encoded
from webapp.services import services

LONGEST_S = 20
_LOOK_EVERY_S = 0.25
_WAIT = re.compile(r"(?:^|[,;\s])wait=(\d{1,6})(?:$|[,;\s])")

WAITERS = "copilot-waiters"


def waiters(threads: int) -> threading.BoundedSemaphore:
    """At most half of a process's threads wait, so that others always get through."""
    return threading.BoundedSemaphore(max(1, threads // 2))


def wanted_seconds() -> int:
    """From ``Prefer: wait=N`` (RFC 7240); 0 if the client does not want to wait."""
    found = _WAIT.search(request.headers.get("Prefer", ""))
    return min(int(found[1]), LONGEST_S) if found else 0


def wait_for_change(user_id: UUID, run_id: UUID, seconds: int) -> bool:
    """Return as soon as the run differs from what the client names in If-None-Match, is over, or
    ``seconds`` have passed. Without If-None-Match: as soon as it is over.

    False if too many wait already: the client gets its answer at once. Raises NotFound.
    """
    places: threading.BoundedSemaphore = current_app.extensions[WAITERS]
    if not places.acquire(blocking=False):
        return False
    try:
        known = request.if_none_match
        until = time.monotonic() + seconds
        while True:
            with services().database.transaction(user_id, durable=False) as session:
                view = runs.view(session, run_id)
            if known and not known.contains(entity_tag(encoded(view))):
                return True
            if RunStatus(view.run.status).over:
                return True
            left = until - time.monotonic()
            if left <= 0:
                return True
            time.sleep(min(_LOOK_EVERY_S, left))
    finally:
        places.release()
