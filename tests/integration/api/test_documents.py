"""Match and documents: with evidence, in versions, as files; the user's own words stay theirs."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import docx
import pypdf
import pytest

from copilot.database.models import Document, MatchRow
from copilot.database.session import Database
from copilot.documents.rendering import RENDERER_VERSION
from devstack.people import RESUME
from tests.integration.api.conftest import Person, finish, problem_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

    from devstack.database import Database as Addresses

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
REPORT = {"verdict": "grounded", "claims": [], "findings": [], "gate_version": "1"}
LETTER = {
    "language": "en",
    "tone": "plain",
    "salutation": "Dear Granskog Logistics,",
    "paragraphs": ["I built an order service in Python and PostgreSQL for 40 warehouses."],
    "closing": "Kind regards,",
    "signature": "Ida Nyström",
}


@pytest.fixture
def worker(module_database: Addresses) -> Iterator[Database]:
    database = Database(module_database.worker_url, pool_size=1)
    yield database
    database.close()


def done(
    person: Person, worker: Database, admin: psycopg.Connection[Any], **more: Any
) -> dict[str, Any]:
    """An application whose run has left a match and both documents, as the pipeline does."""
    submitted = person.application(**more)
    run_id, application_id = UUID(submitted["run_id"]), UUID(submitted["application_id"])
    user_id = person.user_id
    with worker.transaction(user_id) as session:
        common: dict[str, Any] = {
            "user_id": user_id,
            "application_id": application_id,
            "run_id": run_id,
        }
        session.add(
            MatchRow(
                **common,
                score=61.5,
                content={
                    "score": 61.5,
                    "dimensions": [],
                    "requirements": [],
                    "weights": {"skills": 0.5, "experience": 0.35, "goals": 0.15},
                    "encoder": "e@1",
                    "matcher_version": "1",
                },
                encoder="e@1",
                matcher_version="1",
            )
        )
        for kind, content in (("resume", dict(RESUME)), ("cover_letter", LETTER)):
            session.add(
                Document(
                    **common,
                    kind=kind,
                    version=1,
                    author="engine",
                    content=content,
                    edits=[],
                    report=REPORT,
                    engine="extractive",
                    prompt_version="1",
                    provenance={"engine": "extractive"},
                    language="en",
                )
            )
    finish(admin, submitted["run_id"])
    return submitted


def test_a_finished_application_links_all_that_was_made(
    person: Person, worker: Database, admin: psycopg.Connection[Any]
) -> None:
    submitted = done(person, worker, admin)
    shown = person.get(f"/v1/applications/{submitted['application_id']}").json
    assert shown["score"] == 61.5
    for link in ("match", "resume", "cover_letter", "documents", "runs", "run", "posting"):
        assert person.get(shown["links"][link]).status_code == 200, link
    match = person.get(shown["links"]["match"]).json
    assert (match["match"]["score"], match["run_id"]) == (61.5, submitted["run_id"])
    resume = person.get(shown["links"]["resume"]).json
    assert resume["engine"] == "extractive"
    assert resume["content"] == dict(RESUME)
    assert resume["stated_by_you"] == []
    assert [d["kind"] for d in person.get(shown["links"]["documents"]).json["items"]] == [
        "cover_letter",
        "resume",
    ]


def test_a_document_is_served_in_the_format_that_is_asked_for(
    person: Person, worker: Database, admin: psycopg.Connection[Any]
) -> None:
    path = f"/v1/applications/{done(person, worker, admin)['application_id']}/documents"
    for kind, words in (("resume", "Tallkotten AB"), ("cover_letter", "Granskog Logistics")):
        found = {}
        for accept in ("application/pdf", DOCX, "text/plain", "text/markdown"):
            answer = person.get(f"{path}/{kind}", headers={"Accept": accept})
            assert answer.status_code == 200, answer.text
            assert answer.mimetype == accept
            assert "attachment" in answer.headers["Content-Disposition"]
            found[accept] = answer.data
        pdf = pypdf.PdfReader(io.BytesIO(found["application/pdf"]))
        assert words in " ".join(page.extract_text() for page in pdf.pages).replace("\n", " ")
        word = docx.Document(io.BytesIO(found[DOCX]))
        assert words in "\n".join(p.text for p in word.paragraphs)
        assert words in found["text/plain"].decode()
        assert words in found["text/markdown"].decode()
    refused = person.get(f"{path}/resume", headers={"Accept": "image/png"})
    assert problem_of(refused)["status"] == 406
    assert problem_of(person.get(f"{path}/portrait"))["status"] == 404


def test_a_document_is_rendered_once_and_then_kept(
    person: Person, worker: Database, admin: psycopg.Connection[Any]
) -> None:
    path = f"/v1/applications/{done(person, worker, admin)['application_id']}/documents/resume"
    accept = {"Accept": "application/pdf"}
    first = person.get(path, headers=accept)
    rows = admin.execute(
        "select format, layout, sha256 from renditions where user_id = %s", [person.user_id]
    ).fetchall()
    assert [row[:2] for row in rows] == [("pdf", f"classic/a4/{RENDERER_VERSION}")]
    # What is stored is served: these bytes no renderer would make.
    admin.execute(
        "insert into blobs (user_id, sha256, content, media_type)"
        " values (%s, sha256('%%PDF-kept'), '%%PDF-kept', 'application/pdf')",
        [person.user_id],
    )
    admin.execute(
        "update renditions set sha256 = sha256('%%PDF-kept') where user_id = %s", [person.user_id]
    )
    again = person.get(path, headers=accept)
    assert (again.data, first.data[:5]) == (b"%PDF-kept", b"%PDF-")
    tag = {"If-None-Match": again.headers["ETag"]}
    assert person.get(path, headers=accept | tag).status_code == 304
    other = person.get(f"{path}?template=modern&paper=letter", headers=accept)
    assert other.data[:5] == b"%PDF-"
    assert other.data != again.data


def test_an_edit_is_a_version_of_the_users_own(
    person: Person, worker: Database, admin: psycopg.Connection[Any]
) -> None:
    path = f"/v1/applications/{done(person, worker, admin)['application_id']}/documents"
    edited = json.loads(json.dumps(dict(RESUME)))
    edited["skills"].append({"name": "Falconry"})
    answer = person("PUT", f"{path}/resume", json={"resume": edited})
    assert answer.status_code == 201, answer.text
    assert (answer.json["version"], answer.json["author"]) == (2, "user")
    # The gate names what the profile does not say, and holds nothing back.
    assert answer.json["verdict"] == "ungrounded"
    assert any("Falconry" in stated["words"] for stated in answer.json["stated_by_you"])
    newest = person.get(f"{path}/resume", headers={"Accept": "text/plain"})
    assert "Falconry" in newest.text
    first = person.get(f"{path}/resume?version=1", headers={"Accept": "text/plain"})
    assert "Falconry" not in first.text
    assert person.get(answer.headers["Location"]).json["version"] == 2
    assert person.get(f"{path}/resume?version=7").status_code == 404

    letter = LETTER | {"paragraphs": ["I keep falcons, too."]}
    answer = person("PUT", f"{path}/cover_letter", json={"cover_letter": letter})
    assert answer.status_code == 201, answer.text
    pdf = person.get(f"{path}/cover_letter", headers={"Accept": "application/pdf"})
    text = pypdf.PdfReader(io.BytesIO(pdf.data)).pages[0].extract_text()
    assert "falcons" in text
    assert "ida@example.org" in text


def test_an_edit_must_be_the_document_of_its_address(
    person: Person, worker: Database, admin: psycopg.Connection[Any]
) -> None:
    path = f"/v1/applications/{done(person, worker, admin)['application_id']}/documents"
    for kind, body in (
        ("resume", {"cover_letter": LETTER}),
        ("resume", {}),
        ("cover_letter", {"cover_letter": LETTER | {"mood": "sunny"}}),
    ):
        assert problem_of(person("PUT", f"{path}/{kind}", json=body))["status"] == 422
    missing = f"/v1/applications/{uuid4()}/documents/resume"
    assert problem_of(person("PUT", missing, json={"resume": {}}))["status"] == 404


def test_a_document_is_shown_beside_the_profile_it_was_made_from(
    person: Person, worker: Database, admin: psycopg.Connection[Any]
) -> None:
    application = UUID(done(person, worker, admin)["application_id"])
    tailored = json.loads(json.dumps(dict(RESUME)))
    left_out = tailored["work"][0]["highlights"].pop(1)
    edit = {
        "operation": "remove",
        "path": "work[0].highlights[1]",
        "evidence": ["work[0].highlights[1]"],
        "reason": "The page is full",
    }
    provenance = {"engine": "extractive", "pages": {"left_out": ["work[0].highlights[1]"]}}
    admin.execute(
        "update documents set content = %s, edits = %s, provenance = %s"
        " where application_id = %s and kind = 'resume'",
        [*map(json.dumps, (tailored, [edit], provenance)), application],
    )
    path = f"/v1/applications/{application}/documents"
    made = person.get(f"{path}/resume/diff")
    assert made.status_code == 200, made.text
    assert (made.json["version"], made.json["profile_version"]) == (1, 1)
    assert made.json["counts"]["left_out"] == 1
    change = made.json["comparison"]["changes"][0]
    assert (change["kind"], change["before"]) == ("left_out", left_out)
    assert (change["reason"], change["place"]) == (
        "The page is full",
        "Backend developer · Tallkotten AB",
    )
    # The user's next version keeps those reasons and shows the user's own words as theirs.
    tailored["skills"].append({"name": "<script>alert('falcons')</script>"})
    assert person("PUT", f"{path}/resume", json={"resume": tailored}).status_code == 201
    kinds = [
        (c["kind"], c["reason"], c["stated_by_you"])
        for c in person.get(f"{path}/resume/diff").json["comparison"]["changes"]
    ]
    assert kinds == [
        ("left_out", "The page is full", False),
        ("added", "You changed this", True),
    ]
    assert person.get(f"{path}/resume/diff?version=1").json == made.json
    tag = {"If-None-Match": made.headers["ETag"]}
    assert person.get(f"{path}/resume/diff?version=1", headers=tag).status_code == 304


def test_the_comparison_is_a_page_that_runs_nothing(
    person: Person, worker: Database, admin: psycopg.Connection[Any]
) -> None:
    path = f"/v1/applications/{done(person, worker, admin)['application_id']}/documents"
    edited = json.loads(json.dumps(dict(RESUME)))
    edited["skills"].append({"name": "<script>alert('falcons')</script>"})
    edited["basics"]["label"] = 'Developer" onclick="alert(1)'
    assert person("PUT", f"{path}/resume", json={"resume": edited}).status_code == 201
    for kind in ("resume", "cover_letter"):
        page = person.get(f"{path}/{kind}/diff", headers={"Accept": "text/html"})
        assert (page.status_code, page.mimetype) == (200, "text/html")
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        style = page.text[page.text.index("<style>") + 7 : page.text.index("</style>")]
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"style-src 'sha256-{digest}'" in policy
        assert "<script" not in page.text
        assert not re.search(r"<[^>]* (?:on\w+|src|href)=", page.text)
    page = person.get(f"{path}/resume/diff", headers={"Accept": "text/html"}).text
    assert "&lt;script&gt;alert(&#39;falcons&#39;)&lt;/script&gt;" in page
    assert "Stated by you" in page
    refused = person.get(f"{path}/resume/diff", headers={"Accept": "application/pdf"})
    assert problem_of(refused)["status"] == 406
    assert problem_of(person.get(f"{path}/portrait/diff"))["status"] == 404
