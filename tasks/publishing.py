"""Sends chains, in bounded time, behind a breaker."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

import pybreaker
from celery import chain
from kombu.connection import Connection
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from config.celery import TRANSPORT_OPTIONS
from config.queues import QueueName
from copilot.errors import BrokerUnavailable
from copilot.observability import context
from copilot.pipeline.states import StepName
from workers import propagation  # noqa: F401  the request id goes with every message
from workers.app import app

_BROKEN = (OperationalError, RedisError, OSError)
_RESET_AFTER_S = 2.0


class ChainPublisher:
    """One connection per thread, made again after an error.

    ``timeout_seconds`` bounds connecting and each command. After three failures in a row the broker
    is left alone for two seconds, so that a broker that hangs does not slow every request.
    """

    def __init__(self, broker_url: str, timeout_seconds: float) -> None:
        self._url = broker_url
        self._timeout = timeout_seconds
        self._local = threading.local()
        self._breaker = pybreaker.CircuitBreaker(fail_max=3, reset_timeout=_RESET_AFTER_S)

    def publish(
        self,
        run_id: UUID,
        user_id: UUID,
        steps: Sequence[tuple[str, str]],
        *,
        request_id: str | None,
        trace_parent: str | None = None,
    ) -> None:
        """Send the chain of ``steps``, (step, queue) in order. Raises BrokerUnavailable."""
        arguments = {"run_id": str(run_id), "user_id": str(user_id)}
        headers = {"traceparent": trace_parent} if trace_parent else {}
        signatures = [
            app.signature(
                StepName(step).task.value,
                kwargs=arguments,
                immutable=True,
                options={"queue": queue, "headers": headers},
            )
            for step, queue in steps
        ]
        with context.bound(request_id=request_id):
            self._guarded(
                lambda connection: chain(*signatures, app=app).apply_async(
                    connection=connection, retry=False
                )
            )

    def empty_queues(self) -> list[str]:
        """Queues in which no message waits. Raises BrokerUnavailable."""

        def ask(connection: Any) -> list[str]:
            client = connection.default_channel.client
            with client.pipeline(transaction=False) as pipe:
                for queue in QueueName:
                    pipe.llen(queue.value)
                lengths = pipe.execute()
            return [
                queue.value for queue, length in zip(QueueName, lengths, strict=True) if not length
            ]

        empty: list[str] = self._guarded(ask)
        return empty

    def _guarded(self, use: Any) -> Any:
        try:
            return self._breaker.call(self._with_connection, use)
        except pybreaker.CircuitBreakerError:
            raise BrokerUnavailable("The broker did not answer a moment ago.") from None
        except _BROKEN as error:
            raise BrokerUnavailable(
                f"The broker did not answer ({type(error).__name__})."
            ) from error

    def _with_connection(self, use: Any) -> Any:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._connect()
        try:
            return use(connection)
        except _BROKEN:
            self._local.connection = None
            with suppress(*_BROKEN):
                connection.release()
            raise

    def _connect(self) -> Connection:
        options = TRANSPORT_OPTIONS | {
            "socket_timeout": self._timeout,
            "socket_connect_timeout": self._timeout,
            "retry_on_timeout": False,
            "health_check_interval": None,
            "max_retries": 0,
        }
        return Connection(  # type: ignore[no-untyped-call]
            self._url, transport_options=options
        )
