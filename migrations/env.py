"""Alembic's environment: the URL comes from the caller, the target from the models."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine, pool, text

import copilot.database.models  # noqa: F401  registers every table
from copilot.database.base import Base

# Migrations wait for locks rather than queue up the traffic behind them.
LOCK_TIMEOUT = "4s"
STATEMENT_TIMEOUT = "60s"
# One migration at a time, whoever starts it.
ADVISORY_LOCK = 4_170_001


def run() -> None:
    engine = create_engine(context.config.attributes["url"], poolclass=pool.NullPool)
    with engine.connect() as connection:
        connection.execute(text("select pg_advisory_lock(:key)"), {"key": ADVISORY_LOCK})
        connection.execute(text(f"set lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.execute(text(f"set statement_timeout = '{STATEMENT_TIMEOUT}'"))
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            compare_type=True,
            compare_server_default=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
