"""Plays the cases of ``benchmarks.chaos`` at their short scale, as they are and without the
mechanism that each rests on."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from benchmarks.chaos.stage import set_stage
from devstack import database as preparation

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.chaos.findings import Findings
    from benchmarks.chaos.table import Case
    from devstack.services import Postgres

Player = Callable[..., "Findings"]


@pytest.fixture
def play(request: pytest.FixtureRequest, tmp_path: Path) -> Player:
    def play(case: Case, *, without: bool = False) -> Findings:
        postgres: Postgres | None = None
        if case.hurts_postgres:
            postgres = request.getfixturevalue("own_postgres")
            assert postgres is not None
            passwords = {role: secrets.token_hex(8) for role in preparation.ROLES}
            addresses = preparation.prepare(postgres.admin_url, "copilot", passwords)
        else:
            addresses = request.getfixturevalue("database")
        removal = case.removal if without else None
        with set_stage(addresses, tmp_path, removal=removal, postgres=postgres) as stage:
            return case.play(stage, **case.scale("short", without=without))

    return play
