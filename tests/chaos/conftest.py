"""Plays the cases of ``benchmarks.chaos`` at their short scale, as they are and without the
mechanism that each rests on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from benchmarks.chaos.stage import set_stage
from devstack import database as preparation
from devstack import folders
from devstack.services import Postgres
from tests.support.services import PASSWORDS, copied_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.chaos.findings import Findings
    from benchmarks.chaos.table import Case
    from devstack.database import Database as Addresses

Player = Callable[..., "Findings"]
TEMPLATE = "copilot_template"


@pytest.fixture(scope="module")
def mortal_postgres() -> Iterator[Postgres]:
    """A durable server that the tests of a module kill and start again, with a migrated database
    to copy."""
    folder = folders.temporary()
    try:
        with Postgres(folder / "postgres", durable=True) as server:
            preparation.prepare(server.admin_url, TEMPLATE, PASSWORDS)
            yield server
    finally:
        folders.remove(folder)


@pytest.fixture
def mortal_database(mortal_postgres: Postgres) -> Iterator[Addresses]:
    with copied_database(mortal_postgres.admin_url, TEMPLATE) as made:
        yield made


@pytest.fixture
def play(request: pytest.FixtureRequest, tmp_path: Path) -> Player:
    def play(case: Case, *, without: bool = False) -> Findings:
        killed = case.hurts_postgres
        addresses = request.getfixturevalue("mortal_database" if killed else "database")
        postgres = request.getfixturevalue("mortal_postgres") if killed else None
        removal = case.removal if without else None
        with set_stage(addresses, tmp_path, removal=removal, postgres=postgres) as stage:
            return case.play(stage, **case.scale("short", without=without))

    return play
