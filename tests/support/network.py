"""No test talks to anything but this machine."""

from __future__ import annotations

import socket
from typing import Any

LOCAL = {"127.0.0.1", "::1", "localhost", ""}


class ForbiddenConnection(Exception):
    """Not an OSError: code that bears an unreachable network must not swallow it."""


def is_local(address: Any) -> bool:
    """Whether ``address``, as socket.connect takes it, stays on this machine."""
    if not isinstance(address, tuple):  # a unix socket
        return True
    return address[0] in LOCAL


def guard(monkeypatch: Any, allowed_hosts: frozenset[str] = frozenset()) -> None:
    """Refuse connections and look-ups of other hosts, in this process."""
    connect, connect_ex, getaddrinfo = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def check(address: Any) -> None:
        if not is_local(address) and address[0] not in allowed_hosts:
            raise ForbiddenConnection(f"A test tried to reach {address[0]}; use a local simulator.")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        check(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        check(address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not _is_number(name):
            check((name, 0))
        return getaddrinfo(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)


def _is_number(host: str) -> bool:
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, host)
        except OSError:
            continue
        return True
    return False
