"""Hostile bytes end as typed errors within their limits, and what reads them leaves nothing."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from copilot.documents.isolation import (
    DEFAULT,
    MEGABYTE,
    ReadingLimits,
    ReadingServer,
    read_isolated,
    read_posting_isolated,
)
from copilot.errors import (
    ContentTooLarge,
    CopilotError,
    ExpiredPosting,
    LimitReached,
    ReadingLimitExceeded,
    UnreadableDocument,
)

ROOT = Path(__file__).parents[3]
PROGRAM = "from tests.unit.documents.misbehaving_readers import serve; serve()"
SHORT = replace(DEFAULT, wall_seconds=1.0, cpu_seconds=1)
PAGE = (
    b"<html><body><h1>Bell Founder</h1><p>Company: Bronze &amp; Daughters</p><p>We are "
    b"looking for a "
    b"bell founder with experience. Requirements: strong arms, a trade certificate, good hearing. "
    b"Apply with your CV. The salary is fair and the workshop is warm.</p></body></html>"
)


@pytest.fixture(scope="module")
def server() -> Iterator[ReadingServer]:
    server = ReadingServer(PROGRAM)
    yield server
    server.stop()


def read(
    server: ReadingServer,
    reader: str,
    content: bytes = b"x",
    *,
    limits: ReadingLimits = DEFAULT,
    **options: Any,
) -> str:
    return str(
        read_isolated(reader, content, "text/plain", options, limits=limits, server=server)["text"]
    )


def test_a_posting_is_read_in_another_process() -> None:
    posting = read_posting_isolated(PAGE, "text/html", stated={"location": "Apolda"})
    assert (posting.title, posting.company) == ("Bell Founder", "Bronze & Daughters")
    assert posting.locations == ("Apolda",)


def test_a_reader_s_error_arrives_as_itself(server: ReadingServer) -> None:
    with pytest.raises(ExpiredPosting) as refusal:
        read(server, "refuse")
    assert refusal.value.detail == "It is over."
    assert refusal.value.extra == {"field": "x"}
    with pytest.raises(LimitReached) as later:
        read(server, "wait")
    assert later.value.retry_after == 7.0


@pytest.mark.parametrize("reader", ["loop", "sleep", "deaf"])
def test_a_reader_that_does_not_end_is_ended(server: ReadingServer, reader: str) -> None:
    with pytest.raises(ReadingLimitExceeded):
        read(server, reader, limits=SHORT)


def test_a_reader_that_takes_all_memory_is_ended(server: ReadingServer) -> None:
    with pytest.raises(ReadingLimitExceeded):
        read(server, "hog")


def test_endless_recursion_is_a_limit(server: ReadingServer) -> None:
    with pytest.raises(ReadingLimitExceeded):
        read(server, "dive")


@pytest.mark.parametrize("reader", ["crash", "exit", "broken"])
def test_a_reader_that_crashes_makes_the_document_unreadable(
    server: ReadingServer, reader: str
) -> None:
    with pytest.raises(UnreadableDocument) as refusal:
        read(server, reader)
    assert type(refusal.value) is UnreadableDocument
    assert "name and an address" not in str(refusal.value.as_problem())


def test_output_is_bounded(server: ReadingServer) -> None:
    with pytest.raises(ReadingLimitExceeded):
        read(server, "flood", size=40 * MEGABYTE)
    assert len(read(server, "flood", size=3 * MEGABYTE)) == 3 * MEGABYTE


def test_content_is_bounded_before_anything_starts(server: ReadingServer) -> None:
    with pytest.raises(ContentTooLarge):
        read(server, "echo", b"x" * 11, limits=replace(DEFAULT, content_bytes=10))


def test_large_content_arrives_whole(server: ReadingServer) -> None:
    assert len(read(server, "echo", b"y" * (8 * MEGABYTE))) == 8 * MEGABYTE


def test_the_child_sees_no_secret_and_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "OPENAI_API_KEY", "PGPASSWORD", "HTTPS_PROXY", "SECRET_KEY"):
        monkeypatch.setenv(name, "do-not-pass")
    server = ReadingServer(PROGRAM)
    try:
        said = read(server, "describe")
    finally:
        server.stop()
    assert "do-not-pass" not in said
    assert {"core=0", "fsize=0", "own=True"} <= set(said.splitlines())


def test_innocent_documents_are_read_beside_hostile_ones(server: ReadingServer) -> None:
    outcomes: list[str] = []

    def attempt(reader: str) -> None:
        try:
            outcomes.append(read(server, reader, b"fine", limits=SHORT))
        except CopilotError as error:
            outcomes.append(error.code)

    readers = ["loop", "echo", "crash", "echo", "hog", "echo", "sleep", "echo"]
    threads = [threading.Thread(target=attempt, args=(reader,)) for reader in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("fine") == 4
    assert len(outcomes) == 8


def test_other_threads_run_while_one_waits(server: ReadingServer) -> None:
    ticks = 0
    done = threading.Event()

    def heartbeat() -> None:
        nonlocal ticks
        while not done.wait(0.02):
            ticks += 1

    beating = threading.Thread(target=heartbeat)
    beating.start()
    read(server, "sleep", limits=replace(DEFAULT, wall_seconds=5), seconds=0.6)
    done.set()
    beating.join()
    assert ticks >= 12


def test_a_lost_server_is_replaced(server: ReadingServer) -> None:
    read(server, "echo")
    lost = server.process_id
    assert lost is not None
    os.kill(lost, signal.SIGKILL)
    assert read(server, "echo", b"again") == "again"
    assert server.process_id != lost


def test_a_forked_daemonic_child_has_a_server_of_its_own() -> None:
    # What the children of a prefork pool are. In a subprocess: this one has threads.
    program = textwrap.dedent(
        """
        import multiprocessing
        from copilot.documents.isolation import read_isolated, read_posting_isolated
        import copilot.documents.isolation as isolation
        from tests.unit.documents.test_isolation import PAGE

        def child(results):
            posting = read_posting_isolated(PAGE, "text/html")
            results.put((posting.title, isolation._server.process_id))
            isolation._server.stop()

        read_posting_isolated(PAGE, "text/html")
        context = multiprocessing.get_context("fork")
        results = context.Queue()
        process = context.Process(target=child, args=(results,), daemon=True)
        process.start()
        title, own = results.get(timeout=30)
        process.join()
        assert title == "Bell Founder", title
        assert own != isolation._server.process_id
        assert read_posting_isolated(PAGE, "text/html").title == "Bell Founder"
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_a_killed_parent_leaves_no_process() -> None:
    program = textwrap.dedent(
        f"""
        import threading, time
        from copilot.documents.isolation import ReadingServer, read_isolated
        server = ReadingServer({PROGRAM!r})
        read_isolated("echo", b"x", "text/plain", server=server)
        read = lambda: read_isolated("sleep", b"x", "text/plain", server=server)
        threading.Thread(target=read).start()
        time.sleep(0.5)
        print(server.process_id, flush=True)
        time.sleep(60)
        """
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True, umask=0o077
    )
    assert parent.stdout is not None
    with parent.stdout:
        reading = int(parent.stdout.readline())
    family = [reading, *_children(reading)]
    assert len(family) == 2
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 5
    while any(_alive(process) for process in family) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [process for process in family if _alive(process)]


def _children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(child) for child in listed.split()]


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


TEXT = (
    "<p>We are looking for a bell founder with experience. Requirements: strong arms, skills, a "
    "certificate. Apply now, the salary is fair.</p>"
)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 60_000 + TEXT,
        f"<h1>Bell Founder</h1><main>{'<b>' * 4_000}{TEXT}</main>",
        f"<h1>Bell Founder</h1>{TEXT}<p {' '.join(f'a{i}=1' for i in range(120_000))}>x",
        f"<h1>Bell Founder</h1>{TEXT}{'<p>x</p>' * 400_000}",
        f"<h1>Bell Founder</h1>{TEXT}{'looking for a ' * 60_000}",
        f"<h1>Bell Founder</h1>{TEXT}{'<table><tr><td>' * 8_000}",
        f"<script type='application/ld+json'>{'[' * 90_000}</script><h1>Bell Founder</h1>",
        "\0" * 100_000,
    ],
    ids=["deep", "deep-text", "attributes", "elements", "phrases", "tables", "json", "zeros"],
)
def test_a_hostile_page_is_read_or_refused_by_type(page: str) -> None:
    with contextlib.suppress(CopilotError):
        read_posting_isolated(page.encode(), "text/html", limits=SHORT)


def test_nested_and_twice_matched_hidden_elements_do_not_crash_the_reader() -> None:
    nest = "<div hidden class='h'><svg><g class='h'></g></svg><p hidden style='display:none'>" * 300
    style = "<style>.h { display: none } div.h p { opacity: 0 } p, .h { color: white }</style>"
    page = f"<html><head>{style}</head><body>{PAGE.decode()}{nest}</body></html>"
    assert read_posting_isolated(page.encode(), "text/html").title == "Bell Founder"
