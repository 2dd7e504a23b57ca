"""Polling: what a run tells, and how little it costs to ask."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from tests.integration.api.conftest import Person, finish, problem_of
from webapp.services import EXTENSION
from webapp.waiting import WAITERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg
    from flask import Flask


def test_a_run_that_has_not_changed_is_not_sent_again(
    person: Person, admin: psycopg.Connection[Any]
) -> None:
    path = f"/v1/runs/{person.application()['run_id']}"
    first = person.get(path)
    tag = first.headers["ETag"]
    assert tag.startswith('"')
    assert first.json["percent"] == 0
    again = person.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert "Retry-After" in again.headers
    finish(admin, first.json["id"])
    changed = person.get(path, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag
    assert (changed.json["status"], changed.json["percent"]) == ("succeeded", 100)
    assert "Retry-After" not in changed.headers


def test_a_long_poll_returns_when_the_run_changes(
    person: Person, admin: psycopg.Connection[Any]
) -> None:
    run_id = person.application()["run_id"]
    tag = person.get(f"/v1/runs/{run_id}").headers["ETag"]
    threading.Timer(0.6, finish, [admin, run_id]).start()
    began = time.monotonic()
    answer = person.get(f"/v1/runs/{run_id}", headers={"If-None-Match": tag, "Prefer": "wait=20"})
    assert 0.5 < time.monotonic() - began < 20
    assert answer.status_code == 200
    assert answer.headers["Preference-Applied"] == "wait=20"


def test_a_long_poll_ends_in_time_and_has_few_places(person: Person, app: Flask) -> None:
    path = f"/v1/runs/{person.application()['run_id']}"
    tag = person.get(path).headers["ETag"]
    headers = {"If-None-Match": tag, "Prefer": "wait=1"}
    began = time.monotonic()
    assert person.get(path, headers=headers).status_code == 304
    assert time.monotonic() - began > 0.9
    places = app.extensions[WAITERS]
    taken = 0
    while places.acquire(blocking=False):
        taken += 1
    assert taken == app.extensions[EXTENSION].settings.web_threads // 2
    try:
        answer = person.get(path, headers=headers)
        assert "Preference-Applied" not in answer.headers
    finally:
        for _ in range(taken):
            places.release()


def test_a_failed_run_says_why_and_can_be_retried(
    person: Person, admin: psycopg.Connection[Any]
) -> None:
    run_id = person.application()["run_id"]
    path = f"/v1/runs/{run_id}"
    assert problem_of(person.post(f"{path}/retry"))["status"] == 409
    finish(admin, run_id, "failed")
    failed = person.get(path).json
    assert failed["error"]["code"] == "expired-posting"
    retried = person.post(failed["links"]["retry"])
    assert retried.status_code == 202
    run = person.get(retried.headers["Location"]).json
    assert run["resumed_from"] == run_id
    assert {step["reused_from"] for step in run["steps"][:4]} == {run_id}


def test_a_cancelled_run_is_over(person: Person) -> None:
    path = f"/v1/runs/{person.application()['run_id']}"
    cancelled = person.post(f"{path}/cancel").json
    assert cancelled["status"] == "cancelled"
    assert {step["status"] for step in cancelled["steps"]} == {"cancelled"}
    assert problem_of(person.post(f"{path}/cancel"))["code"] == "conflict"


def test_a_run_tells_what_it_has_cost(person: Person, admin: psycopg.Connection[Any]) -> None:
    run_id = person.application()["run_id"]
    for number, cost in ((1, "0.0123"), (2, "0.004")):
        admin.execute(
            "insert into model_calls (id, user_id, run_id, lineage_id, step, token, call_number,"
            " request_hash, agent, provider, model, status, month, reserved_usd, cost_usd,"
            " input_tokens, settled_at)"
            " select gen_random_uuid(), user_id, id, lineage_id, 'tailor_resume',"
            " gen_random_uuid(), %s, 'x', 'resume_optimizer', 'openai', 'm', 'usable',"
            " date_trunc('month', now()), 0.02, %s, 1000, now() from runs where id = %s",
            [number, cost, run_id],
        )
    admin.execute(
        "insert into budgets (user_id, month, spent_usd, day, day_spent_usd) values"
        " (%s, date_trunc('month', now()), 0.0163, (now() at time zone 'utc')::date, 0.0163)",
        [person.user_id],
    )
    assert person.get(f"/v1/runs/{run_id}").json["cost_usd"] == 0.0163
    usage = person.get("/v1/usage").json
    assert (usage["spent_usd"], usage["left_usd"]) == (0.0163, 4.9837)
    day, month = usage["caps"]
    assert (day["period"], day["left_usd"]) == ("day", 2 - 0.0163)
    assert (month["period"], month["left_usd"]) == ("month", 4.9837)
    assert month["resets_at"] >= day["resets_at"] > datetime.now(UTC).isoformat()
    assert usage["models"][0] == {
        "provider": "openai",
        "model": "m",
        "calls": 2,
        "input_tokens": 2000,
        "output_tokens": 0,
        "cached_tokens": 0,
        "cost_usd": 0.0163,
    }
    past = person.get("/v1/usage?month=2020-01").json
    assert (past["spent_usd"], past["caps"]) == (0, [])


def test_running_again_begins_at_the_chosen_step(
    person: Person, admin: psycopg.Connection[Any]
) -> None:
    submitted = person.application()
    path = f"/v1/applications/{submitted['application_id']}/runs"
    again = {"from_step": "write_cover_letter", "options": {"tone": "formal"}}
    assert problem_of(person.post(path, json=again))["status"] == 409
    finish(admin, submitted["run_id"])
    answer = person.post(path, json=again)
    assert answer.status_code == 202
    steps = person.get(answer.headers["Location"]).json["steps"]
    assert [step["status"] for step in steps] == ["succeeded"] * 4 + ["pending"]
    assert [run["id"] for run in person.get(path).json["items"]] == [
        answer.json["run_id"],
        submitted["run_id"],
    ]
    refused = person.post(path, json={"from_step": "make_coffee"})
    assert problem_of(refused)["errors"][0]["path"] == "from_step"


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    sent: list[str] = []
    engine = app.extensions[EXTENSION].database.engine

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(" ".join(statement.split())[:90])

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_the_statements_of_submitting_and_polling_are_counted(person: Person, app: Flask) -> None:
    """The figures that docs/api.md states."""
    profile = person.profile()
    person.submit(profile)
    with statements(app) as sent:
        run = person.submit(profile).headers["Location"]
    assert len(sent) == 8, sent
    tag = person.get(run).headers["ETag"]
    with statements(app) as sent:
        assert person.get(run, headers={"If-None-Match": tag}).status_code == 304
    assert len(sent) == 2, sent
