"""Every page in ``pages`` reads as ``expected.json`` says, or is refused by its name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from copilot.documents.postings import read_posting
from copilot.domain.posting import Posting
from copilot.errors import (
    ExpiredPosting,
    LoginWall,
    NotAPosting,
    PostingWithoutText,
    SearchResultsPage,
)

PAGES = Path(__file__).parent / "pages"
EXPECTED: dict[str, dict[str, Any]] = json.loads((PAGES / "expected.json").read_text("utf-8"))
MEDIA_TYPES = {
    ".html": "text/html",
    ".json": "application/json",
    ".txt": "text/plain",
    ".md": "text/markdown",
}
REFUSALS = {
    "search_results": SearchResultsPage,
    "expired": ExpiredPosting,
    "login_wall": LoginWall,
    "without_text": PostingWithoutText,
    "other": NotAPosting,
}
POSTINGS = [name for name, page in EXPECTED.items() if page["kind"] == "posting"]
OTHERS = [name for name, page in EXPECTED.items() if page["kind"] != "posting"]


def read(name: str) -> Posting:
    content = (PAGES / name).read_bytes()
    return read_posting(content, MEDIA_TYPES[Path(name).suffix], url=EXPECTED[name].get("url"))


@pytest.mark.parametrize("name", POSTINGS)
def test_a_posting_page_is_read_with_its_fields(name: str) -> None:
    expected = EXPECTED[name]
    posting = read(name)

    assert posting.title == expected["title"]
    assert posting.company == expected["company"]
    assert len(posting.locations) == expected.get("locations_count", 1)
    assert posting.locations[0].startswith(expected["location"].split(",")[0])
    assert expected["contains"] in posting.description
    for field in ("remote_policy", "canonical_url", "apply_url", "language"):
        if field in expected:
            assert getattr(posting, field) == expected[field], field
    for field in ("date_posted", "valid_through"):
        if field in expected:
            assert getattr(posting, field).isoformat() == expected[field], field
    if "employment_types" in expected:
        assert list(posting.employment_types) == expected["employment_types"]
    if "salary" in expected:
        salary = posting.salary
        assert salary is not None
        stated = [salary.minimum, salary.maximum, salary.currency, salary.period]
        assert stated == expected["salary"]


@pytest.mark.parametrize("name", [n for n in POSTINGS if "lacks" in EXPECTED[n]])
def test_what_surrounds_a_posting_or_is_hidden_stays_out(name: str) -> None:
    assert EXPECTED[name]["lacks"] not in read(name).description


@pytest.mark.parametrize("name", POSTINGS)
def test_each_field_says_where_it_was_read(name: str) -> None:
    posting = read(name)
    for field in ("title", "company", "locations", "description", "salary", "apply_url"):
        assert (field in posting.sources) == bool(getattr(posting, field)), field


@pytest.mark.parametrize("name", OTHERS)
def test_any_other_page_is_refused_by_name(name: str) -> None:
    with pytest.raises(NotAPosting) as refusal:
        read(name)
    assert type(refusal.value) is REFUSALS[EXPECTED[name]["kind"]]
    assert len(refusal.value.detail) > 40
