"""What every resource needs, made once per application."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from flask import current_app, g
from sqlalchemy.orm import Session

from config.settings import Settings
from copilot.accounts.tokens import Principal
from copilot.database.session import Database

EXTENSION = "copilot"


@dataclass(frozen=True, slots=True)
class Services:
    settings: Settings
    database: Database


def services() -> Services:
    return cast(Services, current_app.extensions[EXTENSION])


def principal() -> Principal:
    """Who the request speaks for; only in resources that need a token."""
    return cast(Principal, g.principal)


def user_id() -> UUID:
    return principal().user_id


@contextmanager
def transaction() -> Iterator[Session]:
    """A transaction that sees the rows of the request's user."""
    with services().database.transaction(user_id()) as session:
        yield session


def request_id() -> str:
    return cast(str, g.request_id)
