"""Files that mean harm are refused by type or read for what is harmless, and nobody else notices.

The slow ones are left to ``python -m benchmarks.hostile``.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.hostile import read_case
from benchmarks.hostile_files import CASES, Case
from copilot.documents.isolation import ReadingServer, read_isolated

QUICK = [case for case in CASES if not case.slow]
ORDINARY = (
    b"<h1>Bell Founder</h1><p>We are looking for a bell founder with experience. Requirements: "
    b"strong arms, skills, a certificate. Apply now, the salary is fair.</p>"
)


@pytest.fixture(scope="module")
def server() -> Iterator[ReadingServer]:
    made = ReadingServer()
    made.start()
    yield made
    made.stop()


def test_there_are_many() -> None:
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", QUICK, ids=lambda case: case.name)
def test_a_hostile_file_ends_in_a_typed_rejection(case: Case, server: ReadingServer) -> None:
    before = server.process_id
    outcome = read_case(case, server).outcome
    assert not outcome.startswith("untyped")
    assert outcome != "read" or not case.refused
    assert server.process_id == before


def test_the_reader_lives_on_and_kept_within_its_memory(server: ReadingServer) -> None:
    posting = read_isolated("posting", ORDINARY, "text/html", server=server)
    assert posting["title"] == "Bell Founder"
    assert 0 < server.peak_bytes <= 512 * 1024 * 1024
