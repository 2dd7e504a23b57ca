"""Hostile bytes are read here: in a process of their own, with limits, and nothing else in it.

What a stranger sends (a page, a PDF, a DOCX) may be a bomb or meant to crash the reader. So a
worker never parses it itself. It keeps one *reading server*, a small process that has imported the
readers and nothing of the worker (no database address, no key, no network client), and that forks
one child per document under limits of CPU, memory, time and open files. A child that dies takes
nothing with it.

A fork costs milliseconds where starting Python and importing the readers costs a second. The
server is started with ``subprocess``, because the children of a prefork pool are daemonic and may
not use ``multiprocessing``; it ends when its parent's end of the socket closes, so a SIGKILL of the
worker leaves nothing behind.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copilot import errors
from copilot.errors import (
    ContentTooLarge,
    CopilotError,
    Misconfigured,
    ReadingLimitExceeded,
    UnreadableDocument,
)

if TYPE_CHECKING:
    # The résumé reader's value; named only for callers' type checkers.
    from copilot.documents.resumes import ResumeReading
    from copilot.domain.posting import Posting

MEGABYTE = 1024 * 1024

REQUEST = struct.Struct("!d")
"""What goes over the control socket with each connection: the child's seconds by the wall."""

TRAILER = struct.Struct("!4siQ")
TRAILER_MARK = b"exit"
"""What the server writes behind a child's answer: the mark, the child's wait status, and the bytes
of memory that it held at most."""

_START_SECONDS = 30.0
"""Importing the readers takes about a second; a loaded machine may take many."""

_GRACE_SECONDS = 2.0
"""How long after its wall-clock limit a child's end may take to be reported."""

_PASSED_ON = ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT", "TZ")
"""All of the environment that a reading process sees: no address, no secret, no proxy."""

_CRASHES = (signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGABRT, signal.SIGFPE)


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What reading one document may take. A worker lives on whatever is exceeded."""

    cpu_seconds: int = 8
    wall_seconds: float = 9.0
    memory_bytes: int = 512 * MEGABYTE
    """Address space of the reading process."""
    content_bytes: int = 20 * MEGABYTE
    output_bytes: int = 16 * MEGABYTE
    open_files: int = 64

    def as_options(self) -> dict[str, float]:
        return {
            "cpu_seconds": self.cpu_seconds,
            "wall_seconds": self.wall_seconds,
            "memory_bytes": self.memory_bytes,
            "output_bytes": self.output_bytes,
            "open_files": self.open_files,
        }


DEFAULT = ReadingLimits()


def read_isolated(
    reader: str,
    content: bytes,
    media_type: str,
    options: Mapping[str, object] | None = None,
    *,
    limits: ReadingLimits = DEFAULT,
    server: ReadingServer | None = None,
) -> dict[str, Any]:
    """Read a document in a limited process and return the reader's value as decoded JSON.

    ``reader`` is a name in ``copilot.documents.reading_server.READERS``; ``options`` must be
    JSON. Blocks (without the GIL) for at most the wall-clock limit, after waiting its turn: one
    document per core at a time. Raises what the reader raises, ReadingLimitExceeded if a limit
    ended it, UnreadableDocument if it crashed, ContentTooLarge before anything is started.
    """
    if len(content) > limits.content_bytes:
        raise ContentTooLarge(
            f"The document has {len(content) / MEGABYTE:.0f} MB; at most "
            f"{limits.content_bytes / MEGABYTE:.0f} MB can be read. Send a smaller one."
        )
    header = json.dumps(
        {
            "reader": reader,
            "media_type": media_type,
            "options": dict(options or {}),
            "limits": limits.as_options(),
        }
    ).encode()
    return _answer((server or _server).exchange(header, content, limits), limits)


def read_posting_isolated(
    content: bytes,
    media_type: str,
    url: str | None = None,
    stated: Mapping[str, str] | None = None,
    *,
    limits: ReadingLimits = DEFAULT,
) -> Posting:
    """``copilot.documents.postings.read_posting`` in a limited process."""
    from copilot.domain.posting import Posting

    options = {"url": url, "stated": dict(stated) if stated else None}
    return Posting.model_validate(
        read_isolated("posting", content, media_type, options, limits=limits)
    )


def read_resume_isolated(
    content: bytes, media_type: str, *, limits: ReadingLimits = DEFAULT
) -> ResumeReading:
    """``copilot.documents.resumes.read_resume`` in a limited process."""
    from copilot.documents.resumes import ResumeReading

    return ResumeReading.model_validate(read_isolated("resume", content, media_type, limits=limits))


def _answer(answer: tuple[bytes, int], limits: ReadingLimits) -> dict[str, Any]:
    body, status = answer
    if os.WIFSIGNALED(status):
        ended_by = os.WTERMSIG(status)
        if ended_by in _CRASHES:
            raise UnreadableDocument(
                "The document breaks its reader. Save or export it again, or send it as text."
            )
        raise ReadingLimitExceeded(
            f"Reading the document took more than {limits.wall_seconds:.0f} s or "
            f"{limits.memory_bytes / MEGABYTE:.0f} MB. "
            "Send a simpler or shorter one, or send it as text."
        )
    if os.WEXITSTATUS(status) != 0 or not body:
        raise UnreadableDocument(
            "The document cannot be read. Save or export it again, or send it as text."
        )
    message = json.loads(body)
    if "error" in message:
        raise _typed(message["error"], message["detail"], message["extra"])
    value: dict[str, Any] = message["value"]
    return value


def _typed(name: str, detail: str, extra: dict[str, Any]) -> CopilotError:
    kind = getattr(errors, name, None)
    if not (isinstance(kind, type) and issubclass(kind, CopilotError)):
        return UnreadableDocument("The document cannot be read. Send it in another form.")
    return kind(detail, **extra)


class ReadingServer:
    """The parent's end: starts the server process when first needed and again if it was lost.

    ``program`` is what the server process runs; tests give one with readers that misbehave.
    """

    def __init__(
        self, program: str = "from copilot.documents.reading_server import serve; serve()"
    ) -> None:
        self._program = program
        self._shared = False
        os.register_at_fork(after_in_child=self.abandon)
        self.forget()

    @property
    def process_id(self) -> int | None:
        """Of the server process; None before it is first needed."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start the server process now, so that the first document does not wait for it."""
        with self._lock:
            if self._control is None:
                self._start()

    def share(self) -> None:
        """Let processes that are forked from this one use this server, as long as it lives; after
        that each starts one of its own."""
        self._shared = True

    def forget(self) -> None:
        """Start anew without touching a server that belongs to another process."""
        self._lock = threading.Lock()
        self.peak_bytes = 0
        """The most memory that one document has taken so far."""
        self._places = threading.BoundedSemaphore(max(1, os.cpu_count() or 1))
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def exchange(self, header: bytes, content: bytes, limits: ReadingLimits) -> tuple[bytes, int]:
        """Hand one document over; return the child's bytes and its wait status."""
        with self._places:
            for last in (False, True):
                with self._connection(limits) as connection:
                    try:
                        connection.sendall(
                            struct.pack("!II", len(header), len(content)) + header + content
                        )
                        connection.shutdown(socket.SHUT_WR)
                    except (BrokenPipeError, ConnectionResetError):
                        # The child ended before it had read everything; its status says why.
                        pass
                    except TimeoutError:
                        return b"", int(signal.SIGKILL)
                    body = _received(connection, limits)
                if len(body) >= TRAILER.size:
                    mark, status, peak = TRAILER.unpack(body[-TRAILER.size :])
                    if mark == TRAILER_MARK:
                        self.peak_bytes = max(self.peak_bytes, peak)
                        return body[: -TRAILER.size], status
                # No word of a child: the server itself was lost. Once is bad luck.
                if last:
                    break
        raise UnreadableDocument("The document stops its reader. Send it in another form.")

    @contextlib.contextmanager
    def _connection(self, limits: ReadingLimits) -> Iterator[socket.socket]:
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._pass(theirs, limits)
            ours.settimeout(limits.wall_seconds + _GRACE_SECONDS)
            yield ours
        finally:
            ours.close()

    def _pass(self, connection: socket.socket, limits: ReadingLimits) -> None:
        with self._lock:
            for _ in range(2):
                control = self._control or self._start()
                try:
                    socket.send_fds(
                        control, [REQUEST.pack(limits.wall_seconds)], [connection.fileno()]
                    )
                except OSError:
                    self._stop()
                else:
                    return
        raise Misconfigured("The reading process cannot be reached.")

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    self._program,
                    str(theirs.fileno()),
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                cwd="/",
                env=_environment(),
                start_new_session=True,
            )
        ours.settimeout(_START_SECONDS)
        try:
            ready = ours.recv(1)
        except TimeoutError:
            ready = b""
        assert process.stderr is not None
        if ready != b"+":
            process.kill()
            _, complaint = process.communicate()
            ours.close()
            last = complaint.decode(errors="replace").strip().splitlines()[-1:]
            raise Misconfigured(f"The reading process does not start: {''.join(last)}")
        process.stderr.close()
        ours.settimeout(_GRACE_SECONDS)
        self._process, self._control = process, ours
        return ours

    def stop(self) -> None:
        """End the server process and every reading under way."""
        with self._lock:
            self._stop()

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._control = None

    def abandon(self) -> None:
        """In a forked child: close the inherited end, or the parent's server would outlive it,
        unless it is shared: it ends with its parent then."""
        if self._process is not None:
            # Not this process's child: mark it done, so that nobody waits for it or ends it.
            self._process.returncode = 0
        shared = (self._process, self._control) if self._shared else (None, None)
        if self._control is not None and not self._shared:
            self._control.close()
        self.forget()
        self._process, self._control = shared


def _received(connection: socket.socket, limits: ReadingLimits) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        while part := connection.recv(256 * 1024):
            parts.append(part)
            size += len(part)
            if size > limits.output_bytes + TRAILER.size:
                return TRAILER.pack(TRAILER_MARK, int(signal.SIGKILL), 0)
    except TimeoutError:
        return TRAILER.pack(TRAILER_MARK, int(signal.SIGKILL), 0)
    except ConnectionResetError:
        return b""
    return b"".join(parts)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    roots = [str(Path(__file__).resolve().parents[2])]
    roots += [entry for entry in sys.path if entry and entry not in roots]
    return kept | {
        "PYTHONPATH": os.pathsep.join(roots),
        "PYTHONUTF8": "1",
        "LANG": "C.UTF-8",
        # Numeric libraries map memory for each thread; a reader needs one.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }


_server = ReadingServer()
atexit.register(_server.stop)


def warm_up() -> None:
    """Start this process's reading server ahead of the first document."""
    _server.start()


def warm_up_for_forks() -> None:
    """The same, for the processes that are forked from this one too."""
    _server.start()
    _server.share()
