"""One head, no drift from the models, there and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic.script import ScriptDirectory

from copilot.database import migrate

if TYPE_CHECKING:
    from devstack.database import Database


def test_there_is_one_head() -> None:
    scripts = ScriptDirectory(str(migrate._SCRIPTS))
    assert scripts.get_heads() == [migrate.wanted_revision()]


def test_models_and_schema_do_not_drift(database: Database) -> None:
    migrate.check(database.migrate_url)


def test_migrations_go_back_and_forth(database: Database) -> None:
    migrate.downgrade(database.migrate_url, "base")
    migrate.upgrade(database.migrate_url)
    migrate.check(database.migrate_url)
