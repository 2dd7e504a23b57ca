"""The product as a person starts it: one command, real processes, documents on the disk."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from devstack import folders, processes
from devstack.demo import EXAMPLE_POSTING, EXAMPLE_RESUME
from devstack.demo_journey import OVER, follow, import_resume, sign_up, submit
from devstack.stack_folder import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.timeout(300)
HOSTILE = {
    "PGHOST": "db.example.com",
    "DATABASE_URL": "postgresql://somebody:else@db.example.com/live",
    "ENVIRONMENT": "production",
    "HTTP_PROXY": "http://127.0.0.1:1",
    "ALL_PROXY": "http://127.0.0.1:1",
    "SENTRY_DSN": "https://key@sentry.example.com/1",
    "OPENAI_API_KEY": "sk-not-to-be-used",
    "COVER_LETTER_ENGINE": "openai:gpt-4o",
    "LC_ALL": "xx_YY.nonsense",
}
STEPS = ["parse_posting", "embed_posting", "match_profile", "tailor_resume", "write_cover_letter"]


def _environment(stack: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name != "HOME"}
    return inherited | HOSTILE | {"COPILOT_STACK_DIR": str(stack), "PYTHONPATH": str(folders.CLONE)}


def _command(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-P", "-m", module, *arguments]


def _left(stack: Path) -> list[str]:
    found = []
    for root in stack.glob("*/"):
        found += processes.marked(MARK, str(root))
        found += processes.living_in(root / "postgres" / "data", "postgres")
        found += processes.living_in(root / "valkey" / "data", "valkey-server")
    return [str(process) for process in processes.wait_gone(found, 5)]


def test_the_demo_makes_documents_and_leaves_no_process(
    tmp_services_folder: Path, tmp_path: Path
) -> None:
    demo = subprocess.run(
        _command("devstack.demo", "--exit", "--json", "--out", str(tmp_path / "out of it")),
        cwd=tmp_path,
        env=_environment(tmp_services_folder),
        umask=0o077,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert demo.returncode == 0, demo.stderr
    told = json.loads(demo.stdout.splitlines()[-1])
    assert told["run"]["status"] == "succeeded"
    assert [step["name"] for step in told["steps"]] == STEPS
    assert {step["status"] for step in told["steps"]} == {"succeeded"}
    assert told["match"]["requirements"]
    assert (told["engine"], told["cost_usd"]) == ("extractive", 0)
    magic = {"pdf": b"%PDF-", "docx": b"PK", "txt": b""}
    for kind in ("resume", "cover_letter"):
        for name, begin in magic.items():
            content = Path(told["documents"][kind][name]).read_bytes()
            assert content.startswith(begin)
            assert len(content) > 300
    assert "API docs" in demo.stderr
    assert "Flower" in demo.stderr
    assert _left(tmp_services_folder) == []


class Serving:
    """``./scripts/serve`` in a process of its own."""

    def __init__(self, stack: Path) -> None:
        self._stack = stack
        self._process: subprocess.Popen[str] | None = None
        self.web = ""
        self.flower = ("", "", "")

    def start(self) -> None:
        self._process = subprocess.Popen(
            _command("devstack.serve"),
            cwd="/",
            env=_environment(self._stack),
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert self._process.stderr is not None
        said = []
        for line in self._process.stderr:
            said.append(line)
            if line.startswith("Ctrl-C"):
                break
        text = "".join(said)
        api = re.search(r"API +(\S+)/v1", text)
        flower = re.search(r"Flower +(\S+) +\(user (\S+), password (\S+)\)", text)
        assert api is not None, text
        assert flower is not None, text
        self.web, self.flower = api[1], (flower[1], flower[2], flower[3])

    def interrupt(self) -> None:
        """Ctrl-C."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        self._end()

    def kill_everything(self) -> None:
        """SIGKILL to the supervisor, every process of the product and both servers."""
        assert self._process is not None
        (root,) = [path for path in self._stack.glob("*/") if (path / "postgres").exists()]
        victims = [
            *processes.tree(self._process.pid),
            *processes.marked(MARK, str(root)),
            *processes.living_in(root / "postgres" / "data", "postgres"),
            *processes.living_in(root / "valkey" / "data", "valkey-server"),
        ]
        processes.send(victims, signal.SIGKILL)
        self._end()

    def stop(self) -> None:
        if self._process is not None:
            self.kill_everything()

    def _end(self) -> None:
        assert self._process is not None
        self._process.communicate(timeout=60)
        self._process = None


@pytest.fixture
def serving(tmp_services_folder: Path) -> Iterator[Serving]:
    running = Serving(tmp_services_folder)
    running.start()
    yield running
    running.stop()


class Watcher:
    """Follows a run in silence."""

    def said(self, text: str) -> None: ...

    def run(self, run: dict[str, Any]) -> None: ...


def _client(web: str) -> httpx.Client:
    return httpx.Client(base_url=web, timeout=30, trust_env=False)


@pytest.mark.chaos
def test_stopping_everything_in_mid_run_only_delays_it(
    serving: Serving, tmp_services_folder: Path
) -> None:
    with _client(serving.web) as client:
        sign_up(client)
        profile = import_resume(client, EXAMPLE_RESUME)
        run = submit(client, profile, str(EXAMPLE_POSTING))
        token = client.headers["Authorization"]
        _wait_for_a_step(client, run)
    serving.interrupt()
    assert _left(tmp_services_folder) == []
    serving.start()
    with _client(serving.web) as client:
        client.headers["Authorization"] = token
        _wait_for_a_step(client, run)
    serving.kill_everything()
    serving.start()
    with _client(serving.web) as client:
        client.headers["Authorization"] = token
        ended = follow(client, run, Watcher())
        application = f"/v1/applications/{ended['application_id']}"
        assert ended["status"] == "succeeded", ended
        documents = client.get(f"{application}/documents").json()["items"]
    # Each step was committed once: one version of each document.
    assert sorted(document["kind"] for document in documents) == ["cover_letter", "resume"]
    serving.interrupt()
    assert _left(tmp_services_folder) == []


def _wait_for_a_step(client: httpx.Client, address: str) -> None:
    """Until some step runs, or the run was quicker than we are."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        run = client.get(address).json()
        if run["status"] in OVER or any(step["status"] == "running" for step in run["steps"]):
            return
        time.sleep(0.02)
    raise AssertionError("no step began")


def test_operators_see_the_queues_and_strangers_do_not(serving: Serving) -> None:
    address, user, password = serving.flower
    deadline = time.monotonic() + 60
    while True:
        try:
            assert httpx.get(f"{address}/workers", trust_env=False).status_code == 401
            break
        except httpx.TransportError:
            assert time.monotonic() < deadline
            time.sleep(0.2)
    allowed = httpx.get(f"{address}/workers", auth=(user, password), trust_env=False)
    assert allowed.status_code == 200
    with _client(serving.web) as client:
        assert client.get("/docs").status_code == 200
        assert client.get("/health/ready").status_code == 200
