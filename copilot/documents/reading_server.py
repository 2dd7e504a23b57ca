"""The reading server: imports the readers once, forks one limited child per document.

Run by ``copilot.documents.isolation`` alone. It has one thread, so forking is safe. On its control
socket it is handed one connection per document; the child reads the request from it, writes its
answer as JSON and exits; the server adds the child's wait status. JSON and not pickle: what comes
back from a process that has read hostile bytes is data too.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import resource
import selectors
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from pydantic import BaseModel

from copilot.documents.isolation import REQUEST, TRAILER, TRAILER_MARK
from copilot.errors import CopilotError, ReadingLimitExceeded, UnreadableDocument

_TICK_SECONDS = 0.5
_LATE_SECONDS = 0.5
_PR_SET_PDEATHSIG = 1
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024
_UNREADABLE = 70
"""Exit status of a child whose reader failed in a way it does not know (EX_SOFTWARE)."""


def _read_posting(content: bytes, media_type: str, options: Mapping[str, Any]) -> BaseModel:
    from copilot.documents.postings import read_posting

    return read_posting(content, media_type, url=options.get("url"), stated=options.get("stated"))


def _read_resume(content: bytes, media_type: str, options: Mapping[str, Any]) -> BaseModel:
    from copilot.documents.resumes import read_resume

    return read_resume(content, media_type, **options)


READERS: dict[str, Callable[[bytes, str, Mapping[str, Any]], BaseModel]] = {
    "posting": _read_posting,
    "resume": _read_resume,
}


def serve() -> None:
    """Serve until the parent is gone. The control socket's number is the first argument."""
    control = socket.socket(fileno=int(sys.argv[1]))
    parent = os.getppid()
    os.nice(5)
    _warm_up()
    gc.collect()
    gc.freeze()
    wakeup, notify = os.pipe()
    os.set_blocking(notify, False)
    os.set_blocking(wakeup, False)
    signal.set_wakeup_fd(notify, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control.sendall(b"+")
    _silence()
    _Nursery(control, wakeup, parent).run()


def _warm_up() -> None:
    """Import what readers need, so that each child is born with it."""
    import copilot.documents.postings.reading
    import copilot.documents.resumes

    copilot.documents.postings.reading.warm_up()
    copilot.documents.resumes.warm_up()


def _silence() -> None:
    # What a library prints about a document may hold personal data; nobody may log it.
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    os.close(null)


class _Nursery:
    """The children, each with its connection and the time by which it must be gone."""

    def __init__(self, control: socket.socket, wakeup: int, parent: int) -> None:
        self._control = control
        self._wakeup = wakeup
        self._parent = parent
        self._children: dict[int, tuple[socket.socket, float]] = {}
        self._libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def run(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._control, selectors.EVENT_READ)
            selector.register(self._wakeup, selectors.EVENT_READ)
            while os.getppid() == self._parent:
                for key, _ in selector.select(_TICK_SECONDS):
                    if key.fileobj is self._control:
                        if not self._accept():
                            self._end_all()
                            return
                    else:
                        with contextlib.suppress(BlockingIOError):
                            os.read(self._wakeup, 512)
                self._bury()
                self._end_late()
        self._end_all()

    def _accept(self) -> bool:
        try:
            message, descriptors, _, _ = socket.recv_fds(self._control, REQUEST.size, 1)
        except ConnectionResetError:
            return False
        if len(message) < REQUEST.size:
            return False
        (wall_seconds,) = REQUEST.unpack(message)
        for descriptor in descriptors:
            connection = socket.socket(fileno=descriptor)
            server = os.getpid()
            child = os.fork()
            if child == 0:
                self._become_child(connection, server)
            # The child's own alarm ends it; this deadline is for one that disarmed it.
            self._children[child] = (connection, time.monotonic() + wall_seconds + _LATE_SECONDS)
        return True

    def _become_child(self, connection: socket.socket, server: int) -> NoReturn:
        status = _UNREADABLE
        try:
            if self._libc is not None:
                self._libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
                if os.getppid() != server:
                    os._exit(_UNREADABLE)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self._control.close()
            for sibling, _ in self._children.values():
                sibling.close()
            os.setpgid(0, 0)
            _read_one(connection)
            status = 0
        finally:
            os._exit(status)

    def _bury(self) -> None:
        while self._children:
            try:
                child, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if child == 0:
                return
            connection, _ = self._children.pop(child)
            with connection, contextlib.suppress(OSError):
                connection.settimeout(_TICK_SECONDS)
                peak = usage.ru_maxrss * _RSS_UNIT
                connection.sendall(TRAILER.pack(TRAILER_MARK, status, peak))

    def _end_late(self) -> None:
        now = time.monotonic()
        for child, (_, deadline) in self._children.items():
            if now > deadline:
                os.kill(child, signal.SIGKILL)

    def _end_all(self) -> None:
        for child in self._children:
            os.kill(child, signal.SIGKILL)


def _read_one(connection: socket.socket) -> None:
    with connection.makefile("rb") as stream:
        header_size, content_size = struct.unpack("!II", stream.read(8))
        request = json.loads(stream.read(header_size))
        limits = request["limits"]
        _limit(limits)
        content = stream.read(content_size)
    answer = _answer(request, content)
    if len(answer) > limits["output_bytes"]:
        answer = _refusal(
            ReadingLimitExceeded("The document unfolds to more text than can be kept.")
        )
    # Reading is over: what remains is to hand the answer back, however long the other side takes.
    connection.sendall(answer)


def _answer(request: Mapping[str, Any], content: bytes) -> bytes:
    try:
        value = READERS[request["reader"]](content, request["media_type"], request["options"])
        return b'{"value":' + value.model_dump_json(by_alias=True).encode() + b"}"
    except CopilotError as error:
        return _refusal(error)
    except (MemoryError, RecursionError):
        return _refusal(
            ReadingLimitExceeded(
                "Reading the document takes too much memory. "
                "Send a simpler or shorter one, or send it as text."
            )
        )
    except Exception as error:  # noqa: BLE001 - the border: no fault of a reader passes it untyped
        # The type alone: messages of parsers quote the document.
        return _refusal(
            UnreadableDocument(
                "The document cannot be read. Save or export it again, or send it as text.",
                reader_fault=type(error).__name__,
            )
        )


def _refusal(error: CopilotError) -> bytes:
    return json.dumps(
        {"error": type(error).__name__, "detail": error.detail, "extra": error.extra}
    ).encode()


def _limit(limits: Mapping[str, Any]) -> None:
    cpu = int(limits["cpu_seconds"])
    memory = int(limits["memory_bytes"])
    files = int(limits["open_files"])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # The kernel ends a child that is late, whatever its code is doing then.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, float(limits["wall_seconds"]))
