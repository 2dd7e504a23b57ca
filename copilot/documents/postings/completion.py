"""From what the sources say to a ``Posting``: what only the text states, addresses, signals."""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import py3langid

from copilot.documents.postings import places
from copilot.documents.postings.addresses import canonical
from copilot.documents.postings.dollars import local_dollars
from copilot.documents.postings.facts import Merged
from copilot.documents.postings.markdown import plain
from copilot.documents.postings.signals import find_signals
from copilot.documents.postings.values import (
    read_employment_types,
    read_remote_policy,
    salary_in_text,
)
from copilot.domain.posting import FieldSource, Posting, Salary
from copilot.errors import PostingWithoutText

_LANGUAGE_SAMPLE = 4000
FEWEST_CHARACTERS = 80
"""Of a description, below which there is nothing to match."""


def posting_of(merged: Merged, url: str | None) -> Posting:
    fields = dict(merged.fields)
    sources = dict(merged.sources)
    description = merged.description
    words = plain(description)
    _complete_from_text(fields, sources, description, words)
    address = canonical(_text(fields.get("canonical_url")), url) or canonical(url)
    fields["canonical_url"] = address
    if sources.get("locations") is not FieldSource.CLIENT:
        fields["locations"] = _each_place(fields.get("locations"))
    fields["apply_url"] = canonical(_text(fields.get("apply_url")), url)
    if not address:
        sources.pop("canonical_url", None)
    if not fields["apply_url"]:
        sources.pop("apply_url", None)
    salary = fields.get("salary")
    if isinstance(salary, Salary) and sources["salary"] is not FieldSource.JSON_LD:
        host = urlsplit(address or "").hostname or ""
        fields["salary"] = local_dollars(salary, host, _each_place(fields["locations"]), words)
    language, _ = py3langid.classify(words[:_LANGUAGE_SAMPLE])
    posted, until = fields.get("date_posted"), fields.get("valid_through")
    company = _text(fields.get("company"))
    return Posting.model_validate(
        fields
        | {
            "language": str(language),
            "sources": sources,
            "signals": find_signals(
                words,
                company,
                posted if isinstance(posted, date) else None,
                until if isinstance(until, date) else None,
                datetime.now(tz=UTC).date(),
            ),
        }
    )


def _each_place(stated: object) -> tuple[str, ...]:
    lines = stated if isinstance(stated, tuple) else ()
    return places.several("; ".join(lines))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _complete_from_text(
    fields: dict[str, object], sources: dict[str, FieldSource], description: str, words: str
) -> None:
    """Remote policy, pay and kind of employment, where only the description states them."""
    if not fields.get("remote_policy") and (said := read_remote_policy(words)):
        fields["remote_policy"], sources["remote_policy"] = said, FieldSource.TEXT
    if not fields.get("salary"):
        for line in words.split("\n"):
            if salary := salary_in_text(line):
                fields["salary"], sources["salary"] = salary, FieldSource.TEXT
                break
    if not fields.get("employment_types"):
        lines = [line for line in words.split("\n") if len(line) <= 100]
        kinds = next((k for line in lines if (k := read_employment_types(line))), ())
        if kinds:
            fields["employment_types"], sources["employment_types"] = kinds, FieldSource.TEXT


def need_text(description: str) -> None:
    if len(plain(description)) < FEWEST_CHARACTERS:
        raise PostingWithoutText(
            "The page names a job but holds no text about it. Let the page load fully and open "
            "the description, then submit it again, or paste the job's text."
        )
