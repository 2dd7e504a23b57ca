"""Tests cannot leave this machine, not even by mistake."""

from __future__ import annotations

import socket

import pytest

from tests.support.network import ForbiddenConnection, is_local


def test_connections_elsewhere_are_refused() -> None:
    with socket.socket() as probe:
        with pytest.raises(ForbiddenConnection):
            probe.connect(("192.0.2.1", 80))
        with pytest.raises(ForbiddenConnection):
            probe.connect_ex(("192.0.2.1", 80))


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "10.0.0.1", "example.com"])
def test_only_this_machine_is_local(host: str) -> None:
    assert not is_local((host, 80))


def test_names_are_not_looked_up() -> None:
    with pytest.raises(ForbiddenConnection):
        socket.create_connection(("example.com", 443), timeout=1)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()
