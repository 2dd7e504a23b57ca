"""Makes .venv current: pip alone, wheels alone, every file by its hash; no git, no compiler.

Standard library only: it runs on the machine's own Python, before anything is installed.
``--dev`` adds what ./scripts/test needs; ``--check`` only says by its exit code whether all is
current.
"""

import fcntl
import hashlib
import json
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
LOG = VENV / "install.log"
# What the environment takes, with room for pip's own temporary files.
NEEDED_BYTES = 1_600_000_000


class CannotInstall(Exception):
    """One line for the person at the keyboard."""


def main(arguments: list[str]) -> int:
    files = ["requirements.txt"] + (["requirements-dev.txt"] if "--dev" in arguments else [])
    wanted = {name: _hash(ROOT / name) for name in files}
    if "--check" in arguments:
        return 0 if _is_ours() and _is_current(wanted) else 1
    try:
        _install(files, wanted)
    except CannotInstall as error:
        _say(str(error))
        return 1
    except OSError as error:
        _say(_explain(error))
        return 1
    except KeyboardInterrupt:
        _say("Stopped; start again to go on.")
        return 130
    return 0


def _install(files: list[str], wanted: dict[str, str]) -> None:
    _refuse_foreign()
    with _OneAtATime():
        if _is_current(wanted):  # another start did it meanwhile
            return
        if VENV.exists() and not _works():
            shutil.rmtree(VENV)  # made by a Python that is gone, or half made
        if not VENV.exists():
            _make_environment()
        _require_space()
        _say(f"Installing {' and '.join(files)} into .venv (once; a minute or two) …")
        options = ["--require-hashes", "--only-binary", ":all:", "--no-input", "--quiet"]
        command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", *options]
        for name in files:
            command += ["-r", str(ROOT / name)]
        _run(command, "pip could not install the packages")
        known = _installed() | wanted
        STAMP.write_text(json.dumps(known, indent=1) + "\n", "utf-8")


def _make_environment() -> None:
    try:
        VENV.mkdir()
    except PermissionError:
        raise CannotInstall(
            f"{ROOT} cannot be written by {_name(os.geteuid())}; use a clone of your own."
        ) from None
    _require_space()
    _run([sys.executable, "-m", "venv", str(VENV)], "Python could not make .venv")


def _run(command: list[str], what: str) -> None:
    with LOG.open("wb") as log:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=ROOT, check=False
        )
    if done.returncode == 0:
        return
    said = LOG.read_text("utf-8", "replace") if LOG.exists() else ""
    if "No space left on device" in said or "Errno 28" in said:
        raise CannotInstall(_full())
    if "ensurepip" in said:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise CannotInstall(
            f"Python {version} here cannot make virtual environments (no ensurepip): install the "
            f"package python{version}-venv, for example with: apt-get install python{version}-venv"
        )
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")] or lines or ["it said nothing"]
    raise CannotInstall(f"{what}: {errors[-1]} (see {LOG})")


def _is_current(wanted: dict[str, str]) -> bool:
    return PYTHON.exists() and wanted.items() <= _installed().items()


def _installed() -> dict[str, str]:
    try:
        known = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _works() -> bool:
    try:
        done = subprocess.run(
            [str(PYTHON), "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0


def _is_ours() -> bool:
    try:
        return VENV.lstat().st_uid == os.geteuid()
    except FileNotFoundError:
        return False


def _refuse_foreign() -> None:
    if os.path.lexists(VENV) and not _is_ours():
        owner = _name(VENV.lstat().st_uid)
        raise CannotInstall(
            f"{VENV} belongs to {owner}, and you are {_name(os.geteuid())}; "
            f"run this as {owner}, or remove that folder."
        )


def _require_space() -> None:
    if not STAMP.exists() and shutil.disk_usage(ROOT).free < NEEDED_BYTES:
        raise CannotInstall(_full())


def _full() -> str:
    free = shutil.disk_usage(ROOT).free / 1e9
    return (
        f"The disk is full: the packages need {NEEDED_BYTES / 1e9:.1f} GB at {ROOT}, "
        f"and {free:.1f} GB are free."
    )


def _explain(error: OSError) -> str:
    if error.errno in {28, 122}:  # no space, quota
        return _full()
    return f"{error.filename or ROOT}: {error.strerror}"


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid {uid}"


class _OneAtATime:
    """A lock on the clone's folder itself: leaves no file, and ends with its process."""

    def __enter__(self) -> None:
        self._folder = os.open(ROOT, os.O_RDONLY)
        fcntl.flock(self._folder, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        os.close(self._folder)


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
