"""Another user's id answers 404, for every resource and every method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from devstack.people import RESUME
from tests.integration.api.conftest import Person, finish, problem_of
from tests.integration.api.test_documents import LETTER, done, worker

if TYPE_CHECKING:
    import psycopg
    from flask import Flask

    from copilot.database.session import Database

__all__ = ["worker"]

BODIES: dict[tuple[str, str], Any] = {
    ("PUT", "/v1/profiles/<uuid:profile_id>"): {"resume": dict(RESUME)},
    ("PATCH", "/v1/profiles/<uuid:profile_id>"): {"name": "Mine"},
    ("PATCH", "/v1/applications/<uuid:application_id>"): {"notes": "mine"},
    ("POST", "/v1/applications/<uuid:application_id>/runs"): {"from_step": "tailor_resume"},
    ("PUT", "/v1/applications/<uuid:application_id>/documents/<string:kind>"): {
        "cover_letter": LETTER
    },
    ("POST", "/v1/imports/<uuid:import_id>/confirm"): {},
}


def test_ids_of_others_answer_404(
    person: Person,
    stranger: Person,
    app: Flask,
    worker: Database,
    admin: psycopg.Connection[Any],
) -> None:
    submitted = done(person, worker, admin)
    application = person.get(f"/v1/applications/{submitted['application_id']}").json
    upload = person.post("/v1/imports", data=b"%PDF-1.7 x", content_type="application/pdf").json
    finish(admin, upload["run_id"])
    token = person.get("/v1/tokens").json["items"][0]["id"]
    values: dict[str, Any] = {
        "profile_id": application["profile_id"],
        "number": 1,
        "posting_id": submitted["posting_id"],
        "application_id": submitted["application_id"],
        "run_id": submitted["run_id"],
        "import_id": upload["import_id"],
        "token_id": token,
        "kind": "cover_letter",
    }
    tried = set()
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/v1") or not rule.arguments:
            continue
        path = adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            body = BODIES.get((method, rule.rule))
            answer = stranger(method, path, **({"json": body} if body is not None else {}))
            assert problem_of(answer)["status"] == 404, f"{method} {path}: {answer.text}"
            tried.add((method, rule.rule))
    assert len(tried) >= 20
    assert BODIES.keys() <= tried
    # Everything is still there for its owner, and untouched.
    assert person.get(f"/v1/applications/{submitted['application_id']}").json == application
    assert person.get(f"/v1/imports/{upload['import_id']}").status_code == 200
    assert len(person.get("/v1/tokens").json["items"]) == 1


def test_ids_of_others_in_a_body_answer_404(person: Person, stranger: Person) -> None:
    profile = person.profile()
    posting = person.submit(profile).json["posting_id"]
    own = stranger.profile()
    for body in (
        {"profile_id": profile, "posting": {"text": "A posting"}},
        {"profile_id": own, "posting_id": posting},
    ):
        assert problem_of(stranger.post("/v1/applications", json=body))["status"] == 404
    assert stranger.get(f"/v1/applications?profile_id={profile}").json["items"] == []


def test_lists_hold_only_ones_own(person: Person, stranger: Person) -> None:
    person.application()
    for path in ("profiles", "postings", "applications", "imports"):
        assert stranger.get(f"/v1/{path}").json["items"] == [], path
    assert len(stranger.get("/v1/tokens").json["items"]) == 1


def test_the_same_page_is_each_users_own_posting(person: Person, stranger: Person) -> None:
    page = {"html": "<html><body>One page for all</body></html>"}
    first = person.post("/v1/postings", json=page)
    again = person.post("/v1/postings", json=page)
    other = stranger.post("/v1/postings", json=page)
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 201)
    assert first.json["id"] == again.json["id"] != other.json["id"]
