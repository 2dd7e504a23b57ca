"""One way to talk to PostgreSQL: a pool per process, a transaction per unit of work.

Each transaction names the user whose rows it may see; row-level security does the rest. Without a
user no row of a tenant is visible.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from copilot.errors import DatabaseUnavailable
from copilot.observability.queries import note_query

_POOL_WAIT_S = 10
# BEGIN goes past SQLAlchemy, see _send.
_AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)


class TenantSession(Session):
    """A session that begins when it is first used: what needs no row costs no round trip.

    The user, the durability and BEGIN go to the server together, in one round trip.
    """

    def __init__(self, engine: Engine, begin: str) -> None:
        super().__init__(expire_on_commit=False)
        self._engine = engine
        self._begin = begin
        self._connection: Connection | None = None

    def get_bind(self, *_: Any, **__: Any) -> Connection:
        """What SQLAlchemy asks for before each statement."""
        if self._connection is None:
            self._connection = self._engine.connect()
        if not self._connection.in_transaction():
            _begin(self._connection, self._begin)
        return self._connection

    def call(self, function: str, values: Mapping[str, Any]) -> Any:
        """The row that a function of the database answers with, a named tuple, or None.

        The function must name its user and its durability itself, and must be safe to repeat. If
        the transaction has begun the call is a part of it. If not, it is a transaction of its own:
        one round trip, committed when it returns, whatever becomes of the session later.
        """
        if self.in_transaction():
            self.flush()
            return self.connection().exec_driver_sql(function, dict(values)).one_or_none()
        return _call_alone(self._engine, function, values)

    def close(self) -> None:
        """Roll back what was not committed, and give the connection back."""
        if self._connection is not None or self.in_transaction():
            super().close()
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class Database:
    """A pool of connections of one role.

    ``transaction`` raises DatabaseUnavailable when PostgreSQL cannot be reached, was restarted or
    did not answer in time; nothing was committed then, except if the connection broke during the
    commit itself, which is why every unit of work is safe to repeat.
    """

    def __init__(
        self,
        url: str,
        *,
        pool_size: int = 10,
        statement_timeout_ms: int = 15_000,
        connect_timeout_s: int = 3,
        application_name: str = "copilot",
    ) -> None:
        self.engine: Engine = create_engine(
            url,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=_POOL_WAIT_S,
            pool_recycle=1800,
            # Of the driver: transactions are begun by TenantSession, which saves a round trip.
            isolation_level="AUTOCOMMIT",
            # A parameter must never end in a log or a stored error.
            hide_parameters=True,
            connect_args={
                "connect_timeout": connect_timeout_s,
                "application_name": application_name,
                "options": f"-c statement_timeout={statement_timeout_ms}"
                f" -c lock_timeout={statement_timeout_ms}"
                " -c idle_in_transaction_session_timeout=60000",
                # A dead peer is noticed in about 15 s, not in the two hours of the kernel.
                "keepalives_idle": 5,
                "keepalives_interval": 3,
                "keepalives_count": 3,
                "tcp_user_timeout": 15_000,
            },
        )

    @contextmanager
    def transaction(
        self, user_id: UUID | None = None, *, durable: bool = True
    ) -> Iterator[TenantSession]:
        """A transaction that sees the rows of ``user_id``; commits at the end, or rolls back.

        ``durable=False`` does not wait for the disk: for what leases and repeats make good again
        after a crash of the server (claims, heartbeats, marks of the dispatcher).
        """
        # No input of anybody's: a UUID and a word of two.
        begin = (
            f"begin; set local copilot.user_id = '{user_id or ''}';"
            f" set local synchronous_commit = {'on' if durable else 'off'}"
        )
        try:
            with TenantSession(self.engine, begin) as session:
                yield session
                if session.in_transaction():
                    session.commit()
        except (*_AWAY, PoolTimeout) as error:
            raise DatabaseUnavailable(_reason(error)) from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise DatabaseUnavailable(_reason(error)) from error
            raise

    def dispose(self) -> None:
        """Drop the connections, as after a fork."""
        self.engine.dispose(close=False)

    def close(self) -> None:
        self.engine.dispose()


def _begin(connection: Connection, statements: str) -> None:
    """The first words are also the health check: a connection that went stale in the pool shows
    here, nothing has happened yet, and one of a fresh pool takes its place. That saves each
    transaction the round trip of a ping."""
    try:
        _send(connection, statements)
    except psycopg.OperationalError:
        # Asked through SQLAlchemy, which takes all connections of that age out of the pool.
        with suppress(DBAPIError):
            connection.exec_driver_sql("select 1")
        connection.rollback()
        _send(connection, statements)


def _send(connection: Connection, statements: str) -> None:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    # Several statements in one message cannot be prepared.
    driver.execute(statements.encode(), prepare=False)


def _call_alone(engine: Engine, function: str, values: Mapping[str, Any]) -> Any:
    """Past SQLAlchemy: what each step does twice should cost no more than the driver."""
    try:
        return _call_once(engine, function, values)
    except _Broken:
        # Asked through SQLAlchemy, which takes all connections of that age out of the pool.
        with suppress(DBAPIError), engine.connect() as connection:
            connection.exec_driver_sql("select 1")
        return _call_once(engine, function, values)


class _Broken(psycopg.OperationalError):
    """The connection, not the call."""


def _call_once(engine: Engine, function: str, values: Mapping[str, Any]) -> Any:
    pooled = engine.raw_connection()
    driver = pooled.driver_connection
    assert isinstance(driver, psycopg.Connection)
    began = time.perf_counter()
    try:
        cursor = driver.cursor(row_factory=namedtuple_row)
        return cursor.execute(function.encode(), values, prepare=True).fetchone()
    except psycopg.OperationalError as error:
        if not driver.closed:
            raise
        pooled.invalidate(error)
        raise _Broken(*error.args) from error
    finally:
        pooled.close()
        note_query("select", time.perf_counter() - began)


def _reason(error: Exception) -> str:
    # The driver's text may quote statements and values: the class says enough.
    cause = getattr(error, "orig", None) or error.__cause__ or error
    return f"The database did not answer ({type(cause).__name__}). Try again in a moment."
