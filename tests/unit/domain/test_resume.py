"""A résumé is a value: whatever it holds, it can be compared and kept in a set."""

from __future__ import annotations

from copilot.domain.resume import Resume
from copilot.grounding import check_resume

DOCUMENT = {
    "basics": {"name": "Runa Falk", "badges": [{"colour": "blue"}]},
    "work": [{"name": "Kornblume", "tags": ["bread", {"kind": "rye"}]}],
    "meta": {"lastModified": "2026-01-01", "tools": ["hand"]},
}


def test_members_beyond_the_schema_do_no_harm() -> None:
    first, second = Resume.from_json(DOCUMENT), Resume.from_json(DOCUMENT)
    other = Resume.from_json(DOCUMENT | {"meta": {"lastModified": "2026-01-02"}})
    assert len({first, second, other}) == 2
    assert check_resume(first, first).claims
