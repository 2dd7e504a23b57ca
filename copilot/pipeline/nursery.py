"""Forks a process for each piece of work that must run alone.

Forking is safe only in a process of one thread, and a worker has many. So a worker forks its
*nursery* once it has loaded its code and before it starts its first thread; the nursery forks a
child for each order. A child is born with everything loaded, in milliseconds, and shares the memory
of what it only reads.

The nursery ends with the worker that forked it, and its children end with it (Linux: at once, also
after SIGKILL; elsewhere when they are done).
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import logging
import os
import selectors
import signal
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from typing import NoReturn

log = logging.getLogger(__name__)

Say = Callable[[bytes], None]
Work = Callable[[bytes, Say], int]
"""What a child does with its order; answers with the exit status, 0 to 127. Meanwhile it may say
one line to who ordered it."""

_BIRTH = b"+"
_WORD, _END = b"w", b"e"
_STATUS = struct.Struct("!ci")
"""``_END`` and the exit status, or minus the signal."""
_PR_SET_PDEATHSIG = 1
_RAISED = 127
_TICK_S = 1.0
# A worker that is asked to end lets its steps finish or hands them back; they end with it.
_LEFT_TO_THE_WORKER = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


class NurseryGone(Exception):
    """The nursery was killed; what became of the child is unknown."""


class Child:
    """A process that works on an order, seen by the one who ordered it."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._stream = connection.makefile("rb")
        self._status: int | None = None

    def word(self) -> bytes | None:
        """What the child says, as soon as it says it; None if it ended without a word."""
        kind = self._read(1)
        if kind == _WORD:
            return self._stream.readline().rstrip(b"\n")
        self._status = self._end(kind)
        return None

    def wait(self) -> int:
        """Its exit status, or minus the signal that ended it. Raises NurseryGone."""
        if self._status is None:
            kind = self._read(1)
            if kind == _WORD:
                self._stream.readline()
                kind = self._read(1)
            self._status = self._end(kind)
        return self._status

    def close(self) -> None:
        self._stream.close()
        self._connection.close()

    def _end(self, kind: bytes) -> int:
        status: int = _STATUS.unpack(kind + self._read(_STATUS.size - 1))[1]
        return status

    def _read(self, size: int) -> bytes:
        try:
            part = self._stream.read(size)
        except OSError as error:
            raise NurseryGone(type(error).__name__) from error
        if len(part) < size:
            raise NurseryGone
        return part


class Nursery:
    """The worker's side, for use by all its threads and by the processes of its pool."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self.worker_pid = os.getpid()
        """The process that forked the nursery."""

    @contextlib.contextmanager
    def child(self, order: bytes) -> Iterator[Child]:
        """Fork a child for ``order``. It goes on if nobody waits for it. Raises NurseryGone."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self._control, [_BIRTH], [theirs.fileno()])
            ours.sendall(order)
            ours.shutdown(socket.SHUT_WR)
        except OSError as error:
            ours.close()
            raise NurseryGone(type(error).__name__) from error
        with contextlib.closing(Child(ours)) as child:
            yield child


def open_nursery(work: Work) -> Nursery:
    """Fork a nursery whose children do ``work``. To be called before the process has threads: a
    lock that another thread holds at this moment would stay locked in every child."""
    if threading.active_count() > 1:
        names = ", ".join(thread.name for thread in threading.enumerate())
        raise RuntimeError(f"The nursery must be forked before other threads start: {names}")
    ours, theirs = socket.socketpair()
    # What lives now lives on: the collector must not touch, and so copy, pages that are shared.
    gc.collect()
    gc.freeze()
    parent = os.getpid()
    if os.fork() == 0:
        ours.close()
        _serve(theirs, parent, work)
    theirs.close()
    return Nursery(ours)


def _serve(control: socket.socket, parent: int, work: Work) -> NoReturn:
    status = _RAISED
    try:
        _die_with(parent)
        for number in _LEFT_TO_THE_WORKER:
            signal.signal(number, signal.SIG_IGN)
        _Cradle(control, parent, work).rock()
        status = 0
    finally:
        # Not sys.exit: what the worker registered for its own end is not ours to do.
        os._exit(status)


class _Cradle:
    """The nursery's side: one thread, the children and their connections."""

    def __init__(self, control: socket.socket, parent: int, work: Work) -> None:
        self._control = control
        self._parent = parent
        self._work = work
        self._children: dict[int, socket.socket] = {}
        self._wakeup, self._notify = os.pipe()
        os.set_blocking(self._wakeup, False)
        os.set_blocking(self._notify, False)

    def rock(self) -> None:
        """Until the worker is gone."""
        signal.set_wakeup_fd(self._notify, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        with selectors.DefaultSelector() as selector:
            selector.register(self._control, selectors.EVENT_READ)
            selector.register(self._wakeup, selectors.EVENT_READ)
            while os.getppid() == self._parent:
                for key, _ in selector.select(_TICK_S):
                    if key.fileobj is self._control:
                        if not self._bear():
                            return
                    else:
                        with contextlib.suppress(BlockingIOError):
                            os.read(self._wakeup, 512)
                self._bury()

    def _bear(self) -> bool:
        message, descriptors, _, _ = socket.recv_fds(self._control, 1, 1)
        if not message:
            return False
        for descriptor in descriptors:
            connection = socket.socket(fileno=descriptor)
            nursery = os.getpid()
            child = os.fork()
            if child == 0:
                self._live(connection, nursery)
            self._children[child] = connection
        return True

    def _live(self, connection: socket.socket, nursery: int) -> NoReturn:
        status = _RAISED
        try:
            _die_with(nursery)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self._control.close()
            os.close(self._wakeup)
            os.close(self._notify)
            for sibling in self._children.values():
                sibling.close()
            with connection.makefile("rb") as stream:
                order = stream.read()
            status = self._work(order, lambda word: connection.sendall(_WORD + word + b"\n"))
        except Exception:
            log.exception("order_failed")
        finally:
            logging.shutdown()
            os._exit(status)

    def _bury(self) -> None:
        while self._children:
            child, status = os.waitpid(-1, os.WNOHANG)
            if child == 0:
                return
            with self._children.pop(child) as connection, contextlib.suppress(OSError):
                connection.sendall(_STATUS.pack(_END, os.waitstatus_to_exitcode(status)))


def _die_with(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(_RAISED)
