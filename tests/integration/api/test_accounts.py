"""Signing up, in and out; tokens; the account and its end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.integration.api.conftest import (
    PASSWORD,
    Person,
    finish,
    new_person,
    problem_of,
    running,
    settings_for,
)

if TYPE_CHECKING:
    import psycopg
    from flask.testing import FlaskClient

    from devstack.database import Database as Addresses


def test_a_user_signs_up_signs_in_and_signs_out(client: FlaskClient) -> None:
    person = new_person(client)
    assert person.get("/v1/users/me").json["email"] == person.email
    assert person("DELETE", "/v1/sessions/current").status_code == 204
    assert problem_of(person.get("/v1/users/me"))["code"] == "unauthenticated"


def test_an_address_is_taken_once_whatever_its_case(client: FlaskClient, person: Person) -> None:
    again = client.post(
        "/v1/users", json={"email": person.email.upper(), "password": PASSWORD + "x"}
    )
    assert again.status_code == 409
    assert person.email not in again.text


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaa", "somebody@example.org"])
def test_a_weak_password_is_refused_and_not_repeated(client: FlaskClient, password: str) -> None:
    answer = client.post("/v1/users", json={"email": "somebody@example.org", "password": password})
    assert problem_of(answer)["status"] == 422
    assert password not in answer.text


def test_signing_in_does_not_tell_who_has_an_account(client: FlaskClient, person: Person) -> None:
    answers = [
        client.post("/v1/sessions", json={"email": email, "password": "wrong password"})
        for email in (person.email, "nobody@example.org")
    ]
    told = [{k: v for k, v in problem_of(a).items() if k != "instance"} for a in answers]
    assert told[0] == told[1]
    assert told[0]["status"] == 401


def test_passwords_and_tokens_are_stored_as_hashes(
    person: Person, admin: psycopg.Connection[tuple[bytes | str, ...]]
) -> None:
    made = person.post("/v1/tokens", json={"name": "extension"}).json
    rows = admin.execute(
        "select u.password_hash, t.token_hash from users u join tokens t on t.user_id = u.id"
        " where u.id = %s",
        [person.user_id],
    ).fetchall()
    assert all(str(row[0]).startswith("$argon2id$") and len(row[1]) == 32 for row in rows)
    whole = admin.execute("select string_agg(t::text, '') from tokens t").fetchone()
    assert made["token"] not in str(whole)


def test_a_token_is_shown_once_scoped_and_revocable(client: FlaskClient, person: Person) -> None:
    made = person.post("/v1/tokens", json={"name": "reader", "scopes": ["read"], "days": 3}).json
    reader = Person(client, person.email, made["token"])
    assert reader.get("/v1/profiles").status_code == 200
    refused = reader.post("/v1/profiles", json={"name": "x", "resume": {}})
    assert problem_of(refused)["code"] == "insufficient-scope"
    assert problem_of(reader.get("/v1/users/me"))["scope"] == "account"

    listed = person.get("/v1/tokens").json["items"]
    assert {"reader", "session"} <= {token["name"] for token in listed}
    assert "token" not in listed[0]

    assert person("DELETE", f"/v1/tokens/{made['id']}").status_code == 204
    assert problem_of(reader.get("/v1/profiles"))["status"] == 401


def test_a_token_cannot_give_away_more_than_it_holds(client: FlaskClient, person: Person) -> None:
    made = person.post("/v1/tokens", json={"name": "keys", "scopes": ["account"]}).json
    keys = Person(client, person.email, made["token"])
    assert keys.post("/v1/tokens", json={"name": "x", "scopes": ["write"]}).status_code == 403
    assert keys.post("/v1/tokens", json={"name": "x", "scopes": ["account"]}).status_code == 201


def test_an_expired_token_is_refused(
    person: Person, admin: psycopg.Connection[tuple[object, ...]]
) -> None:
    admin.execute(
        "update tokens set expires_at = now() - interval '1 second' where user_id = %s",
        [person.user_id],
    )
    assert person.get("/v1/profiles").status_code == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer nonsense", "Basic dXNlcjpwdw==", f"Bearer cop_{'a' * 43}"]
)
def test_a_bad_token_is_refused(client: FlaskClient, header: str) -> None:
    answer = client.get("/v1/profiles", headers={"Authorization": header} if header else {})
    assert problem_of(answer)["status"] == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_new_password_ends_other_sessions(client: FlaskClient, person: Person) -> None:
    other = client.post("/v1/sessions", json={"email": person.email, "password": PASSWORD}).json
    change = {"current_password": "not this one", "password": "another good one"}
    assert problem_of(person("PATCH", "/v1/users/me", json=change))["status"] == 403
    change["current_password"] = PASSWORD
    assert person("PATCH", "/v1/users/me", json=change).status_code == 200
    assert person.get("/v1/users/me").status_code == 200
    assert Person(client, person.email, other["token"]).get("/v1/users/me").status_code == 401
    for password, status in ((PASSWORD, 401), ("another good one", 201)):
        answer = client.post("/v1/sessions", json={"email": person.email, "password": password})
        assert answer.status_code == status


def test_sign_up_can_be_closed_or_by_invitation(
    module_database: Addresses, valkey_url: str, admin: psycopg.Connection[tuple[object, ...]]
) -> None:
    given = {"email": f"{uuid4().hex}@example.org", "password": PASSWORD}
    with running(settings_for(module_database, valkey_url, sign_up="closed")) as app:
        assert problem_of(app.test_client().post("/v1/users", json=given))["status"] == 403
    admin.execute(
        "insert into invites (code_hash, created_at, expires_at)"
        " values (sha256('one-guest'), now(), now() + interval '1 day')"
    )
    with running(settings_for(module_database, valkey_url, sign_up="invite")) as app:
        client = app.test_client()
        for invite, status in ((None, 403), ("wrong", 403), ("one-guest", 201)):
            body = given | ({"invite": invite} if invite else {})
            assert client.post("/v1/users", json=body).status_code == status
        second = given | {"email": "second@example.org", "invite": "one-guest"}
        assert problem_of(client.post("/v1/users", json=second))["code"] == "sign-up-closed"
        # Refused as a whole: no account without an invitation stays behind.
        count = admin.execute("select count(*) from users where email = 'second@example.org'")
        assert count.fetchone() == (0,)


def test_export_holds_everything_and_no_secret(
    person: Person, stranger: Person, admin: psycopg.Connection[tuple[object, ...]]
) -> None:
    submitted = person.application()
    finish(admin, submitted["run_id"])
    stranger.application()
    answer = person.get("/v1/users/me/export")
    exported = json.loads(answer.data)
    assert exported["users"][0]["email"] == person.email
    assert [row["id"] for row in exported["applications"]] == [submitted["application_id"]]
    assert len(exported["steps"]) == 5
    assert exported["profile_versions"][0]["resume"]["basics"]["name"]
    assert exported["blobs"][0]["content"]
    assert stranger.email not in answer.text
    assert "$argon2id$" not in answer.text


def test_erasing_leaves_no_row(
    person: Person, admin: psycopg.Connection[tuple[object, ...]]
) -> None:
    user_id = person.user_id
    person.application()
    person.post("/v1/imports", data=b"%PDF-1.7 a resume", content_type="application/pdf")
    person.submit(person.profile(), headers={"Idempotency-Key": "once"})
    assert person("DELETE", "/v1/users/me").status_code == 204
    tables = admin.execute(
        "select table_name from information_schema.columns"
        " where table_schema = 'public' and column_name = 'user_id'"
    ).fetchall()
    assert len(tables) > 15
    for (table,) in tables:
        left = admin.execute(f"select count(*) from {table} where user_id = %s", [user_id])
        assert left.fetchone() == (0,), table
    assert person.get("/v1/profiles").status_code == 401
