"""The same posting from another site, or put up again, is linked; its warning signs are told."""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from copilot.database.identifiers import new_id
from copilot.database.models import Blob, PostingRow
from copilot.domain.posting import Posting, PostingAnalysis
from copilot.pipeline.run_view import RunView
from copilot.pipeline.steps import parse_posting
from devstack.people import Candidate, sign_up

if TYPE_CHECKING:
    from copilot.database.session import Database

TEXT = (
    "We are looking for a colleague who repairs clocks. You have three years of experience with "
    "tower clocks and a driving licence. We offer a workshop with daylight and a fair salary."
)
ANALYSIS = PostingAnalysis(requirements=(), confidence=1, engine="extractive", prompt_version="1")


@pytest.fixture
def candidate(web: Database) -> Candidate:
    return sign_up(web)


def read(worker: Database, candidate: Candidate, **changes: object) -> UUID:
    """A posting that was submitted, read and stored as the step does it."""
    fields: dict[str, object] = {
        "title": "Clock Repairer",
        "company": "Hourglass Ltd",
        "locations": ("Hull, England",),
        "description": TEXT,
    }
    posting = Posting.model_validate(fields | changes)
    content = uuid4().bytes
    user_id = candidate.user_id
    run = RunView(new_id(), user_id, new_id(), None, None, None, None, {}, datetime.now(UTC), {})
    with worker.transaction(user_id) as session:
        digest = sha256(content).digest()
        session.add(Blob(user_id=user_id, sha256=digest, content=content, media_type="text/html"))
        session.flush()
        row = PostingRow(user_id=user_id, sha256=digest, media_type="text/html", stated={})
        session.add(row)
        session.flush()
        inputs = parse_posting.Inputs(row.id, content, "text/html", None, {}, done=False)
        output = parse_posting.Output(posting, ANALYSIS, None)
        parse_posting.store(session, run, inputs, output)
        return row.id


def canonical(database: Database, candidate: Candidate, posting_id: UUID) -> UUID | None:
    with database.transaction(candidate.user_id) as session:
        return session.get_one(PostingRow, posting_id).canonical_id


def signals(database: Database, candidate: Candidate, posting_id: UUID) -> dict[str, str]:
    with database.transaction(candidate.user_id) as session:
        parsed = session.get_one(PostingRow, posting_id).parsed
        assert parsed is not None
        return {signal["code"]: signal["message"] for signal in parsed["signals"]}


def test_the_same_posting_from_other_sites_is_linked_to_the_first(
    worker_database: Database, candidate: Candidate
) -> None:
    first = read(worker_database, candidate)
    twins = [
        read(worker_database, candidate, title="CLOCK REPAIRER (m/f/d)", company="Hourglass"),
        # A site that names neither place nor employer, and cuts the text.
        read(worker_database, candidate, company=None, locations=(), description=TEXT[:170]),
    ]
    assert [canonical(worker_database, candidate, twin) for twin in twins] == [first, first]
    assert canonical(worker_database, candidate, first) is None


def test_one_address_is_one_posting_whatever_it_says_now(
    worker_database: Database, candidate: Candidate
) -> None:
    address = "https://jobs.example.org/clocks/7"
    first = read(worker_database, candidate, canonical_url=address)
    edited = read(
        worker_database, candidate, canonical_url=address, title="Watchmaker",
        description="Watches of all sizes want a calm person with a loupe. " * 8,
    )  # fmt: skip
    assert canonical(worker_database, candidate, edited) == first


def test_another_posting_of_the_employer_is_not_linked(
    worker_database: Database, candidate: Candidate
) -> None:
    read(worker_database, candidate)
    other = read(
        worker_database, candidate, title="Sand Sieve", description="Sieving sand by night. " * 9
    )
    elsewhere = read(worker_database, candidate, locations=("Leeds",))
    assert canonical(worker_database, candidate, other) is None
    assert canonical(worker_database, candidate, elsewhere) is None


def test_a_posting_that_is_put_up_again_says_so(
    worker_database: Database, candidate: Candidate
) -> None:
    first = read(worker_database, candidate, date_posted=date(2026, 5, 4))
    again = read(worker_database, candidate, date_posted=date(2026, 8, 3))
    elsewhere = read(worker_database, candidate, date_posted=date(2026, 8, 5))
    assert "2026-05-04" in signals(worker_database, candidate, again)["reposted"]
    assert "reposted" not in signals(worker_database, candidate, first)
    assert "2026-08-03" not in signals(worker_database, candidate, elsewhere)["reposted"]


def test_what_one_user_submitted_is_never_linked_to_anothers(
    web: Database, worker_database: Database, candidate: Candidate
) -> None:
    read(worker_database, candidate)
    other = sign_up(web)
    assert canonical(worker_database, other, read(worker_database, other)) is None
