"""Readers that do what hostile documents make readers do. Run in a reading server by tests."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import time
from collections.abc import Mapping
from typing import Any

from copilot.documents import reading_server
from copilot.domain.values import Value
from copilot.errors import ExpiredPosting, LimitReached


class Said(Value):
    text: str


def _echo(content: bytes, media_type: str, options: Mapping[str, Any]) -> Said:
    return Said(text=content.decode())


def _refuse(content: bytes, media_type: str, options: Mapping[str, Any]) -> Said:
    raise ExpiredPosting("It is over.", field="x")


def _wait(content: bytes, media_type: str, options: Mapping[str, Any]) -> Said:
    raise LimitReached("Later.", retry_after=7.0)


def _loop(content: bytes, media_type: str, options: Mapping[str, Any]) -> Said:
    while True:
        pass


def _sleep(content: bytes, media_type: str, options: Mapping[str, Any]) -> Said:
    time.sleep(float(options.get("seconds", 60)))
    return Said(text="awake")


def _hog(content: bytes, media_type: str, options: Mapping[str, Any]) -> Said:
    hoard = []
    while True:
        hoard.append(bytearray(16 * 1024 * 1024))


def _crash(content: bytes, media_type: str, options: Mapping[str, Any]) -> Said:
    ctypes.string_at(0)
    return Said(text="unreachable")


def _dive(content: bytes, media_type: str, options: Mapping[str, Any]) -> Said:
    return _dive(content, media_type, options)


def _break(content: bytes, media_type: str, options: Mapping[str, Any]) -> Said:
    raise ZeroDivisionError("a name and an address from the document")


def _flood(content: bytes, media_type: str, options: Mapping[str, Any]) -> Said:
    return Said(text="x" * int(options["size"]))


def _exit(content: bytes, media_type: str, options: Mapping[str, Any]) -> Said:
    os._exit(0)


def _deaf(content: bytes, media_type: str, options: Mapping[str, Any]) -> Said:
    """Takes the alarm away, so that only the server's own deadline is left."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    time.sleep(60)
    return Said(text="awake")


def _describe(content: bytes, media_type: str, options: Mapping[str, Any]) -> Said:
    core, files = (
        resource.getrlimit(limit)[0] for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE)
    )
    lines = [*(f"{k}={v}" for k, v in os.environ.items()), f"core={core}", f"fsize={files}"]
    return Said(
        text="\n".join([*lines, f"nice={os.nice(0)}", f"own={os.getpgid(0) == os.getpid()}"])
    )


def serve() -> None:
    reading_server.READERS.update(
        echo=_echo, refuse=_refuse, wait=_wait, loop=_loop, sleep=_sleep, hog=_hog, crash=_crash,
        dive=_dive, broken=_break, flood=_flood, exit=_exit, deaf=_deaf, describe=_describe,
    )  # fmt: skip
    reading_server.serve()
