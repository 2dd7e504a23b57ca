"""Uploads: accepted by their first bytes, read elsewhere, confirmed into a profile."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from devstack.people import RESUME
from tests.integration.api.conftest import Person, finish, problem_of

if TYPE_CHECKING:
    import psycopg

PDF = b"%PDF-1.7\n1 0 obj << /Encrypt 2 0 R >> endobj"
READING = {"resume": dict(RESUME), "text": "Ida Nystrom", "reader_version": "1"}


def uploaded(person: Person, content: bytes = PDF, name: str = "cv.pdf") -> Any:
    # By hand: the test client would leave a temporary file open.
    body = (
        (
            f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        ).encode()
        + content
        + b"\r\n--edge--\r\n"
    )
    return person.post("/v1/imports", data=body, content_type="multipart/form-data; boundary=edge")


def read(admin: psycopg.Connection[Any], answer: Any) -> None:
    admin.execute(
        "update imports set reading = %s::jsonb, reader_version = '1' where id = %s",
        [json.dumps(READING), answer.json["import_id"]],
    )
    finish(admin, answer.json["run_id"])


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        ("Ida Nyström\nDeveloper".encode(), "text/plain"),
        (b"# Ida\n", "text/markdown"),
        (b'{"basics": {"name": "Ida"}}', "application/json"),
    ],
)
def test_a_resume_comes_as_a_form_field_or_as_the_body(
    person: Person, content: bytes, media_type: str
) -> None:
    as_body = person.post("/v1/imports", data=content, content_type=media_type)
    assert as_body.status_code == 202, as_body.text
    assert int(as_body.headers["Retry-After"]) >= 1
    shown = person.get(as_body.headers["Location"])
    assert (shown.json["status"], shown.json["media_type"]) == ("queued", media_type)
    assert shown.json["reading"] is None
    assert uploaded(person, content, "cv.md" if "mark" in media_type else "cv").status_code == 202


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"", "application/pdf", 422),
        (b"  \n", "text/plain", 422),
        (b"\x89PNG\r\n\x1a\n....", "application/pdf", 415),
        (b"MZ....", "application/pdf", 415),
        (b"<html><body>x", "text/html", 415),
        (b"PK\x03\x04....", "application/zip", 415),
        (b"%PDF-1.7" + b"x" * (10 * 1024 * 1024 + 1), "application/pdf", 413),
        (b"%PDF-1.7" + b"x" * (12 * 1024 * 1024), "application/pdf", 413),
    ],
)
def test_what_is_no_resume_is_refused_before_anything_is_stored(
    person: Person,
    admin: psycopg.Connection[Any],
    content: bytes,
    media_type: str,
    status: int,
) -> None:
    for answer in (
        person.post("/v1/imports", data=content, content_type=media_type),
        uploaded(person, content),
    ):
        assert problem_of(answer)["status"] == status
    count = admin.execute("select count(*) from blobs where user_id = %s", [person.user_id])
    assert count.fetchone() == (0,)


def test_a_form_holds_one_file_and_nothing_else(person: Person) -> None:
    file = (io.BytesIO(PDF), "cv.pdf")
    answer = person.post("/v1/imports", data={"file": file, "owner": "somebody"})
    assert problem_of(answer)["errors"][0]["path"] == "owner"
    answer = person.post("/v1/imports", data={"document": (io.BytesIO(PDF), "cv.pdf")})
    assert problem_of(answer)["status"] == 422


def test_an_upload_is_accepted_once_per_key(person: Person) -> None:
    answers = [
        person.post(
            "/v1/imports",
            data={"file": (io.BytesIO(PDF), "cv.pdf")},
            headers={"Idempotency-Key": "upload"},
        )
        for _ in range(2)
    ]
    assert answers[0].json == answers[1].json


def test_what_was_read_is_confirmed_into_a_profile(
    person: Person, admin: psycopg.Connection[Any]
) -> None:
    answer = uploaded(person)
    path = answer.headers["Location"]
    assert problem_of(person.post(f"{path}/confirm", json={}))["status"] == 409
    read(admin, answer)
    shown = person.get(path).json
    assert shown["status"] == "succeeded"
    assert shown["reading"]["resume"]["basics"]["name"] == "Ida Nyström"
    made = person.post(shown["links"]["confirm"], json={"name": "Imported"})
    assert made.status_code == 201
    assert made.json["version"]["source"] == "import"
    assert made.json["version"]["resume"] == dict(RESUME)
    assert person.get(path).json["profile_version_id"] == made.json["version"]["id"]
    assert problem_of(person.post(f"{path}/confirm", json={}))["status"] == 409


def test_a_correction_becomes_a_version_of_a_profile(
    person: Person, admin: psycopg.Connection[Any]
) -> None:
    answer = uploaded(person)
    read(admin, answer)
    profile = person.profile()
    corrected = dict(RESUME) | {"skills": [{"name": "Rust"}]}
    made = person.post(
        f"{answer.headers['Location']}/confirm",
        json={"resume": corrected, "profile_id": profile},
    ).json
    assert (made["id"], made["version"]["number"]) == (profile, 2)
    assert made["version"]["resume"]["skills"] == [{"name": "Rust"}]


def test_a_file_that_cannot_be_read_says_why(
    person: Person, admin: psycopg.Connection[Any]
) -> None:
    answer = uploaded(person)
    finish(admin, answer.json["run_id"], "failed")
    shown = person.get(answer.headers["Location"]).json
    assert shown["status"] == "failed"
    assert shown["error"]["code"] == "expired-posting"
