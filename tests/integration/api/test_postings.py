"""A posting with its warning signs and its doubles."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from copilot.database.identifiers import new_id
from copilot.domain.posting import Posting, PostingAnalysis
from copilot.pipeline.run_view import RunView
from copilot.pipeline.steps import parse_posting
from tests.integration.api.test_documents import worker

if TYPE_CHECKING:
    from copilot.database.session import Database
    from tests.integration.api.conftest import Person

__all__ = ["worker"]

FIELDS: dict[str, Any] = {
    "title": "Clock Repairer",
    "company": "Hourglass Ltd",
    "locations": ["Hull, England"],
    "description": "We look for a colleague who repairs the clocks of our town. " * 6,
}


def submit(person: Person, url: str) -> str:
    page = f"<!doctype html><html><body>{uuid4()}</body></html>"
    made = person.post("/v1/postings", json={"html": page, "url": url})
    assert made.status_code == 201, made.text
    return made.json["id"]


def read(worker: Database, person: Person, posting_id: str, **changes: Any) -> None:
    """What the step stores once the page has been read and analysed."""
    user_id = person.user_id
    analysis = PostingAnalysis(
        requirements=(), confidence=1, engine="extractive", prompt_version="1"
    )
    run = RunView(new_id(), user_id, new_id(), None, None, None, None, {}, datetime.now(UTC), {})
    inputs = parse_posting.Inputs(UUID(posting_id), b"", "text/html", None, {}, done=False)
    output = parse_posting.Output(Posting.model_validate(FIELDS | changes), analysis, None)
    with worker.transaction(user_id) as session:
        parse_posting.store(session, run, inputs, output)


def test_a_posting_that_was_not_read_yet_has_neither(person: Person) -> None:
    shown = person.get(f"/v1/postings/{submit(person, 'https://a.example.org/1')}").json
    assert (shown["signals"], shown["same_as"], shown["canonical_id"]) == ([], [], None)


def test_doubles_name_each_other_and_a_repost_says_so(person: Person, worker: Database) -> None:
    addresses = ["https://a.example.org/1", "https://b.example.org/2"]
    first, second = (submit(person, address) for address in addresses)
    read(worker, person, first, date_posted="2026-05-04")
    read(worker, person, second, date_posted="2026-08-03")

    shown = person.get(f"/v1/postings/{second}").json
    assert shown["canonical_id"] == first
    assert [(d["id"], d["source_url"], d["date_posted"]) for d in shown["same_as"]] == [
        (first, addresses[0], "2026-05-04")
    ]
    assert [s["code"] for s in shown["signals"]] == ["reposted"]
    assert "2026-05-04" in shown["signals"][0]["message"]
    double = person.get(f"/v1/postings/{first}").json
    assert [d["id"] for d in double["same_as"]] == [second]


def test_doubles_are_gone_with_the_other_posting_s_employer(
    person: Person, worker: Database
) -> None:
    first, second = (submit(person, f"https://c.example.org/{n}") for n in range(2))
    read(worker, person, first)
    read(worker, person, second, company="Sandglass")
    assert person.get(f"/v1/postings/{second}").json["same_as"] == []
