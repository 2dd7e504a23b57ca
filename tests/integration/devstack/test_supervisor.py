"""The supervisor keeps processes up and, whatever happens, leaves none behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from devstack import folders, processes
from devstack.errors import StackError
from devstack.stack_folder import MARK, StackFolder
from devstack.supervisor import Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

WEB = """
import http.server, os
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *args):
        pass
print("DATABASE_URL" in os.environ, os.environ.get("PGHOST"), os.getcwd(), flush=True)
http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Ready).serve_forever()
"""
# Starts a grandchild in a session of its own and ignores the request to end.
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
time.sleep(600)
"""
STACK = """
import sys
from pathlib import Path
from devstack.stack_folder import StackFolder
from devstack.supervisor import Supervisor
supervisor = Supervisor(StackFolder(Path(sys.argv[1])), durable=False, lines=Path(sys.argv[2]))
with supervisor.signals():
    supervisor.start()
    supervisor.wait_ready()
    print("up", flush=True)
    supervisor.run()
    supervisor.stop()
"""


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    (tmp_path / "web.py").write_text(WEB)
    (tmp_path / "stubborn.py").write_text(STUBBORN)
    path = tmp_path / "Procfile"
    path.write_text(f"web: python '{tmp_path}/web.py'\nworker_x: python '{tmp_path}/stubborn.py'\n")
    return path


@pytest.fixture
def supervisor(
    tmp_services_folder: Path, lines: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Supervisor]:
    monkeypatch.setattr("devstack.supervisor.STOP_SECONDS", 0.5)
    monkeypatch.setenv("PGHOST", "db.example.com")
    said: list[str] = []
    made = Supervisor(StackFolder(tmp_services_folder), durable=False, lines=lines, say=said.append)
    made.said = said  # type: ignore[attr-defined]
    yield made
    made.stop()


def _left(folder: Path) -> list[str]:
    found = [
        *processes.marked(MARK, str(folder)),
        *processes.living_in(folder / "postgres" / "data", "postgres"),
        *processes.living_in(folder / "valkey" / "data", "valkey-server"),
    ]
    return [str(process) for process in processes.wait_gone(found, 5)]


def _until(condition: Callable[[], bool], supervisor: Supervisor, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        supervisor.watch()
        time.sleep(0.05)


def test_it_starts_restarts_and_stops_everything(
    supervisor: Supervisor, tmp_services_folder: Path
) -> None:
    supervisor.start()
    supervisor.wait_ready()
    log = (supervisor.folder.logs / "web.log").read_text()
    assert log.startswith("True None")
    assert str(folders.CLONE) not in log
    # A process that dies comes back; so does a server.
    web = supervisor.children["web"]
    first = web.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    supervisor.services.valkey.kill()
    _until(lambda: web.pid not in {first, None} and supervisor.is_serving(), supervisor)
    assert supervisor.services.valkey.is_alive()
    assert any("web ended (killed by SIGKILL)" in line for line in supervisor.said)  # type: ignore[attr-defined]
    supervisor.stop()
    assert _left(tmp_services_folder) == []


def test_a_second_stack_of_the_clone_is_refused_and_hurts_nothing(
    supervisor: Supervisor, lines: Path, tmp_services_folder: Path
) -> None:
    supervisor.start()
    supervisor.wait_ready()
    second = Supervisor(StackFolder(tmp_services_folder), durable=False, lines=lines)
    with pytest.raises(StackError, match=f"running already .pid {os.getpid()}"):
        second.start()
    second.stop()
    assert supervisor.is_serving()


def test_a_process_that_cannot_start_ends_the_start_with_its_reason(
    supervisor: Supervisor, lines: Path, tmp_services_folder: Path
) -> None:
    lines.write_text("web: python -c \"raise SystemExit('DATABASE_URL: must be set')\"\n")
    supervisor.start()
    with pytest.raises(StackError, match="web does not start: DATABASE_URL: must be set"):
        supervisor.wait_ready()
    supervisor.stop()
    assert _left(tmp_services_folder) == []


@pytest.mark.parametrize("sig", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_it(
    tmp_services_folder: Path, lines: Path, sig: signal.Signals
) -> None:
    stack = subprocess.Popen(
        [sys.executable, "-c", STACK, str(tmp_services_folder), str(lines)],
        cwd=folders.CLONE,
        stdout=subprocess.PIPE,
    )
    assert stack.stdout is not None
    with stack.stdout as said:
        assert said.readline() == b"up\n"
    stack.send_signal(sig)
    if sig is not signal.SIGKILL:
        time.sleep(0.3)
        stack.send_signal(sig)  # at once: the stubborn worker would take its whole time
    stack.wait(20)
    if sig is signal.SIGKILL:
        # What moved to a session of its own and is nobody's child any more ends at the next start.
        with_grandchild = processes.marked(MARK, str(tmp_services_folder))
        assert len(processes.wait_gone(with_grandchild, 5)) <= 1
        Supervisor(StackFolder(tmp_services_folder), durable=False)._end_leftovers()
    assert _left(tmp_services_folder) == []
