"""Pools of connections of the product's own roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from copilot.database.session import Database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devstack.database import Database as Addresses


@pytest.fixture
def web(database: Addresses) -> Iterator[Database]:
    pool = Database(database.web_url, pool_size=5)
    yield pool
    pool.close()


@pytest.fixture
def worker_database(database: Addresses) -> Iterator[Database]:
    pool = Database(database.worker_url, pool_size=5)
    yield pool
    pool.close()


@pytest.fixture
def operator_database(database: Addresses) -> Iterator[Database]:
    pool = Database(database.operator_url, pool_size=2)
    yield pool
    pool.close()
