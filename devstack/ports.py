"""Free TCP ports at 127.0.0.1, the same ones at each start where possible."""

from __future__ import annotations

import random
import socket
from typing import TYPE_CHECKING

from devstack.errors import StackError

if TYPE_CHECKING:
    from pathlib import Path

HOST = "127.0.0.1"
# Below the range from which systems hand out ports to outgoing connections (32768 on Linux, 49152
# elsewhere): a port that is free now does not become somebody's connection a moment later.
FIRST, LAST = 15_000, 31_999


def is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    for _ in range(200):
        port = random.SystemRandom().randint(FIRST, LAST)
        if is_free(port):
            return port
    raise StackError(f"No free port between {FIRST} and {LAST} at {HOST}; close some servers.")


def kept_port(record: Path, *, renew: bool = False) -> int:
    """The port written in ``record``; a new one if it is taken, missing or to be renewed."""
    if not renew and record.exists():
        text = record.read_text("ascii").strip()
        if text.isdigit() and FIRST <= int(text) <= LAST and is_free(int(text)):
            return int(text)
    port = free_port()
    record.write_text(f"{port}\n", "ascii")
    return port
