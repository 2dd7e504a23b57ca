"""Everything that is stored about a user, as one JSON document."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from copilot.database.base import Base
from copilot.database.models import (
    Application,
    Blob,
    Budget,
    Document,
    MatchRow,
    ModelCall,
    PostingRow,
    Profile,
    ProfileVersion,
    Rendition,
    ResumeImport,
    Run,
    Step,
    Token,
    User,
)

FORMAT = "copilot-export/1"

# Secrets and what can be computed from the rest. Vectors are numbers that mean nothing without
# their encoder, and saved model responses end up in documents and analyses.
_LEFT_OUT = {
    "users": {"password_hash"},
    "tokens": {"token_hash"},
    "postings": {"search"},
    "steps": {"token", "lease_until", "worker"},
    "model_calls": {"token", "request_hash"},
}
_TABLES: tuple[type[Base], ...] = (
    User,
    Token,
    Profile,
    ProfileVersion,
    ResumeImport,
    PostingRow,
    Application,
    Run,
    Step,
    MatchRow,
    Document,
    Rendition,
    ModelCall,
    Budget,
    Blob,
)
_ROWS_AT_A_TIME = 50


def lines(session: Session) -> Iterator[str]:
    """The document in pieces, so that a large account does not fill the memory. Bytes are base64.
    The session must speak for the user."""
    yield '{"format":' + json.dumps(FORMAT)
    for table in _TABLES:
        yield f',"{table.__tablename__}":['
        rows = session.execute(
            select(*_columns(table)).execution_options(yield_per=_ROWS_AT_A_TIME)
        ).mappings()
        for number, row in enumerate(rows):
            yield ("," if number else "") + json.dumps(
                {name: _plain(value) for name, value in row.items()}, ensure_ascii=False
            )
        yield "]"
    yield "}\n"


def _columns(table: type[Base]) -> list[InstrumentedAttribute[Any]]:
    left_out = _LEFT_OUT.get(table.__tablename__, set())
    return [
        getattr(table, column.name)
        for column in table.__table__.columns
        if column.name not in left_out
    ]


def _plain(value: Any) -> Any:
    match value:
        case UUID() | Decimal():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
    return value
