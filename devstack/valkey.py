"""Embedded Valkey: TCP at 127.0.0.1 only, with a password."""

from __future__ import annotations

import contextlib
import signal
import socket
from typing import TYPE_CHECKING

from devstack import binaries
from devstack.ports import HOST
from devstack.secrets_file import kept_secret
from devstack.server import Server

if TYPE_CHECKING:
    from pathlib import Path


class Valkey(Server):
    name = "Valkey"
    program_name = "valkey-server"
    stop_signal = signal.SIGTERM

    def __init__(self, folder: Path, *, durable: bool = True, tied: bool = True) -> None:
        super().__init__(folder, durable=durable, tied=tied)
        self.password = kept_secret(self.folder / "password")
        self._program = binaries.valkey_server(self.account)

    def url(self, database: int = 0) -> str:
        return f"redis://:{self.password}@{HOST}:{self.port}/{database}"

    def _prepare(self) -> None:
        self.data.mkdir(mode=0o700, exist_ok=True)
        self.data.chmod(0o700)
        self.account.give(self.data)

    def _command(self) -> tuple[list[str], bytes | None]:
        settings = {
            "bind": HOST,
            "port": self.port,
            "dir": f'"{self.data}"',
            "requirepass": self.password,
            "daemonize": "no",
            "databases": 64,
            "save": '""',
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",
            "timeout": 0,
            "always-show-logo": "no",
        }
        lines = "".join(f"{name} {value}\n" for name, value in settings.items())
        # By stdin: a command line is visible to every user of the machine.
        return [str(self._program), "-"], lines.encode()

    def _is_ready(self) -> bool:
        # Whoever knows the password is our server, and it answers only when its data is loaded.
        with contextlib.suppress(OSError):
            with socket.create_connection((HOST, self.port), timeout=1.0) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2:
                    part = connection.recv(1024)
                    if not part:
                        break
                    answer += part
            return answer == b"+OK\r\n+PONG\r\n"
        return False
