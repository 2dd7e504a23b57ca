"""What Celery's Redis transport gets wrong when the broker is away.

A worker that loses its broker puts the messages it has not acknowledged back, over the connection
that it has just lost. When the broker is down for more than a moment kombu (5.7) then ends the
worker with an AttributeError, because the connection has been taken apart meanwhile: all its steps
would count as lost. There is nothing to put back: the rows say what is not done.
"""

from __future__ import annotations

from typing import Any

from kombu.transport import redis


class PatientQoS(redis.QoS):
    def restore_unacked(self, client: Any = None) -> None:
        if self.channel.connection.client is None:
            self._delivered.clear()
            return
        super().restore_unacked(client)  # type: ignore[no-untyped-call]


def install() -> None:
    redis.Channel.QoS = PatientQoS
