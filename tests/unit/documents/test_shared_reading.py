"""Forked processes use the reading server of the process that forked them, if it shares it."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).parents[3]
# A process of its own: this one has threads, and must not be forked.
PROGRAM = textwrap.dedent("""
    import os, signal
    from copilot.documents import isolation
    from tests.unit.documents.test_isolation import PAGE

    def read_in_a_fork():
        child = os.fork()
        if child:
            os.waitpid(child, 0)
            return
        try:
            posting = isolation.read_posting_isolated(PAGE, "text/html")
            print(posting.title, isolation._server.process_id == server, flush=True)
            isolation._server.stop()
        finally:
            os._exit(0)

    isolation.warm_up_for_forks()
    server = isolation._server.process_id
    read_in_a_fork()
    read_in_a_fork()
    os.kill(server, signal.SIGKILL)
    read_in_a_fork()
""")


def test_a_forked_process_reads_with_the_shared_server_and_without_it_when_it_is_lost() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.stdout.splitlines() == [
        "Bell Founder True",
        "Bell Founder True",
        "Bell Founder False",
    ], done.stderr
