"""The same posting from another site, or put up again, is linked; its warning signs are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from copilot.database.identifiers import new_id
from copilot.database.models import PostingRow
from copilot.database.repositories import postings
from copilot.database.repositories.postings import SubmittedPosting
from copilot.domain.posting import Posting, PostingAnalysis
from copilot.pipeline.run_view import RunView
from copilot.pipeline.steps import parse_posting
from devstack.people import sign_up

if TYPE_CHECKING:
    from copilot.database.session import Database

TEXT = (
    "We are looking for a colleague who repairs clocks. You have three years of experience with "
    "tower clocks and a driving licence. We offer a workshop with daylight and a fair salary."
)
ANALYSIS = PostingAnalysis(requirements=(), confidence=1, engine="extractive", prompt_version="1")


@dataclass(frozen=True, slots=True)
class Reader:
    """Submits and reads postings for one user, as the API and the step do."""

    web: Database
    worker: Database
    user_id: UUID

    def read(self, **changes: object) -> UUID:
        fields: dict[str, object] = {
            "title": "Clock Repairer",
            "company": "Hourglass Ltd",
            "locations": ("Hull, England",),
            "description": TEXT,
        }
        submitted = SubmittedPosting(uuid4().bytes, "text/html", None, {})
        with self.web.transaction(self.user_id) as session:
            posting_id = postings.submit(session, self.user_id, submitted)[0].id
        run = RunView(
            new_id(), self.user_id, new_id(), None, None, None, None, {}, datetime.now(UTC), {}
        )
        inputs = parse_posting.Inputs(posting_id, b"", "text/html", None, {}, done=False)
        output = parse_posting.Output(Posting.model_validate(fields | changes), ANALYSIS, None)
        with self.worker.transaction(self.user_id) as session:
            parse_posting.store(session, run, inputs, output)
        return posting_id

    def canonical(self, posting_id: UUID) -> UUID | None:
        with self.web.transaction(self.user_id) as session:
            return session.get_one(PostingRow, posting_id).canonical_id

    def signals(self, posting_id: UUID) -> dict[str, str]:
        with self.web.transaction(self.user_id) as session:
            parsed = session.get_one(PostingRow, posting_id).parsed
            assert parsed is not None
            return {signal["code"]: signal["message"] for signal in parsed["signals"]}


@pytest.fixture
def reader(web: Database, worker_database: Database) -> Reader:
    return Reader(web, worker_database, sign_up(web).user_id)


def test_the_same_posting_from_other_sites_is_linked_to_the_first(reader: Reader) -> None:
    first = reader.read()
    twins = [
        reader.read(title="CLOCK REPAIRER (m/f/d)", company="Hourglass"),
        # A site that names neither place nor employer, and cuts the text.
        reader.read(company=None, locations=(), description=TEXT[:170]),
    ]
    assert [reader.canonical(twin) for twin in twins] == [first, first]
    assert reader.canonical(first) is None


def test_one_address_is_one_posting_whatever_it_says_now(reader: Reader) -> None:
    address = "https://jobs.example.org/clocks/7"
    first = reader.read(canonical_url=address)
    edited = reader.read(
        canonical_url=address, title="Watchmaker",
        description="Watches of all sizes want a calm person with a loupe. " * 8,
    )  # fmt: skip
    assert reader.canonical(edited) == first


def test_another_posting_of_the_employer_is_not_linked(reader: Reader) -> None:
    reader.read()
    other = reader.read(title="Sand Sieve", description="Sieving sand by night. " * 9)
    elsewhere = reader.read(locations=("Leeds",))
    assert reader.canonical(other) is None
    assert reader.canonical(elsewhere) is None


def test_a_posting_that_is_put_up_again_says_so(reader: Reader) -> None:
    first = reader.read(date_posted=date(2026, 5, 4))
    again = reader.read(date_posted=date(2026, 8, 3))
    elsewhere = reader.read(date_posted=date(2026, 8, 5))
    assert "2026-05-04" in reader.signals(again)["reposted"]
    assert "reposted" not in reader.signals(first)
    assert "2026-08-03" not in reader.signals(elsewhere)["reposted"]


def test_what_one_user_submitted_is_never_linked_to_anothers(reader: Reader) -> None:
    reader.read()
    other = Reader(reader.web, reader.worker, sign_up(reader.web).user_id)
    assert other.canonical(other.read()) is None
