"""After the commit: chains go to Valkey when it is there; accepting does without it."""

from __future__ import annotations

import json
import socket
import time
from typing import TYPE_CHECKING, Any

import pytest
import redis

from tests.integration.api.conftest import Person, finish, new_person, running, settings_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

    from devstack.database import Database as Addresses


@pytest.fixture
def frozen_url() -> Iterator[str]:
    """A server that takes connections and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"


def test_a_released_run_is_published_with_ids_alone(person: Person, redis_url: str) -> None:
    profile = person.profile()
    answer = person.submit(profile, headers={"X-Request-ID": "carried-on"})
    client = redis.Redis.from_url(redis_url)
    waiting = client.lrange("parse", 0, -1)
    client.close()
    messages = [json.loads(raw) for raw in waiting]
    own = [m for m in messages if answer.json["run_id"] in json.dumps(m["headers"])]
    assert len(own) == 1
    assert own[0]["headers"]["task"] == "tasks.parse_posting"
    assert own[0]["headers"]["request_id"] == "carried-on"
    arguments = json.loads(_decoded(own[0]))[1]
    assert arguments == {"run_id": answer.json["run_id"], "user_id": str(person.user_id)}
    whole = json.dumps(own[0]) + _decoded(own[0])
    for secret in (person.email, "Nystr", "Granskog"):
        assert secret not in whole


def _decoded(message: dict[str, Any]) -> str:
    import base64

    return base64.b64decode(message["body"]).decode()


def test_a_retried_run_publishes_what_is_left(
    person: Person, redis_url: str, admin: psycopg.Connection[Any]
) -> None:
    submitted = person.application()
    finish(admin, submitted["run_id"], "failed")
    run_id = person.post(f"/v1/runs/{submitted['run_id']}/retry").json["run_id"]
    client = redis.Redis.from_url(redis_url)
    waiting = [raw for raw in client.lrange("generate", 0, -1) if run_id.encode() in raw]
    client.close()
    assert len(waiting) == 1
    assert json.loads(waiting[0])["headers"]["task"] == "tasks.write_cover_letter"


def test_beyond_the_window_runs_wait_for_the_dispatcher(
    module_database: Addresses, redis_url: str, admin: psycopg.Connection[Any]
) -> None:
    with running(settings_for(module_database, redis_url, window_per_user=2)) as app:
        person = new_person(app.test_client())
        profile = person.profile()
        runs = [person.submit(profile).json["run_id"] for _ in range(4)]
    released = admin.execute(
        "select count(*) from runs where user_id = %s and released_at is not null",
        [admin.execute("select user_id from runs where id = %s", [runs[0]]).fetchone()[0]],
    ).fetchone()
    assert released == (2,)
    client = redis.Redis.from_url(redis_url)
    queued = b"".join(client.lrange("parse", 0, -1))
    client.close()
    assert [run.encode() in queued for run in runs] == [True, True, False, False]


@pytest.mark.parametrize("broker", ["dead", "frozen"])
def test_without_valkey_submissions_are_accepted_and_few_wait_for_it(
    module_database: Addresses,
    frozen_url: str,
    broker: str,
    admin: psycopg.Connection[Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    url = frozen_url if broker == "frozen" else "redis://127.0.0.1:1/0"
    settings = settings_for(module_database, url, publish_timeout_ms=50)
    with running(settings) as app:
        person = new_person(app.test_client())
        profile = person.profile()
        began = time.monotonic()
        for _ in range(40):
            answer = person.submit(profile)
            assert answer.status_code == 202, answer.text
            assert person.get(answer.headers["Location"]).json["status"] == "queued"
        took = time.monotonic() - began
        ready = app.test_client().get("/health/ready")
        assert ready.status_code == 200
        assert (ready.json["status"], ready.json["broker"]) == ("degraded", "unavailable")
    # Three waited for Valkey in vain; then one in two seconds tries whether it is back.
    deferred = [r.reason for r in caplog.records if r.message == "publish_deferred"]  # type: ignore[attr-defined]
    tried = [reason for reason in deferred if "a moment ago" not in reason]
    assert len(deferred) > 0
    assert 1 <= len(tried) <= 4 + took / 2
    # What was not sent is found by the dispatcher: it is due.
    due = admin.execute(
        "select count(*) from steps s join runs r on r.id = s.run_id where r.user_id = "
        "(select user_id from profiles where id = %s) and s.next_attempt_at is not null",
        [profile],
    )
    assert due.fetchone()[0] > 0
