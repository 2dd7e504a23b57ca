"""One way to talk to PostgreSQL: a pool per process, a transaction per unit of work.

Each transaction names the user whose rows it may see; row-level security does the rest. Without a
user no row of a tenant is visible.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from copilot.errors import DatabaseUnavailable

_CONTEXT = text(
    "select set_config('copilot.user_id', :user_id, true),"
    " set_config('synchronous_commit', :commit, true)"
)
_POOL_WAIT_S = 10


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
    ) -> Iterator[Session]:
        """A transaction that sees the rows of ``user_id``; commits at the end, or rolls back.

        ``durable=False`` does not wait for the disk: for what leases and repeats make good again
        after a crash of the server (claims, heartbeats, marks of the dispatcher).
        """
        values = {"user_id": str(user_id or ""), "commit": "on" if durable else "off"}
        try:
            with Session(self.engine, expire_on_commit=False) as session:
                self._begin(session, values)
                yield session
                session.commit()
        except (OperationalError, InterfaceError, PoolTimeout) as error:
            raise DatabaseUnavailable(_reason(error)) from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise DatabaseUnavailable(_reason(error)) from error
            raise

    @staticmethod
    def _begin(session: Session, values: dict[str, str]) -> None:
        """The first statement is also the health check: a connection that went stale in the pool
        shows here, nothing has happened yet, and one of a fresh pool takes its place. That saves
        each transaction the round trip of a ping."""
        try:
            session.execute(_CONTEXT, values)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            session.rollback()
            session.execute(_CONTEXT, values)

    def dispose(self) -> None:
        """Drop the connections, as after a fork."""
        self.engine.dispose(close=False)

    def close(self) -> None:
        self.engine.dispose()


def _reason(error: Exception) -> str:
    # The driver's text may quote statements and values: the class says enough.
    cause = getattr(error, "orig", None) or error
    return f"The database did not answer ({type(cause).__name__}). Try again in a moment."
