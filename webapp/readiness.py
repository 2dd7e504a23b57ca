"""Whether this process can serve: PostgreSQL answers and has the schema that the code wants."""

from __future__ import annotations

import threading
import time
from functools import cache
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from copilot.database.migrate import applied_revision, wanted_revision
from copilot.database.session import Database
from copilot.errors import DatabaseUnavailable

_BROKER_TIMEOUT_S = 0.05
_BROKER_LAST_S = 1.0
_MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"


def schema_state(database: Database) -> tuple[str, str]:
    """(database, migration), each ``ok`` or what is the matter.

    A schema that is newer than this code is ``ahead`` and serves: during a deploy the old version
    goes on until the new one has taken over.
    """
    try:
        with database.transaction() as session:
            applied = applied_revision(session)
    except DatabaseUnavailable:
        return "unavailable", "unknown"
    if applied == wanted_revision():
        return "ok", "ok"
    return "ok", "behind" if applied is None or applied in _known_revisions() else "ahead"


@cache
def _known_revisions() -> frozenset[str]:
    from alembic.script import ScriptDirectory

    return frozenset(
        script.revision for script in ScriptDirectory(str(_MIGRATIONS)).walk_revisions()
    )


class BrokerProbe:
    """Asks the broker at most once a second and waits 50 ms at most. Accepting does not need it:
    its state is told, it decides nothing."""

    def __init__(self, url: str) -> None:
        self._client = redis.Redis.from_url(
            url,
            socket_timeout=_BROKER_TIMEOUT_S,
            socket_connect_timeout=_BROKER_TIMEOUT_S,
            retry=Retry(NoBackoff(), 0),
        )
        self._lock = threading.Lock()
        self._asked_at = -_BROKER_LAST_S
        self._state = "unknown"

    def state(self) -> str:
        with self._lock:
            if time.monotonic() - self._asked_at < _BROKER_LAST_S:
                return self._state
            try:
                self._client.ping()
                self._state = "ok"
            except (redis.RedisError, OSError):
                self._state = "unavailable"
            self._asked_at = time.monotonic()
            return self._state
