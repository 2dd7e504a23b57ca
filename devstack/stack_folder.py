"""What lies where in a stack's data folder, and what its processes are told."""

from __future__ import annotations

import fcntl
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from devstack import folders
from devstack.database import ROLES
from devstack.environment import scrub
from devstack.errors import StackError
from devstack.ports import HOST, kept_port
from devstack.secrets_file import kept_secret

if TYPE_CHECKING:
    from collections.abc import Mapping

# Each process of a stack carries this variable, so that none can hide from its end.
MARK = "COPILOT_STACK"
FLOWER_USER = "operator"
PORTS = ("web", "flower", "exporter")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a running stack answers."""

    pid: int
    web: str
    flower: str
    flower_user: str
    flower_password: str
    metrics: str
    logs: str


class AlreadyRunning(StackError):
    """Another process keeps this clone's stack up; ``addresses`` once that is ready."""

    def __init__(self, addresses: Addresses | None) -> None:
        where = f" (pid {addresses.pid}, {addresses.web})" if addresses else ""
        super().__init__(f"The stack of this clone is running already{where}; stop it first.")
        self.addresses = addresses


class StackFolder:
    """Everything below one folder: nothing of a stack lies elsewhere but its documents."""

    def __init__(self, root: Path) -> None:
        self.root = folders.owned_folder(root, folders.PASSABLE)
        self.logs = folders.owned_folder(root / "logs")
        self.run = folders.owned_folder(root / "run")
        self.secrets = folders.owned_folder(root / "secrets")
        self._ports = folders.owned_folder(root / "ports")
        self._temporary = root / "tmp"
        self._lock: int | None = None

    # One stack at a time

    def take(self) -> None:
        """Make the folder this process's. Raises AlreadyRunning."""
        self._lock = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._lock)
            self._lock = None
            raise AlreadyRunning(self._published()) from None
        folders.remove(self._temporary)
        folders.owned_folder(self._temporary)

    @property
    def is_held(self) -> bool:
        return self._lock is not None

    def release(self) -> None:
        (self.root / "addresses.json").unlink(missing_ok=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def publish(self, addresses: Addresses) -> None:
        """Tell other commands of this clone where the stack answers."""
        making = self.root / "addresses.json.new"
        making.touch(mode=0o600)
        making.write_text(json.dumps(asdict(addresses)), "utf-8")
        making.replace(self.root / "addresses.json")

    def _published(self) -> Addresses | None:
        try:
            return Addresses(**json.loads((self.root / "addresses.json").read_text("utf-8")))
        except FileNotFoundError:
            return None

    # What was made once and is kept

    def passwords(self) -> dict[str, str]:
        return {role: kept_secret(self.secrets / role) for role in ROLES}

    def flower_password(self) -> str:
        return kept_secret(self.secrets / "flower")

    def ports(self) -> dict[str, int]:
        return {name: kept_port(self._ports / name) for name in PORTS}

    # What processes are told

    def base_environment(self, *, keep_keys: bool) -> dict[str, str]:
        """The inherited environment without what would lead the stack astray, and with what makes
        it the same on every machine. Raises nothing for a missing HOME or an unknown locale."""
        environment = dict(os.environ)
        kept = scrub(environment, keep_keys=keep_keys)
        if keep_keys:
            environment |= _provider_settings_of_file(folders.CLONE / ".env", without=kept)
        for name in list(environment):
            if name.startswith(("LC_", "XDG_")) or name in {"LANG", "LANGUAGE", "TZ"}:
                del environment[name]
        venv = Path(sys.executable).parent
        return environment | {
            MARK: str(self.root),
            "PATH": f"{venv}{os.pathsep}{environment.get('PATH', os.defpath)}",
            # The clone is importable, but not the working directory: its .env stays unread.
            "PYTHONPATH": str(folders.CLONE),
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
            "LC_ALL": "C.UTF-8",
            "HOME": str(self.run),
            "TMPDIR": str(self._temporary),
        }


def addresses(folder: StackFolder, ports: Mapping[str, int]) -> Addresses:
    return Addresses(
        pid=os.getpid(),
        web=f"http://{HOST}:{ports['web']}",
        flower=f"http://{HOST}:{ports['flower']}",
        flower_user=FLOWER_USER,
        flower_password=folder.flower_password(),
        metrics=f"http://{HOST}:{ports['exporter']}/metrics",
        logs=str(folder.logs),
    )


def _provider_settings_of_file(path: Path, *, without: list[str]) -> dict[str, str]:
    from dotenv import dotenv_values

    from devstack.environment import is_provider_setting

    return {
        name: value
        for name, value in dotenv_values(path).items()
        if value and is_provider_setting(name) and name not in without
    }
