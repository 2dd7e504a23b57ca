"""A process for each order: its end is seen, and hurts nobody."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest


def worker(script: str) -> list[str]:
    """The lines that a fresh process of one thread prints; tests' own processes have threads."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.splitlines()


def test_a_child_answers_with_its_status_or_with_what_ended_it() -> None:
    assert worker("""
        import os, signal, sys
        from concurrent.futures import ThreadPoolExecutor
        from copilot.pipeline.nursery import open_nursery

        loaded = {"a": 7}

        def run(order):
            with nursery.child(order) as child:
                return child.word(), child.wait()

        def work(order, say):
            if order == b"kill":
                os.kill(os.getpid(), signal.SIGKILL)
            if order == b"raise":
                raise ValueError
            say(order)
            return loaded[order.decode()]

        nursery = open_nursery(work)
        with ThreadPoolExecutor(8) as pool:
            print(*pool.map(run, [b"a", b"kill", b"raise", b"a"]))
    """) == ["(b'a', 7) (None, -9) (None, 127) (b'a', 7)"]


def test_a_nursery_that_was_killed_is_told_from_a_child_that_was() -> None:
    assert worker("""
        import os, signal, time
        from copilot.pipeline.nursery import NurseryGone, open_nursery

        def work(order, say):
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(60)

        nursery = open_nursery(work)
        for _ in range(2):
            try:
                with nursery.child(b"") as child:
                    child.wait()
            except NurseryGone:
                print("gone")
    """) == ["gone", "gone"]


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel ends them on Linux alone")
def test_children_end_with_the_worker() -> None:
    assert worker("""
        import os, subprocess, sys, time
        script = '''
        import os, signal, sys, threading, time
        from copilot.pipeline.nursery import open_nursery

        def work(order, say):
            print(os.getpid(), flush=True)
            time.sleep(60)

        nursery = open_nursery(work)
        with nursery.child(b""):
            sys.stdin.read()
        os.kill(os.getpid(), signal.SIGKILL)
        '''
        import textwrap
        with subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(script)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        ) as worker:
            child = int(worker.stdout.readline())
            worker.stdin.close()
            # Its standard output closes when the last process that holds it has ended.
            print(repr(worker.stdout.read()))
    """) == ["''"]


def test_it_is_not_forked_beside_threads() -> None:
    assert worker("""
        import threading
        from copilot.pipeline.nursery import open_nursery

        threading.Thread(target=threading.Event().wait, name="other", daemon=True).start()
        try:
            open_nursery(lambda order, say: 0)
        except RuntimeError as error:
            print("other" in str(error))
    """) == ["True"]
