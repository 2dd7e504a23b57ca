"""Submitting: one transaction, one application per profile and posting, once per key."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.integration.api.conftest import (
    HTML,
    Person,
    finish,
    new_person,
    problem_of,
    running,
    settings_for,
)

if TYPE_CHECKING:
    from devstack.database import Database as Addresses


def test_a_submission_is_accepted_with_its_run_and_steps(person: Person) -> None:
    answer = person.submit(person.profile())
    assert answer.status_code == 202
    assert int(answer.headers["Retry-After"]) >= 1
    run = person.get(answer.headers["Location"]).json
    assert run["status"] == "queued"
    assert [step["name"] for step in run["steps"]] == [
        "parse_posting",
        "embed_posting",
        "match_profile",
        "tailor_resume",
        "write_cover_letter",
    ]
    application = person.get(run["links"]["application"]).json
    assert application["run"]["id"] == run["id"]
    assert person.get(application["links"]["posting"]).status_code == 200


@pytest.mark.parametrize(
    "posting",
    [
        {"text": "Backend engineer at Granskog"},
        {"url": "https://jobs.example.org/1"},
        {"html": "<p>Nurse", "url": "https://x.example.org", "stated": {"title": "Nurse"}},
    ],
)
def test_a_posting_is_a_page_a_text_or_an_address(person: Person, posting: Any) -> None:
    body = {"profile_id": person.profile(), "posting": posting}
    answer = person.post("/v1/applications", json=body)
    assert answer.status_code == 202, answer.text
    stored = person.get(f"/v1/postings/{answer.json['posting_id']}").json
    assert stored["source_url"] == posting.get("url")
    assert stored["stated"] == posting.get("stated", {})


def test_nothing_is_stored_when_a_submission_fails(
    person: Person, stranger: Person, admin: Any
) -> None:
    foreign = stranger.profile()
    answer = person.submit(foreign)
    assert problem_of(answer)["status"] == 404
    for table in ("blobs", "postings", "applications", "runs", "steps"):
        count = admin.execute(f"select count(*) from {table} where user_id = %s", [person.user_id])
        assert count.fetchone() == (0,), table


def test_submitting_again_answers_with_the_run_that_is_there(person: Person, admin: Any) -> None:
    profile = person.profile()
    first = person.submit(profile, html=HTML)
    again = person.submit(profile, html=HTML)
    assert (again.status_code, again.json) == (202, first.json)
    finish(admin, first.json["run_id"])
    done = person.submit(profile, html=HTML)
    assert done.status_code == 200
    assert done.json["run_id"] == first.json["run_id"]
    assert "Retry-After" not in done.headers


def test_submitting_again_after_a_failure_goes_on(person: Person, admin: Any) -> None:
    profile = person.profile()
    first = person.submit(profile, html=HTML).json
    finish(admin, first["run_id"], "failed")
    again = person.submit(profile, html=HTML)
    assert again.status_code == 202
    run = person.get(again.headers["Location"]).json
    assert run["resumed_from"] == first["run_id"]
    assert [step["status"] for step in run["steps"]] == ["succeeded"] * 4 + ["pending"]


def test_submitting_again_with_a_changed_profile_does_what_changed(
    person: Person, admin: Any
) -> None:
    profile = person.profile()
    first = person.submit(profile, html=HTML).json
    finish(admin, first["run_id"])
    person("PATCH", f"/v1/profiles/{profile}", json={"goals": {"titles": ["Lead"]}})
    again = person.submit(profile, html=HTML)
    assert again.status_code == 202
    steps = person.get(again.headers["Location"]).json["steps"]
    assert [step["status"] for step in steps] == ["succeeded"] + ["pending"] * 4


def test_submitting_again_with_other_options_writes_anew(person: Person, admin: Any) -> None:
    profile = person.profile()
    first = person.submit(profile, html=HTML, options={"tone": "warm"}).json
    finish(admin, first["run_id"])
    assert person.submit(profile, html=HTML).json["run_id"] == first["run_id"]
    again = person.submit(profile, html=HTML, options={"tone": "formal"})
    steps = person.get(again.headers["Location"]).json["steps"]
    assert [step["status"] for step in steps] == ["succeeded"] * 3 + ["pending"] * 2


def test_the_same_key_and_request_get_the_same_answer(person: Person, admin: Any) -> None:
    profile = person.profile()
    page = f"{HTML}<!-- {uuid4()} -->"
    answers = [
        person.submit(profile, html=page, headers={"Idempotency-Key": "k-1"}) for _ in range(3)
    ]
    assert {a.status_code for a in answers} == {202}
    assert answers[0].json == answers[1].json == answers[2].json
    assert answers[1].headers["Location"] == answers[0].headers["Location"]
    assert answers[1].headers["Idempotency-Replayed"] == "true"
    # Even when the run is over by then.
    finish(admin, answers[0].json["run_id"])
    late = person.submit(profile, html=page, headers={"Idempotency-Key": "k-1"})
    assert (late.status_code, late.json) == (202, answers[0].json)


def test_the_same_key_with_another_request_is_refused(person: Person, stranger: Person) -> None:
    key = {"Idempotency-Key": "k-2"}
    profile = person.profile()
    assert person.submit(profile, headers=key).status_code == 202
    answer = person.submit(profile, headers=key)
    assert problem_of(answer)["code"] == "idempotency-key-reused"
    assert answer.status_code == 409
    # Keys are each user's own.
    assert stranger.submit(stranger.profile(), headers=key).status_code == 202


def test_requests_with_one_key_at_the_same_time_make_one_run(person: Person, admin: Any) -> None:
    profile = person.profile()
    page = f"{HTML}<!-- {uuid4()} -->"
    app = person.client.application

    def send(_: int) -> Any:
        own = Person(app.test_client(), person.email, person.token)
        return own.submit(profile, html=page, headers={"Idempotency-Key": "k-3"})

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    assert {a.status_code for a in answers} == {202}
    assert len({a.json["run_id"] for a in answers}) == 1


def test_the_same_application_at_the_same_time_makes_one_run(person: Person, admin: Any) -> None:
    profile = person.profile()
    page = f"{HTML}<!-- {uuid4()} -->"
    app = person.client.application

    def send(_: int) -> Any:
        return Person(app.test_client(), person.email, person.token).submit(profile, html=page)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    assert {a.status_code for a in answers} == {202}
    assert len({a.json["run_id"] for a in answers}) == 1


def test_limits_refuse_before_anything_is_stored(
    module_database: Addresses, valkey_url: str, admin: Any
) -> None:
    with running(settings_for(module_database, valkey_url, runs_per_user=2)) as app:
        person = new_person(app.test_client())
        profile = person.profile()
        assert [person.submit(profile).status_code for _ in range(2)] == [202, 202]
        answer = person.submit(profile)
        assert problem_of(answer)["code"] == "limit-reached"
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) >= 1
        upload = person.post("/v1/imports", data=b"%PDF-1.7 x", content_type="application/pdf")
        assert upload.status_code == 429
        for table, expected in (("postings", 2), ("blobs", 2), ("runs", 2), ("imports", 0)):
            count = admin.execute(
                f"select count(*) from {table} where user_id = %s", [person.user_id]
            )
            assert count.fetchone() == (expected,), table


def test_a_list_is_read_page_by_page(person: Person) -> None:
    profile = person.profile()
    submitted = [person.submit(profile).json["application_id"] for _ in range(5)]
    seen: list[str] = []
    following: str | None = "/v1/applications?limit=2&tracking=saved"
    pages = 0
    while following:
        answer = person.get(following)
        seen += [entry["id"] for entry in answer.json["items"]]
        following = answer.json["next"]
        assert (following is None) == ("Link" not in answer.headers)
        pages += 1
    assert seen == submitted[::-1]
    assert pages == 3


def test_tracking_and_notes_are_the_persons_own(person: Person) -> None:
    path = f"/v1/applications/{person.application()['application_id']}"
    changed = person("PATCH", path, json={"tracking": "applied", "notes": "Sent on Monday"})
    assert (changed.json["tracking"], changed.json["notes"]) == ("applied", "Sent on Monday")
    assert person.get("/v1/applications?tracking=applied").json["items"][0]["tracking"] == "applied"
    assert problem_of(person("PATCH", path, json={"tracking": "dreaming"}))["status"] == 422


def test_deleting_cancels_and_removes(person: Person, admin: Any) -> None:
    submitted = person.application()
    path = f"/v1/applications/{submitted['application_id']}"
    assert person("DELETE", path).status_code == 204
    assert person.get(path).status_code == 404
    assert person.get(f"/v1/runs/{submitted['run_id']}").status_code == 404


def test_deleting_waits_for_a_paid_call_in_flight(person: Person, admin: Any) -> None:
    submitted = person.application()
    run_id = submitted["run_id"]
    admin.execute(
        "insert into model_calls (id, user_id, run_id, lineage_id, step, token, call_number,"
        " request_hash, agent, provider, model, month, reserved_usd)"
        " select gen_random_uuid(), user_id, id, lineage_id, 'tailor_resume', gen_random_uuid(), 1,"
        " 'x', 'resume_optimizer', 'openai', 'm', date_trunc('month', now()), 0.01"
        " from runs where id = %s",
        [run_id],
    )
    path = f"/v1/applications/{submitted['application_id']}"
    assert problem_of(person("DELETE", path))["status"] == 409
    assert person.get(f"/v1/runs/{run_id}").json["status"] == "cancelled"
    admin.execute(
        "update model_calls set status = 'usable', settled_at = now() where run_id = %s", [run_id]
    )
    assert person("DELETE", path).status_code == 204
