"""The page of the API docs in a real browser, under its own strict content policy."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
import time
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from websockets.sync.client import connect
from werkzeug.serving import WSGIRequestHandler, make_server

from config.settings import Settings
from webapp.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from devstack.database import Database as Addresses

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
WITHIN_SECONDS = 60.0
# What the page would say if a policy, a missing file or an error of a script broke it.
COMPLAINTS = ("Log.entryAdded", "Runtime.exceptionThrown", "Network.loadingFailed")


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        pass


@pytest.fixture
def address(database: Addresses, redis_url: str) -> Iterator[str]:
    settings = Settings(database_url=database.web_url, broker_url=redis_url)
    server = make_server(
        "127.0.0.1", 0, create_app(settings), threaded=True, request_handler=_Quiet
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Page:
    """One tab, spoken to in the browser's own protocol."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._number = 0
        self.events: list[dict[str, Any]] = []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(timeout=WITHIN_SECONDS))
            if message.get("id") == self._number:
                return dict(message["result"])
            self.events.append(message)

    def value(self, expression: str) -> Any:
        asked = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return asked["result"].get("value")

    def wait_for(self, expression: str) -> None:
        deadline = time.monotonic() + WITHIN_SECONDS
        while not self.value(expression):
            assert time.monotonic() < deadline, (expression, self.complaints())
            time.sleep(0.1)

    def complaints(self) -> list[dict[str, Any]]:
        errors = [
            event
            for event in self.events
            if event["method"] == "Runtime.consoleAPICalled" and event["params"]["type"] == "error"
        ]
        return errors + [event for event in self.events if event["method"] in COMPLAINTS]


@contextmanager
def opened(folder: Path) -> Iterator[Page]:
    assert CHROMIUM is not None
    log = folder / "chromium.log"
    with log.open("wb") as out:
        browser = subprocess.Popen(
            [
                CHROMIUM,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-proxy-server",
                "--remote-debugging-port=0",
                f"--user-data-dir={folder / 'profile'}",
                "about:blank",
            ],
            stdout=out,
            stderr=out,
            env={"PATH": "/usr/bin:/bin", "HOME": str(folder)},
        )
    try:
        with connect(_page_of(browser, log), max_size=None, proxy=None) as socket:
            yield Page(socket)
    finally:
        browser.terminate()
        browser.wait(30)


def _page_of(browser: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + WITHIN_SECONDS
    while not (found := re.search(r"ws://(127\.0\.0\.1:\d+)/", log.read_text("utf-8", "replace"))):
        assert browser.poll() is None, log.read_text("utf-8", "replace")
        assert time.monotonic() < deadline, log.read_text("utf-8", "replace")
        time.sleep(0.05)
    with urllib.request.urlopen(f"http://{found[1]}/json") as answer:
        targets = json.load(answer)
    return str(
        next(target for target in targets if target["type"] == "page")["webSocketDebuggerUrl"]
    )


def test_the_api_docs_show_every_operation_and_break_no_policy(
    address: str, tmp_path: Path
) -> None:
    with urllib.request.urlopen(f"{address}/openapi.json") as answer:
        paths = json.load(answer)["paths"]
    methods = {"get", "post", "put", "patch", "delete"}
    operations = sum(len(methods & item.keys()) for item in paths.values())
    assert operations > 20
    with opened(tmp_path) as page:
        page.call("Page.navigate", url=f"{address}/docs")
        page.wait_for(f"document.querySelectorAll('.opblock').length >= {operations}")
        assert page.value("document.querySelectorAll('.opblock').length") == operations
        # Opened, an operation shows its parameters and what it answers.
        page.value("document.querySelector('.opblock-post .opblock-summary-control').click()")
        page.wait_for("document.querySelector('.responses-inner') !== null")
        assert page.value("document.querySelector('.errors-wrapper') === null")
        assert page.complaints() == []


def test_a_broken_policy_would_be_heard(address: str, tmp_path: Path) -> None:
    with opened(tmp_path) as page:
        page.call("Page.navigate", url=f"{address}/docs")
        page.wait_for("document.querySelector('.opblock') !== null")
        page.value(
            "document.body.append(Object.assign(document.createElement('script'), "
            "{textContent: 'window.ran = true'}))"
        )
        assert page.value("window.ran === undefined")
        assert any("Content Security Policy" in json.dumps(e) for e in page.complaints())
