"""Where the stack keeps its data: one folder for each clone, ours alone."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import stat
import tempfile
import time
from pathlib import Path

import psutil

from devstack.errors import StackError

PRODUCT = "application-copilot"
CLONE = Path(__file__).resolve().parent.parent
# 0711: servers that run as another account pass through; nobody else can list it.
PASSABLE = 0o711
PRIVATE = 0o700
OWNER_FILE = "owner"


def base() -> Path:
    """The folder that holds the data of all of this user's clones; made when missing.

    ``COPILOT_STACK_DIR`` names another place. As root it must not lie under a folder that the
    servers' account cannot pass, such as /root.
    """
    chosen = os.environ.get("COPILOT_STACK_DIR")
    if chosen:
        path = Path(chosen).absolute()
        closed = [parent for parent in path.parents if not _is_passable(parent)]
        if os.geteuid() == 0 and closed:
            raise StackError(
                f"COPILOT_STACK_DIR lies under {closed[-1]}, which the servers' account cannot "
                "pass; name a folder elsewhere, for example under /var/lib."
            )
        return owned_folder(path, PASSABLE)
    if os.geteuid() == 0:
        parents = [Path("/var/lib"), Path("/var/tmp"), Path("/tmp")]  # noqa: S108 -- owner-checked
        name = PRODUCT
    else:
        parents = [Path("/var/tmp"), Path(tempfile.gettempdir())]  # noqa: S108 -- owner-checked
        name = f"{PRODUCT}-{os.geteuid()}"
    for parent in parents:
        if (parent / name).exists() or os.access(parent, os.W_OK | os.X_OK):
            return owned_folder(parent / name, PASSABLE)
    raise StackError(
        f"No place for the servers' data: none of {', '.join(map(str, parents))} is writable. "
        "Name a folder in COPILOT_STACK_DIR."
    )


def of_clone(clone: Path = CLONE) -> Path:
    """The data folder of one clone: the same at each start, another one for another path."""
    key = hashlib.sha256(os.fsencode(os.path.realpath(clone))).hexdigest()[:12]
    return owned_folder(base() / key, PASSABLE)


def temporary(prefix: str = "test-") -> Path:
    """A new folder beside the clones' data; removed by `remove`, or by a later call once its
    process is dead."""
    parent = base()
    for old in parent.glob(f"{prefix}*"):
        if not _owner_lives(old):
            with contextlib.suppress(OSError):
                shutil.rmtree(old)
    path = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    me = psutil.Process()
    (path / OWNER_FILE).write_text(f"{me.pid} {me.create_time()}\n", "ascii")
    path.chmod(PASSABLE)
    return path


def remove(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)


def owned_folder(path: Path, mode: int = PRIVATE) -> Path:
    """Make ``path`` if it is missing, and refuse it if it is not a folder of this user's own."""
    try:
        path.mkdir(mode=mode, parents=True)
    except FileExistsError:
        pass
    except OSError as error:
        raise StackError(explain(error, path)) from error
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise StackError(f"{path} is not a folder; remove it or set COPILOT_STACK_DIR.")
    if found.st_uid != os.geteuid():
        raise StackError(
            f"{path} belongs to another user (uid {found.st_uid}); set COPILOT_STACK_DIR to a "
            "folder of your own."
        )
    if stat.S_IMODE(found.st_mode) != mode:  # the umask took bits away, or somebody added some
        path.chmod(mode)
    return path


def explain(error: OSError, path: Path) -> str:
    """One line for an error of the file system."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk is full: {path} cannot be written; free some space and start again."
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"{path} cannot be written ({error.strerror}); set COPILOT_STACK_DIR."
    return f"{path}: {error.strerror}"


def _is_passable(folder: Path) -> bool:
    return not folder.exists() or bool(folder.stat().st_mode & stat.S_IXOTH)


def _owner_lives(path: Path) -> bool:
    try:
        pid, _, started = (path / OWNER_FILE).read_text("ascii").partition(" ")
        return abs(psutil.Process(int(pid)).create_time() - float(started)) < 2  # clock steps
    except FileNotFoundError:
        # Being made at this moment, or not ours: leave what is younger than an hour.
        with contextlib.suppress(OSError):
            return time.time() - path.stat().st_mtime < 3600
        return False
    except (psutil.NoSuchProcess, ValueError, OSError):
        return False
