"""Scripted workers on real services, and services that a test may kill."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from copilot.database.session import Database
from devstack.worker_processes import Workers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from devstack.database import Database as Addresses


@pytest.fixture
def web(database: Addresses) -> Iterator[Database]:
    pool = Database(database.web_url, pool_size=5)
    yield pool
    pool.close()


@pytest.fixture
def workers(database: Addresses, redis_url: str, tmp_path: Path) -> Iterator[Workers]:
    made = Workers(database, redis_url, tmp_path)
    yield made
    made.close()
