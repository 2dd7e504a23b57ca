"""What Celery's Redis transport gets wrong when the broker is away.

A worker that loses its broker goes on with what it works on, and then acknowledges messages over
the connection that it has lost, or puts them back. kombu (5.7) has taken that connection apart
meanwhile and fails with an AttributeError, which nobody expects: the worker ends, and all its steps
count as lost. As a connection error it is logged and done with. Nothing depends on it: the rows say
what is done.
"""

from __future__ import annotations

from typing import Any

from kombu.transport import redis
from redis.exceptions import ConnectionError as BrokerConnectionError


class PatientChannel(redis.Channel):
    def _connparams(self, *arguments: Any, **options: Any) -> Any:
        if self.connection is None or self.connection.client is None:
            raise BrokerConnectionError("The connection to the broker was lost.")
        return super()._connparams(*arguments, **options)  # type: ignore[no-untyped-call]


def install() -> None:
    """For all connections that this process makes from now on."""
    redis.Transport.Channel = PatientChannel
