"""The kind of index is chosen, and the schema stays the one of the models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg

from copilot.database import migrate, vector_index

if TYPE_CHECKING:
    from devstack.database import Database


def kinds(database: Database) -> set[str]:
    with psycopg.connect(database.admin_url) as connection:
        rows = connection.execute(
            "select a.amname from pg_index i join pg_class c on c.oid = i.indexrelid"
            " join pg_am a on a.oid = c.relam"
            " where i.indrelid = 'posting_vectors'::regclass and i.indisvalid"
            " and a.amname <> 'btree'"
        ).fetchall()
    return {row[0] for row in rows}


def test_the_indexes_are_made_anew_as_the_kind_that_is_asked_for(database: Database) -> None:
    assert kinds(database) == {"hnsw"}
    assert vector_index.use(database.migrate_url, "hnsw") == []
    assert len(vector_index.use(database.migrate_url, "ivfflat")) == 3
    assert kinds(database) == {"ivfflat"}
    migrate.check(database.migrate_url)
    assert len(vector_index.use(database.migrate_url, "hnsw")) == 3
    assert kinds(database) == {"hnsw"}


def test_what_a_broken_attempt_left_behind_is_removed(database: Database) -> None:
    with psycopg.connect(database.migrate_url, autocommit=True) as connection:
        connection.execute(
            "create index ix_posting_vectors_goals_new on posting_vectors (dimension)"
        )
    vector_index.use(database.migrate_url, "ivfflat")
    assert kinds(database) == {"ivfflat"}
    migrate.check(database.migrate_url)
