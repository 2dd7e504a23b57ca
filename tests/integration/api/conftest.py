"""The API with real PostgreSQL and Valkey; no workers, so that runs stand still."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg
import pytest

from config.settings import Settings
from devstack.people import POSTING, RESUME
from webapp.app import create_app
from webapp.services import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from devstack.database import Database as Addresses

PASSWORD = "long enough for a test"
ORIGIN = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
HTML = f"<!doctype html><html><head><title>Backend engineer</title></head><body><pre>{POSTING}"


@dataclass
class Person:
    """A signed-in user with the test client."""

    client: FlaskClient
    email: str
    token: str
    headers: dict[str, str] = field(default_factory=dict)

    def __call__(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return self.client.open(path, method=method, headers=headers, **options)

    def get(self, path: str, **options: Any) -> TestResponse:
        return self("GET", path, **options)

    def post(self, path: str, **options: Any) -> TestResponse:
        return self("POST", path, **options)

    @property
    def user_id(self) -> UUID:
        return UUID(self.get("/v1/users/me").json["id"])

    def profile(self, **changed: Any) -> str:
        made = self.post("/v1/profiles", json={"name": "Main", "resume": dict(RESUME)} | changed)
        assert made.status_code == 201, made.text
        return made.json["id"]

    def submit(self, profile_id: str, html: str | None = None, **more: Any) -> TestResponse:
        page = html or f"{HTML}<!-- {uuid4()} -->"
        headers = more.pop("headers", {})
        return self.post(
            "/v1/applications",
            json={"profile_id": profile_id, "posting": {"html": page}, **more},
            headers=headers,
        )

    def application(self, **more: Any) -> dict[str, Any]:
        answer = self.submit(self.profile(), **more)
        assert answer.status_code == 202, answer.text
        return answer.json


def settings_for(addresses: Addresses, valkey_url: str, **changed: Any) -> Settings:
    return Settings(
        **{
            "environment": "test",
            "database_url": addresses.web_url,
            "broker_url": valkey_url,
            "cors_origins": ORIGIN,
            "rate_limit": "100000 per minute",
            "rate_limit_sign_in": "100000 per minute",
            # A busy machine must not make a publish late.
            "publish_timeout_ms": 2000,
            **changed,
        }
    )


@pytest.fixture(scope="module")
def app(module_database: Addresses, valkey_url: str) -> Iterator[Flask]:
    with running(settings_for(module_database, valkey_url)) as made:
        yield made


class running:
    """An application on these settings; publishing uses them too."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def __enter__(self) -> Flask:
        from tasks.chain import _publisher
        from workers.app import app as celery

        self._patch = pytest.MonkeyPatch()
        self._patch.setattr("tasks.chain.settings", lambda: self.settings)
        self._patch.setattr("config.settings.settings", lambda: self.settings)
        self._patch.setattr("workers.app.settings", lambda: self.settings)
        _publisher.cache_clear()
        self._patch.setattr(celery.conf, "broker_url", self.settings.broker_url.get_secret_value())
        self.app = create_app(self.settings)
        self.app.testing = False
        return self.app

    def __exit__(self, *_: object) -> None:
        from tasks.chain import _publisher

        self.app.extensions[EXTENSION].database.close()
        _publisher.cache_clear()
        self._patch.undo()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def person(client: FlaskClient) -> Person:
    return new_person(client)


@pytest.fixture
def stranger(client: FlaskClient) -> Person:
    return new_person(client)


def new_person(client: FlaskClient) -> Person:
    email = f"{uuid4().hex}@example.org"
    made = client.post("/v1/users", json={"email": email, "password": PASSWORD})
    assert made.status_code == 201, made.text
    signed_in = client.post("/v1/sessions", json={"email": email, "password": PASSWORD})
    assert signed_in.status_code == 201, signed_in.text
    return Person(client, email, signed_in.json["token"])


@pytest.fixture
def admin(module_database: Addresses) -> Iterator[psycopg.Connection[Any]]:
    """Superuser: does what workers would do, and looks where no role of the product may."""
    with psycopg.connect(module_database.admin_url, autocommit=True) as connection:
        yield connection


def finish(admin: psycopg.Connection[Any], run_id: str, status: str = "succeeded") -> None:
    """As workers leave a run behind that has succeeded, or failed in its last step."""
    problem = '{"code": "expired-posting", "title": "The posting has expired"}'
    last = "(select max(position) from steps where run_id = %(run)s)"
    admin.execute(
        f"""
        update steps set
          status = case when %(failed)s and position = {last} then 'failed' else 'succeeded' end,
          result = case when %(failed)s and position = {last} then null else '{{}}'::jsonb end,
          error = case when %(failed)s and position = {last} then %(problem)s::jsonb end,
          attempts = 1, next_attempt_at = null, started_at = now() - interval '2 seconds',
          finished_at = now()
        where run_id = %(run)s and finished_at is null
        """,
        {"run": run_id, "failed": status == "failed", "problem": problem},
    )
    admin.execute(
        "update runs set status = %s, started_at = now(), finished_at = now(),"
        " error = %s::jsonb where id = %s",
        [status, problem if status == "failed" else None, run_id],
    )


def problem_of(answer: TestResponse) -> dict[str, Any]:
    """The problem object, which every error must be."""
    assert answer.mimetype == "application/problem+json", answer.text
    problem: dict[str, Any] = answer.json
    assert problem.keys() >= {"type", "code", "title", "detail", "status", "instance"}
    assert problem["status"] == answer.status_code
    assert problem["type"] == f"urn:copilot:problem:{problem['code']}"
    assert answer.headers["X-Request-ID"] in problem["instance"]
    return problem
