"""Facts about processes: who lives where, what belongs to whom, who dies with whom."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

Gone = psutil.NoSuchProcess
PR_SET_PDEATHSIG = 1
POLL_SECONDS = 0.01


def die_with_parent(sig: signal.Signals) -> Callable[[], None] | None:
    """A ``preexec_fn`` that asks Linux to send ``sig`` to the child when this process dies.

    None where it cannot be asked for: other systems, and threads other than the main one, because
    Linux sends the signal when the *thread* that started the child ends. Such children are found
    and stopped at the next start instead (`living_in`).
    """
    if sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, int(sig), 0, 0, 0)
        if os.getppid() != parent:  # the parent died between fork and prctl
            os.kill(os.getpid(), sig)

    return ask


def living_in(folder: Path, name: str) -> list[psutil.Process]:
    """Processes called ``name…`` whose working directory is ``folder``.

    Working directory and name together name our servers beyond doubt, where a recorded pid could
    have been given to another process since.
    """
    found = []
    real = os.path.realpath(folder)
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.name().startswith(name) and process.cwd() == real:
                found.append(process)
    return found


def tree(pid: int) -> list[psutil.Process]:
    """The process and all its descendants, parents first; empty when it is gone."""
    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def send(processes: Iterable[psutil.Process], sig: signal.Signals) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(sig)


def wait_gone(processes: Iterable[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Wait for the processes to end; those that still live after ``seconds``.

    A zombie counts as ended: orphans stay zombies for as long as the machine's first process takes
    to notice them.
    """
    deadline = time.monotonic() + seconds
    left = list(processes)
    while left := [process for process in left if _lives(process)]:
        if time.monotonic() > deadline:
            break
        time.sleep(POLL_SECONDS)
    return left


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def group(leader: int) -> list[psutil.Process]:
    """Processes of the group that ``leader`` started with, also when it is gone itself."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, ProcessLookupError):
            if os.getpgid(process.pid) == leader:
                found.append(process)
    return found


def marked(name: str, value: str) -> list[psutil.Process]:
    """Processes that were started with the environment variable ``name=value``, but this one.

    Grandchildren inherit it whatever session or group they moved to.
    """
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.pid != os.getpid() and process.environ().get(name) == value:
                found.append(process)
    return found
