"""The web process: what it loads, and that it serves under gunicorn."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from copilot.accounts import __main__ as accounts
from devstack.people import RESUME
from tests.integration.api.conftest import PASSWORD, settings_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devstack.database import Database as Addresses

ROOT = Path(__file__).parents[3]

PROBE = """
import sys, json
from webapp.app import create_app
app = create_app()
print(json.dumps(sorted(sys.modules)))
"""
HEAVY = (
    "copilot.agents",
    "copilot.embeddings",
    "copilot.matching.judging",
    "copilot.matching.matcher",
    "copilot.pipeline.steps",
    "onnxruntime",
    "numpy",
    "langchain",
    "langchain_core",
    "langgraph",
    "openai",
    "anthropic",
    "typst",
    "docx",
    "pypdfium2",
    "trafilatura",
)


def environment(addresses: Addresses, valkey_url: str, **more: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "ENVIRONMENT": "test",
        "DATABASE_URL": addresses.web_url,
        "MIGRATE_DATABASE_URL": addresses.migrate_url,
        "OPERATOR_DATABASE_URL": addresses.operator_url,
        "BROKER_URL": valkey_url,
        **more,
    }


def test_it_loads_no_models(module_database: Addresses, valkey_url: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROBE],
        env=environment(module_database, valkey_url),
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    modules = json.loads(run.stdout.splitlines()[-1])
    loaded = [name for name in modules if name in HEAVY or name.split(".")[0] in HEAVY]
    assert loaded == []


def test_accounts_do_not_need_flask(module_database: Addresses, valkey_url: str) -> None:
    subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, copilot.accounts.users, copilot.accounts.export, copilot.accounts.__main__"
            "; assert not {'flask', 'celery'} & set(sys.modules)",
        ],
        env=environment(module_database, valkey_url),
        cwd=ROOT,
        check=True,
    )


@pytest.fixture(scope="module")
def served(
    module_database: Addresses, valkey_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[int, Path]]:
    tmp_path = tmp_path_factory.mktemp("web")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path / "web.log"
    metrics = tmp_path / "metrics"
    metrics.mkdir()
    with log.open("wb") as out:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                "-c",
                "config/gunicorn.py",
                "webapp.app:create_app()",
            ],
            env=environment(
                module_database,
                valkey_url,
                PORT=str(port),
                WEB_WORKERS="2",
                HOME=str(tmp_path / "no-such-home"),
                PROMETHEUS_MULTIPROC_DIR=str(metrics),
            ),
            cwd=ROOT,
            stdout=out,
            stderr=out,
        )
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                if ask(port, "GET", "/health/ready")[0] == 200:
                    break
            except OSError:
                pass
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield port, log
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert not (tmp_path / "no-such-home").exists()


def ask(
    port: int, method: str, path: str, body: Any = None, token: str | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def test_it_serves_under_gunicorn(served: tuple[int, Path]) -> None:
    port, log = served
    email = f"{uuid4().hex}@example.org"
    account = {"email": email, "password": PASSWORD}
    assert ask(port, "POST", "/v1/users", account)[0] == 201
    token = json.loads(ask(port, "POST", "/v1/sessions", account)[2])["token"]
    made = ask(port, "POST", "/v1/profiles", {"name": "x", "resume": dict(RESUME)}, token)
    body = {"profile_id": json.loads(made[2])["id"], "posting": {"text": "Nurse wanted"}}
    status, headers, _ = ask(port, "POST", "/v1/applications", body, token)
    assert status == 202
    status, headers, _ = ask(port, "GET", headers["Location"], None, token, Prefer="wait=1")
    assert (status, headers["Preference-Applied"]) == (200, "wait=1")

    status, _, answer = ask(port, "GET", "/metrics")
    text = answer.decode()
    assert status == 200
    assert 'http_requests_total{method="POST",route="/v1/applications",status="202"} 1.0' in text
    assert 'pipeline_queue_waiting{queue="parse"} 1.0' in text
    assert "db_queries_total" in text

    lines = [json.loads(line) for line in log.read_text().splitlines()]
    finished = [line for line in lines if line["event"] == "request_finished"]
    assert {"request_id", "route", "status", "duration_ms", "timestamp"} <= finished[0].keys()
    assert any(line.get("run_id") and line.get("user_id") for line in finished)
    assert email not in log.read_text()


def test_fifty_megabytes_are_refused_before_they_are_read(served: tuple[int, Path]) -> None:
    port, _ = served
    account = {"email": f"{uuid4().hex}@example.org", "password": PASSWORD}
    ask(port, "POST", "/v1/users", account)
    token = json.loads(ask(port, "POST", "/v1/sessions", account)[2])["token"]
    with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
        raw.sendall(
            b"POST /v1/imports HTTP/1.1\r\nHost: x\r\nContent-Type: application/pdf\r\n"
            b"Content-Length: 52428800\r\n"
            + f"Authorization: Bearer {token}\r\n\r\n".encode()
            + b"%PDF-1.7"
        )
        # Nothing of the rest was sent, and the answer is there.
        answer = raw.recv(65_536)
    assert answer.startswith(b"HTTP/1.1 413"), answer
    assert b"application/problem+json" in answer

    def chunks() -> Iterator[bytes]:
        yield b"%PDF-1.7"
        for _ in range(50):
            yield b"x" * 1024 * 1024

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    status = 0
    try:
        connection.request(
            "POST",
            "/v1/imports",
            chunks(),
            {"Authorization": f"Bearer {token}", "Content-Type": "application/pdf"},
            encode_chunked=True,
        )
        status = connection.getresponse().status
    except OSError:
        status = 413  # the connection was closed in the middle of sending
    finally:
        connection.close()
    assert status == 413
    assert ask(port, "GET", "/health")[0] == 200


def test_the_command_line_makes_operators_invitations_and_passwords(
    module_database: Addresses, valkey_url: str, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def command(*arguments: str, given: str = "") -> tuple[int, str]:
        outcome = CliRunner().invoke(accounts.app, arguments, input=given)
        return outcome.exit_code, outcome.stdout + str(outcome.exception or "")

    settings = settings_for(
        module_database,
        valkey_url,
        migrate_database_url=module_database.migrate_url,
        operator_database_url=module_database.operator_url,
    )
    monkeypatch.setattr(accounts, "settings", lambda: settings)
    email = f"{uuid4().hex}@example.org"
    made = command("create-operator", email, "--password-stdin", given=f"{PASSWORD}\n")
    assert made[0] == 0, made
    signed_in = client.post("/v1/sessions", json={"email": email, "password": PASSWORD})
    headers = {"Authorization": f"Bearer {signed_in.json['token']}"}
    assert client.get("/v1/users/me", headers=headers).json["is_operator"] is True

    weak = command("reset-password", email, "--password-stdin", given="short\n")
    assert (weak[0], "10 to" in weak[1]) == (1, True)
    reset = command("reset-password", email, "--password-stdin", given="a fresh long one\n")
    assert reset[0] == 0, reset
    assert client.get("/v1/users/me", headers=headers).status_code == 401
    for password, status in ((PASSWORD, 401), ("a fresh long one", 201)):
        answer = client.post("/v1/sessions", json={"email": email, "password": password})
        assert answer.status_code == status

    invited = command("invite")
    assert invited[0] == 0, invited
    assert len(invited[1].strip()) >= 20


def test_the_command_says_in_a_line_what_is_wrong(
    module_database: Addresses, valkey_url: str
) -> None:
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "copilot.accounts",
            "reset-password",
            "nobody@example.org",
            "--password-stdin",
        ],
        env=environment(module_database, valkey_url),
        cwd=ROOT,
        input="x-long-enough-y",
        capture_output=True,
        text=True,
    )
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == "There is no account with this e-mail address.\n"
