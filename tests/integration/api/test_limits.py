"""Rate limits: counted in Valkey, in the process when that is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.api.conftest import new_person, problem_of, running, settings_for

if TYPE_CHECKING:
    from devstack.database import Database as Addresses


@pytest.mark.parametrize("valkey", ["up", "down"])
def test_too_many_requests_of_one_user_are_refused(
    module_database: Addresses, redis_url: str, valkey: str
) -> None:
    url = redis_url if valkey == "up" else "redis://127.0.0.1:1/0"
    with running(settings_for(module_database, url, rate_limit="8 per minute")) as app:
        one, other = new_person(app.test_client()), new_person(app.test_client())
        answers = [one.get("/v1/profiles") for _ in range(12)]
        statuses = [answer.status_code for answer in answers]
        assert statuses.count(200) in (7, 8)  # the one that finds Valkey gone counts afresh
        assert statuses[-1] == 429
        assert problem_of(answers[-1])["code"] == "rate-limited"
        assert 1 <= int(answers[-1].headers["Retry-After"]) <= 61
        assert "Retry-After" not in answers[0].headers
        remaining = [int(a.headers["RateLimit-Remaining"]) for a in answers[:8]]
        assert remaining == sorted(remaining, reverse=True)
        assert answers[0].headers["RateLimit-Limit"] == "8"
        assert 1 <= int(answers[0].headers["RateLimit-Reset"]) <= 61
        assert other.get("/v1/profiles").status_code == 200
        assert app.test_client().get("/health").status_code == 200


def test_guessing_passwords_is_slow(module_database: Addresses, redis_url: str) -> None:
    with running(settings_for(module_database, redis_url, rate_limit_sign_in="3 per minute")) as a:
        client = a.test_client()
        body = {"email": "somebody@example.org", "password": "guess"}
        statuses = [client.post("/v1/sessions", json=body).status_code for _ in range(5)]
        assert statuses == [401, 401, 401, 429, 429]


def test_bad_tokens_are_counted(module_database: Addresses, redis_url: str) -> None:
    with running(settings_for(module_database, redis_url, rate_limit="3 per minute")) as app:
        headers = {"Authorization": "Bearer nonsense"}
        client = app.test_client()
        statuses = [client.get("/v1/profiles", headers=headers).status_code for _ in range(5)]
        assert statuses == [401, 401, 401, 429, 429]
