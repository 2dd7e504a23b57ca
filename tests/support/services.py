"""Real PostgreSQL and Valkey for tests: started once for each test process, never shared with a
running stack.

``TEST_DATABASE_URL`` (superuser, any database of the server) and ``TEST_REDIS_URL`` name servers to
use instead; databases and roles are then made there.
"""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
import redis
from psycopg import sql

from devstack import database as preparation
from devstack import folders
from devstack.services import Postgres, Valkey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from devstack.database import Database

# The same for every test process: they may share one server given by TEST_DATABASE_URL.
PASSWORDS = {role: f"tests-only-{role}" for role in preparation.ROLES}
# Any constant: makes test processes prepare roles on a shared server one after the other.
PREPARE_LOCK = 7_204_311


@pytest.fixture(scope="session")
def services_folder() -> Iterator[Path]:
    folder = folders.temporary()
    yield folder
    folders.remove(folder)


@pytest.fixture(scope="session")
def postgres(services_folder: Path) -> Iterator[Postgres]:
    """The embedded server of this test process. Tests that hurt it start one of their own:
    `own_postgres`."""
    with Postgres(services_folder / "postgres", durable=False) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_admin_url(request: pytest.FixtureRequest) -> str:
    """Superuser on the maintenance database."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return given
    server: Postgres = request.getfixturevalue("postgres")
    return server.admin_url


@pytest.fixture(scope="session")
def database_template(postgres_admin_url: str) -> Iterator[str]:
    """A migrated database that no test touches; each test's database is a copy of it."""
    name = f"copilot_template_{secrets.token_hex(4)}"
    with psycopg.connect(postgres_admin_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (PREPARE_LOCK,))
        preparation.prepare(postgres_admin_url, name, PASSWORDS)
    yield name
    _drop(postgres_admin_url, name)


@pytest.fixture
def database(postgres_admin_url: str, database_template: str) -> Iterator[Database]:
    """An empty, migrated database for one test."""
    with copied_database(postgres_admin_url, database_template) as made:
        yield made


@pytest.fixture(scope="module")
def module_database(postgres_admin_url: str, database_template: str) -> Iterator[Database]:
    """An empty, migrated database for the tests of one module, which see each other's rows."""
    with copied_database(postgres_admin_url, database_template) as made:
        yield made


@contextmanager
def copied_database(server_admin_url: str, template: str) -> Iterator[Database]:
    name = f"copilot_test_{secrets.token_hex(6)}"
    with psycopg.connect(server_admin_url, autocommit=True) as connection:
        connection.execute(
            sql.SQL(
                "CREATE DATABASE {} TEMPLATE {} OWNER copilot_migrate STRATEGY FILE_COPY"
            ).format(sql.Identifier(name), sql.Identifier(template))
        )
        # Rights on the database itself are not copied; these are what the bootstrap gives.
        connection.execute(
            sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name))
        )
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, preparation.ROLES))
            )
        )
    try:
        yield preparation.addresses(server_admin_url, name, PASSWORDS)
    finally:
        _drop(server_admin_url, name)


@pytest.fixture
def own_postgres(tmp_services_folder: Path) -> Iterator[Postgres]:
    """A durable server for one test, which may kill, freeze and restart it."""
    with Postgres(tmp_services_folder / "postgres", durable=True) as server:
        yield server


@pytest.fixture
def own_valkey(tmp_services_folder: Path) -> Iterator[Valkey]:
    """A durable server for one test, which may kill, freeze and restart it."""
    with Valkey(tmp_services_folder / "valkey", durable=True) as server:
        yield server


@pytest.fixture
def tmp_services_folder() -> Iterator[Path]:
    """Like tmp_path, but in a place that the servers' account can reach."""
    folder = folders.temporary()
    yield folder
    folders.remove(folder)


@pytest.fixture(scope="session")
def valkey(services_folder: Path) -> Iterator[Valkey]:
    with Valkey(services_folder / "valkey", durable=False) as server:
        yield server


@pytest.fixture(scope="session")
def valkey_url(request: pytest.FixtureRequest) -> str:
    """The server of this test process; `redis_url` gives it emptied."""
    given = os.environ.get("TEST_REDIS_URL")
    if given:
        return _own_redis_database(given)
    server: Valkey = request.getfixturevalue("valkey")
    return server.url()


@pytest.fixture
def redis_url(valkey_url: str) -> str:
    """An empty Valkey database for one test."""
    with redis.Redis.from_url(valkey_url) as client:
        client.flushdb()
    return valkey_url


def _own_redis_database(url: str) -> str:
    """Parallel test processes on one given server take one numbered database each."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    return urlunsplit(urlsplit(url)._replace(path=f"/{int(worker.removeprefix('gw'))}"))


def _drop(server_admin_url: str, name: str) -> None:
    with psycopg.connect(server_admin_url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )
