"""Bad requests: each gets a problem object that says what to do, and stores nothing."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from copilot import errors
from tests.integration.api.conftest import ORIGIN, Person, problem_of
from webapp.problems import STATUS_OF, status_of
from webapp.services import EXTENSION

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

NO_PROFILE = "01890000-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "malformed-request"),
        (b'"text"', 400, "malformed-request"),
        (b"\xff\xfe", 400, "malformed-request"),
        (b'{"a": NaN}', 400, "malformed-request"),
        (b'{"a": 1e999}', 400, "malformed-request"),
        (b'{"a": 12345678901234567890123}', 400, "malformed-request"),
        (b'{"a": "\\u0000"}', 400, "malformed-request"),
        (b'{"a": "\\ud800"}', 400, "malformed-request"),
        (b'{"a":' * 60 + b"1" + b"}" * 60, 400, "malformed-request"),
        (b"[" * 100_000, 400, "malformed-request"),
        (b"{}", 422, "invalid-fields"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    person: Person, body: bytes, status: int, code: str
) -> None:
    for path in ("/v1/profiles", "/v1/postings", "/v1/applications"):
        answer = person.post(path, data=body, content_type="application/json")
        problem = problem_of(answer)
        assert (problem["status"], problem["code"]) == (status, code)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "profile_id"),
        ({"profile_id": "nonsense"}, "profile_id"),
        ({"profile_id": NO_PROFILE}, "body"),
        ({"profile_id": NO_PROFILE, "posting": {}}, "posting"),
        ({"profile_id": NO_PROFILE, "posting": {"url": "ftp://x"}}, "posting.url"),
        ({"profile_id": NO_PROFILE, "posting": {"url": "javascript:alert(1)"}}, "posting.url"),
        ({"profile_id": NO_PROFILE, "posting": {"html": "<p>x", "text": "x"}}, "posting"),
        ({"profile_id": NO_PROFILE, "posting": {"text": "x", "colour": "red"}}, "posting.colour"),
        (
            {"profile_id": NO_PROFILE, "posting": {"text": "x"}, "options": {"tone": "angry"}},
            "options.tone",
        ),
        (
            {"profile_id": NO_PROFILE, "posting": {"text": "x"}, "posting_id": NO_PROFILE},
            "body",
        ),
        ({"profile_id": NO_PROFILE, "posting": {"text": "x"}, "colour": "red"}, "colour"),
    ],
)
def test_a_field_that_cannot_be_used_is_named(person: Person, body: Any, path: str) -> None:
    answer = person.post("/v1/applications", json=body)
    problem = problem_of(answer)
    assert problem["status"] == 422
    assert path in [fault["path"] for fault in problem["errors"]]
    assert "angry" not in answer.text
    assert "alert" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "options", "status"),
    [
        ("GET", "/v1/nothing", {}, 404),
        ("GET", "/v1/runs/nonsense", {}, 404),
        ("GET", f"/v1/runs/{NO_PROFILE}", {}, 404),
        ("DELETE", "/v1/applications", {}, 405),
        ("POST", "/v1/profiles", {}, 415),
        ("POST", "/v1/postings", {}, 422),
        ("POST", "/v1/profiles", {"data": b"x", "content_type": "text/plain"}, 415),
        ("POST", "/v1/applications", {"data": {"a": "b"}}, 415),
        ("GET", "/v1/applications?limit=1000", {}, 422),
        ("GET", "/v1/applications?limit=x", {}, 422),
        ("GET", "/v1/applications?cursor=x", {}, 422),
        ("GET", "/v1/applications?colour=red", {}, 422),
        ("GET", "/v1/applications?tracking=%00", {}, 400),
        ("GET", "/v1/usage?month=2026-13", {}, 422),
        ("POST", "/v1/postings", {"json": {"html": "   "}}, 422),
        ("POST", "/v1/postings", {"json": {"html": "x" * (5 * 1024 * 1024 + 1)}}, 413),
        ("POST", "/v1/profiles", {"json": {"name": "x" * 2_000_000}}, 413),
    ],
)
def test_every_refusal_is_a_problem(
    person: Person, method: str, path: str, options: Any, status: int
) -> None:
    answer = person(method, path, **options)
    assert problem_of(answer)["status"] == status
    if status == 405:
        assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("key", ["", "with space", "x" * 201, "ä"])
def test_an_idempotency_key_has_a_form(person: Person, key: str) -> None:
    answer = person.submit(person.profile(), headers={"Idempotency-Key": key})
    assert problem_of(answer)["status"] == 400


def test_every_error_of_the_product_has_a_status() -> None:
    def kinds(kind: type[errors.CopilotError]) -> list[type[errors.CopilotError]]:
        return [kind, *(found for sub in kind.__subclasses__() for found in kinds(sub))]

    statuses = {kind.code: status_of(kind("x")) for kind in kinds(errors.CopilotError)}
    assert len(statuses) > 30
    assert statuses["not-found"] == 404
    assert statuses["encrypted-document"] == 422
    assert statuses["insufficient-scope"] == 403
    assert statuses["budget-exhausted"] == 429
    assert statuses["database-unavailable"] == 503
    assert statuses["lease-lost"] == 500
    assert errors.CopilotError in STATUS_OF


def test_what_nobody_expected_is_recorded_without_its_text(
    person: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    quoted = "somebody@example.org"

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError(quoted)

    monkeypatch.setattr("copilot.database.repositories.profiles.newest_page", broken)
    with caplog.at_level(logging.ERROR):
        answer = person.get("/v1/profiles")
    assert problem_of(answer)["code"] == "internal-error"
    assert "somebody" not in answer.text
    record = next(r for r in caplog.records if r.message == "request_failed")
    assert record.__dict__["error"] == "RuntimeError"
    assert "somebody" not in str(record.__dict__)


def test_logs_name_no_person(
    client: FlaskClient, person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        profile = person.profile()
        person.submit(profile, headers={"X-Request-ID": "seen-in-logs"})
        person.get(f"/v1/applications?profile_id={profile}&tracking=saved")
        client.post("/v1/sessions", json={"email": person.email, "password": "wrong-password"})
    told = "\n".join(str(record.__dict__) for record in caplog.records)
    lines = [r for r in caplog.records if r.message == "request_finished"]
    assert len(lines) >= 4
    for secret in (person.email, person.token, "Nystr", "Granskog", "wrong-password"):
        assert secret not in told


def test_a_request_has_an_id(client: FlaskClient) -> None:
    given = client.get("/health", headers={"X-Request-ID": "from-a-client.1"})
    assert given.headers["X-Request-ID"] == "from-a-client.1"
    for bad in ("with space", "x" * 65, "a\tb"):
        made = client.get("/health", headers={"X-Request-ID": bad}).headers["X-Request-ID"]
        assert made != bad
        assert len(made) == 32


def test_the_request_id_is_stored_with_the_run(person: Person, admin: Any) -> None:
    request_id = f"r-{uuid4().hex}"
    run_id = person.submit(person.profile(), headers={"X-Request-ID": request_id}).json["run_id"]
    stored = admin.execute("select request_id from runs where id = %s", [run_id]).fetchone()
    assert stored == (request_id,)


def test_answers_keep_browsers_careful(person: Person) -> None:
    answer = person.get("/v1/profiles")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_only_configured_extensions_may_call(client: FlaskClient) -> None:
    asks = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,idempotency-key",
    }
    allowed = client.options("/v1/applications", headers=asks | {"Origin": ORIGIN})
    assert allowed.status_code == 200
    assert allowed.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "idempotency-key" in allowed.headers["Access-Control-Allow-Headers"].lower()
    exposed = client.get("/health", headers={"Origin": ORIGIN})
    assert "Location" in exposed.headers["Access-Control-Expose-Headers"]
    for origin in ("https://evil.example", ORIGIN + "x", "chrome-extension://other", "null"):
        refused = client.options("/v1/applications", headers=asks | {"Origin": origin})
        assert "Access-Control-Allow-Origin" not in refused.headers
        simple = client.get("/health", headers={"Origin": origin})
        assert "Access-Control-Allow-Origin" not in simple.headers


def test_a_database_that_does_not_answer_is_503(
    person: Person, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from copilot.database.session import Database

    gone = Database("postgresql://copilot_web:x@127.0.0.1:1/none", connect_timeout_s=1)
    services = app.extensions[EXTENSION]
    monkeypatch.setitem(app.extensions, EXTENSION, type(services)(services.settings, gone))
    answer = person.get("/v1/profiles")
    assert problem_of(answer)["code"] == "database-unavailable"
    assert int(answer.headers["Retry-After"]) >= 1
    ready = app.test_client().get("/health/ready")
    assert (ready.status_code, ready.json["database"]) == (503, "unavailable")
    assert app.test_client().get("/health").status_code == 200
    assert app.test_client().get("/metrics").status_code == 200
    gone.close()
