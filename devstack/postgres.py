"""Embedded PostgreSQL with pgvector: TCP at 127.0.0.1 only, no unix socket, scram passwords."""

from __future__ import annotations

import contextlib
import signal
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import quote

import psutil

from devstack import binaries, folders, processes
from devstack.errors import StackError
from devstack.ports import HOST
from devstack.secrets_file import kept_secret
from devstack.server import Server, clean_environment

if TYPE_CHECKING:
    from pathlib import Path

SUPERUSER = "postgres"
HBA = f"host all all {HOST}/32 scram-sha-256\n"

# mmap: parallel index builds share memory through files; containers give 64 MB of /dev/shm.
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "dynamic_shared_memory_type": "mmap",
    "huge_pages": "off",
    "io_method": "sync",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "max_wal_size": "1GB",
    "restart_after_crash": "on",
}
FAST_AND_FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class Postgres(Server):
    name = "PostgreSQL"
    program_name = "postgres"
    stop_signal = signal.SIGINT  # SIGTERM would wait for every client to leave

    def __init__(
        self,
        folder: Path,
        *,
        durable: bool = True,
        tied: bool = True,
        settings: dict[str, str] | None = None,
    ) -> None:
        super().__init__(folder, durable=durable, tied=tied)
        self.settings = SETTINGS | ({} if durable else FAST_AND_FORGETFUL) | (settings or {})
        self.password = kept_secret(self.folder / "password")
        self._bin = binaries.postgres_bin(self.account)

    @property
    def admin_url(self) -> str:
        """As superuser, on the maintenance database."""
        return self.url(SUPERUSER, self.password, "postgres")

    def url(self, role: str, password: str, database: str) -> str:
        return f"postgresql://{quote(role)}:{quote(password)}@{HOST}:{self.port}/{quote(database)}"

    @property
    def programs(self) -> Path:
        """The folder with psql and pg_dump."""
        return self._bin

    def _prepare(self) -> None:
        if (self.data / "PG_VERSION").exists():
            self._forget_dead_postmaster()
            return
        # A first start that was cut short leaves half a cluster.
        if self.data.exists():
            folders.remove(self.data)
        making = self.folder / "making"
        folders.remove(making)
        making.mkdir(mode=0o700)
        self.account.give(making)
        password_file = making / "password"
        password_file.write_text(self.password, "ascii")
        password_file.chmod(0o600)
        self.account.give(password_file)
        self._initdb(making / "cluster", password_file)
        (making / "cluster" / "pg_hba.conf").write_text(HBA, "ascii")
        (making / "cluster").rename(self.data)
        folders.remove(making)

    def _initdb(self, target: Path, password_file: Path) -> None:
        options = ["--username", SUPERUSER, "--auth", "scram-sha-256", "--encoding", "UTF8"]
        # The builtin provider sorts the same on every machine and needs no locale installed.
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        options += ["--pwfile", str(password_file), "--pgdata", str(target)]
        if not self.durable:
            options.append("--no-sync")
        done = subprocess.run(
            [str(self._bin / "initdb"), *options],
            check=False,
            capture_output=True,
            timeout=120,
            cwd=self.folder,
            env=clean_environment(),
            umask=0o077,
            stdin=subprocess.DEVNULL,
            **self.account.popen_options(),
        )
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace").strip()
            if "No space left on device" in said:
                raise StackError(f"The disk is full: {self.folder} cannot be written.")
            raise StackError(f"PostgreSQL's initdb failed: {said.splitlines()[0] if said else '?'}")

    def _forget_dead_postmaster(self) -> None:
        """Remove a pid file whose pid belongs to a stranger by now.

        PostgreSQL refuses to start if that pid is alive and ours. Nothing of this cluster runs any
        more here: leftovers were stopped and waited for before.
        """
        pid_file = self.data / "postmaster.pid"
        with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
            pid = int(pid_file.read_text("utf-8").splitlines()[0])
            if psutil.pid_exists(pid) and not processes.living_in(self.data, self.program_name):
                pid_file.unlink()

    def _command(self) -> tuple[list[str], bytes | None]:
        command = [str(self._bin / "postgres"), "-D", str(self.data), "-p", str(self.port)]
        for name, value in self.settings.items():
            command += ["-c", f"{name}={value}"]
        return command, None

    def _is_ready(self) -> bool:
        try:
            lines = (self.data / "postmaster.pid").read_text("utf-8").splitlines()
        except FileNotFoundError:
            return False
        return len(lines) >= 8 and lines[0] == str(self.pid) and lines[7].strip() == "ready"
