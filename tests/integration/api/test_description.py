"""The OpenAPI document is valid and true."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.integration.api.conftest import Person, finish
from tests.integration.api.test_documents import LETTER, done, worker

if TYPE_CHECKING:
    import psycopg
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from copilot.database.session import Database

__all__ = ["worker"]


def test_the_document_is_valid_openapi_31(client: FlaskClient) -> None:
    document = client.get("/openapi.json").json
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()


def test_every_address_is_described(client: FlaskClient, app: Flask) -> None:
    described = {
        (method.upper(), path)
        for path, operations in client.get("/openapi.json").json["paths"].items()
        for method in operations
        if method in ("get", "post", "put", "patch", "delete")
    }
    served = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(("/v1", "/health", "/metrics"))
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert described == served
    for path, operations in client.get("/openapi.json").json["paths"].items():
        for method, operation in operations.items():
            if isinstance(operation, dict):
                assert operation.get("summary"), f"{method} {path}"


def test_answers_are_as_described(
    client: FlaskClient, person: Person, worker: Database, admin: psycopg.Connection[Any]
) -> None:
    document = client.get("/openapi.json").json
    submitted = done(person, worker, admin, options={"tone": "warm"})
    application = f"/v1/applications/{submitted['application_id']}"
    running = person.submit(person.profile())
    upload = person.post("/v1/imports", data=b"%PDF-1.7 x", content_type="application/pdf")
    finish(admin, upload.json["run_id"], "failed")
    profile = person.get("/v1/profiles").json["items"][0]["id"]
    checked = 0
    for method, path, options in (
        ("GET", "/v1/users/me", {}),
        ("GET", "/v1/tokens", {}),
        ("POST", "/v1/tokens", {"json": {"name": "x"}}),
        ("GET", "/v1/profiles", {}),
        ("GET", f"/v1/profiles/{profile}", {}),
        ("GET", f"/v1/profiles/{profile}/versions", {}),
        ("GET", f"/v1/profiles/{profile}/versions/1", {}),
        ("GET", "/v1/postings", {}),
        ("GET", f"/v1/postings/{submitted['posting_id']}", {}),
        ("GET", "/v1/applications", {}),
        ("GET", application, {}),
        ("GET", f"{application}/match", {}),
        ("GET", f"{application}/documents", {}),
        ("GET", f"{application}/documents/resume", {}),
        ("GET", f"{application}/documents/resume/diff", {}),
        ("PUT", f"{application}/documents/cover_letter", {"json": {"cover_letter": LETTER}}),
        ("GET", f"{application}/runs", {}),
        ("GET", f"/v1/runs/{submitted['run_id']}", {}),
        ("GET", running.headers["Location"], {}),
        ("GET", "/v1/imports", {}),
        ("GET", upload.headers["Location"], {}),
        ("GET", "/v1/usage", {}),
        ("GET", "/health/ready", {}),
        ("GET", "/v1/profiles?limit=0", {}),
        ("GET", "/v1/runs/01890000-0000-7000-8000-000000000000", {}),
    ):
        answer = person(method, path, **options)
        _check(document, method, path.partition("?")[0], answer)
        checked += 1
    _check(document, "POST", "/v1/applications", running)
    assert checked == 25


def _check(document: Any, method: str, path: str, answer: TestResponse) -> None:
    described = [
        operations[method.lower()]
        for template, operations in document["paths"].items()
        if re.fullmatch(re.sub(r"{\w+}", "[^/]+", template), path) and method.lower() in operations
    ]
    assert len(described) == 1, f"{method} {path}"
    response = described[0]["responses"].get(str(answer.status_code))
    assert response is not None, f"{method} {path}: {answer.status_code} is not described"
    if "$ref" in response:
        response = document["components"]["responses"][response["$ref"].rpartition("/")[2]]
    schema = response["content"][answer.mimetype]["schema"]
    whole = {"components": document["components"], **schema}
    faults = list(Draft202012Validator(whole).iter_errors(answer.json))
    assert not faults, f"{method} {path}: {faults[0].message} at {list(faults[0].absolute_path)}"


def test_the_page_needs_nothing_from_elsewhere(client: FlaskClient) -> None:
    page = client.get("/docs")
    assert page.mimetype == "text/html"
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "<script>" not in page.text
    for address in re.findall(r'(?:src|href)="([^"]+)"', page.text):
        assert address.startswith("/")
        found = client.get(address)
        assert found.status_code == 200
        assert len(found.data) > 100
        found.close()
