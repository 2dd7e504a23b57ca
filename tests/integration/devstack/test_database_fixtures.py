"""Each test has a migrated database to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
import redis

if TYPE_CHECKING:
    from devstack.database import Database


@pytest.mark.parametrize("turn", [1, 2])
def test_a_database_is_migrated_and_nobody_elses(database: Database, turn: int) -> None:
    with psycopg.connect(database.migrate_url) as connection:
        connection.execute("CREATE TABLE mine AS SELECT 1")  # would fail the second time
        connection.execute("SELECT version_num FROM alembic_version")


def test_every_role_can_enter_and_none_is_a_superuser(database: Database) -> None:
    for url in (database.web_url, database.worker_url, database.operator_url):
        with psycopg.connect(url) as connection:
            row = connection.execute(
                "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("CREATE TABLE forbidden (id int)")
        if url != database.operator_url:
            assert row == (False,)


@pytest.mark.parametrize("turn", [1, 2])
def test_valkey_is_empty_for_each_test(redis_url: str, turn: int) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("left", "over")
