"""The kind of index that finds the nearest postings: HNSW, or IVFFlat if VECTOR_INDEX says so.

HNSW answers faster at equal recall and is the default. IVFFlat is built faster and is smaller, for
a database that is loaded anew often. The migrations make HNSW; ``use`` makes the indexes anew as
another kind, one after the other, while searches and writes go on.
"""

from __future__ import annotations

from typing import Any, Literal

import psycopg
from psycopg import sql

from copilot.database.models.vector import DEFAULT_ENCODER, DIMENSIONS, HNSW_OPTIONS

VectorIndex = Literal["hnsw", "ivfflat"]

_FEWEST_LISTS = 10


def use(url: str, kind: VectorIndex) -> list[str]:
    """Make the indexes of the database at ``url`` (role copilot_migrate) of this kind; answers with
    the names of those that were made anew, which takes minutes for some 100,000 postings.

    What a broken attempt left behind is removed first. Raises psycopg.Error as the server states
    it.
    """
    # psycopg knows the address without SQLAlchemy's name of the driver.
    plain = url.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(plain, autocommit=True) as connection:
        names = {dimension: f"ix_posting_vectors_{dimension}" for dimension in DIMENSIONS}
        others = [d for d, name in names.items() if _kind(connection, name) != kind]
        for dimension in others:
            _replace(connection, names[dimension], dimension, _options(connection, kind))
        return [names[dimension] for dimension in others]


def _kind(connection: psycopg.Connection[Any], name: str) -> str | None:
    row = connection.execute(
        "select a.amname from pg_class c join pg_am a on a.oid = c.relam"
        " where c.relname = %s and c.relnamespace = 'public'::regnamespace",
        [name],
    ).fetchone()
    return row[0] if row else None


def _options(connection: psycopg.Connection[Any], kind: VectorIndex) -> sql.Composed:
    if kind == "hnsw":
        options = ", ".join(f"{name} = {value}" for name, value in HNSW_OPTIONS.items())
    else:
        # The square root of the rows, as pgvector's guide says for many rows. The table holds
        # three vectors a posting; the statistics are asked because nobody may count its rows.
        connection.execute("analyze posting_vectors")
        row = connection.execute(
            "select reltuples from pg_class where oid = 'posting_vectors'::regclass"
        ).fetchone()
        postings = max(0.0, row[0] if row else 0.0) / len(DIMENSIONS)
        options = f"lists = {max(_FEWEST_LISTS, round(postings**0.5))}"
    return sql.SQL("using {} (vector halfvec_cosine_ops) with ({})").format(
        sql.Identifier(kind),
        sql.SQL(options),  # names and numbers of our own
    )


def _replace(
    connection: psycopg.Connection[Any], name: str, dimension: str, options: sql.Composed
) -> None:
    old, new = sql.Identifier(name), sql.Identifier(f"{name}_new")
    connection.execute(sql.SQL("drop index if exists {}").format(new))
    connection.execute(
        sql.SQL(
            "create index concurrently {} on posting_vectors {}"
            " where dimension = {} and encoder = {}"
        ).format(new, options, sql.Literal(dimension), sql.Literal(DEFAULT_ENCODER))
    )
    with connection.transaction():
        connection.execute(sql.SQL("drop index if exists {}").format(old))
        connection.execute(sql.SQL("alter index {} rename to {}").format(new, old))
