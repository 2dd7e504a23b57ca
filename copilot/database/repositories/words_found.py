"""Where the words of a search stand in what it found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import Session

from copilot.database.models import PostingRow

_SNIPPET_FROM = 20_000
"""Characters of the description in which a passage is looked for."""
_SNIPPET = 'MaxFragments=1, MinWords=8, MaxWords=24, StartSel="", StopSel=""'


class Found(NamedTuple):
    """Where the words of a free-text search stand in one posting."""

    in_title: bool
    in_company: bool
    snippet: str


def where_found(session: Session, words: str, postings: Sequence[UUID]) -> Mapping[UUID, Found]:
    """Where the words stand in each of the postings."""
    config = func.search_config(PostingRow.language)
    query = func.websearch_to_tsquery(config, words)

    def stands_in(weight: Literal["a", "b"]) -> ColumnElement[bool]:
        # PostgreSQL's "char" of one byte, which SQLAlchemy does not name.
        marked = func.ts_filter(PostingRow.search, literal_column(f"'{{{weight}}}'::\"char\"[]"))
        return marked.bool_op("@@")(query)

    beginning = func.left(func.coalesce(PostingRow.description, ""), _SNIPPET_FROM)
    rows = session.execute(
        select(
            PostingRow.id,
            stands_in("a").label("in_title"),
            stands_in("b").label("in_company"),
            func.ts_headline(config, beginning, query, _SNIPPET).label("snippet"),
        ).where(PostingRow.id.in_(postings))
    )
    return {
        row.id: Found(row.in_title, row.in_company, " ".join(row.snippet.split())) for row in rows
    }
