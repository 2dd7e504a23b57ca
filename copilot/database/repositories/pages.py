"""Keyset pages: newest first, by id, which grows with time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute, Session

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Page(Generic[Entry]):
    items: Sequence[Entry]
    after: UUID | None
    """Where the next page begins; None on the last one."""


def newest_first(
    session: Session,
    statement: Select[Entry],
    id_column: InstrumentedAttribute[Any],
    *,
    after: UUID | None,
    limit: int,
) -> Page[Entry]:
    if after is not None:
        statement = statement.where(id_column < after)
    found = session.scalars(statement.order_by(id_column.desc()).limit(limit + 1)).all()
    items = found[:limit]
    last: Any = items[-1] if len(found) > limit else None
    return Page(items, getattr(last, id_column.key) if last is not None else None)
