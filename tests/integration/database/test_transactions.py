"""A transaction names its user whenever it begins, and costs nothing before it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import text

from devstack.people import sign_up

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from copilot.database.session import Database
    from devstack.database import Database as Addresses

_WHO = text("select current_tenant()")


def who(session: Session) -> UUID | None:
    tenant: UUID | None = session.execute(_WHO).scalar_one()
    return tenant


def test_it_speaks_for_its_user_and_the_next_one_does_not(web: Database) -> None:
    user_id = uuid4()
    with web.transaction(user_id) as session:
        assert who(session) == user_id
    with web.transaction() as session:
        assert who(session) is None


def test_it_speaks_for_its_user_after_a_commit_or_rollback_half_way(web: Database) -> None:
    user_id = uuid4()
    with web.transaction(user_id) as session:
        assert who(session) == user_id
        session.commit()
        assert who(session) == user_id
        session.rollback()
        assert who(session) == user_id


def test_an_error_takes_back_what_was_done(web: Database) -> None:
    candidate = sign_up(web)

    def change() -> None:
        with web.transaction(candidate.user_id) as session:
            session.execute(text("update users set email = 'other@example.org'"))
            raise LookupError

    with pytest.raises(LookupError):
        change()
    with web.transaction(candidate.user_id) as session:
        email = session.execute(text("select email from users")).scalar_one()
    assert email == f"{candidate.user_id}@example.org"


def test_whoever_does_not_use_it_needs_no_connection(web: Database) -> None:
    with web.transaction(uuid4()):
        assert web.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_connections_that_the_server_has_closed_are_replaced(
    web: Database, worker_database: Database, database: Addresses
) -> None:
    user_id = uuid4()
    for pool in (web, worker_database):
        with pool.transaction(user_id) as session:
            assert who(session) == user_id
    with psycopg.connect(database.admin_url) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    with web.transaction(user_id) as session:
        assert who(session) == user_id
    with worker_database.transaction(user_id) as session:
        row = session.call("select %(number)s::int as number", {"number": 7})
    assert row.number == 7
