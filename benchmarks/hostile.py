"""Reads files that mean harm the way a worker does, and says what became of each.

    python -m benchmarks.hostile [--quick] [--only WORD] [--verbose]

Each file is read in the isolation, under a worker's limits, while another thread goes on reading
an ordinary posting through the same server. The last line of stdout is one JSON object:
``attempts``, ``rejected`` (by type), ``read`` (the harmless part of a file), ``untyped`` and
``must_be_rejected_but_read`` (failures, by name), ``seconds_max``, ``peak_mb`` (of one reading
process), and ``others``: how many ordinary postings were read meanwhile, how many of them failed,
and the longest one's seconds. Exits 1 if a file was not dealt with as it must be.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from benchmarks.hostile_files import CASES, Case
from copilot.documents.isolation import MEGABYTE, ReadingServer, read_isolated
from copilot.errors import CopilotError, LimitReached, Misconfigured

_MOST_SECONDS = 10.0
_MOST_BYTES = 512 * MEGABYTE
_ORDINARY = (
    b"<html><body><h1>Bell Founder</h1><p>We are looking for a bell founder with experience. "
    b"Requirements: strong arms, skills, a certificate. Apply now, the salary is fair.</p></body>"
    b"</html>"
)


@dataclass(frozen=True, slots=True)
class Result:
    name: str
    outcome: str
    """The code of the typed error, "read", or "untyped: …"."""
    seconds: float


def read_case(case: Case, server: ReadingServer) -> Result:
    content = case.make()
    started = time.monotonic()
    try:
        read_isolated(case.reader, content, str(case.media_type), server=server)
        outcome = "read"
    except (LimitReached, Misconfigured) as error:
        outcome = f"untyped: {error.code}"  # the reader's fault, not the file's
    except CopilotError as error:
        outcome = error.code
    except Exception as error:  # noqa: BLE001 - what is counted here is that there is none
        outcome = f"untyped: {type(error).__name__}"
    return Result(case.name, outcome, time.monotonic() - started)


@dataclass
class OtherWork:
    """A thread that reads an ordinary posting again and again."""

    server: ReadingServer
    read: int = 0
    failed: int = 0
    longest: float = 0.0
    _done: threading.Event = field(default_factory=threading.Event)

    def start(self) -> threading.Thread:
        thread = threading.Thread(target=self._run)
        thread.start()
        return thread

    def stop(self) -> None:
        self._done.set()

    def _run(self) -> None:
        while not self._done.wait(0.1):
            started = time.monotonic()
            try:
                read_isolated("posting", _ORDINARY, "text/html", server=self.server)
                self.read += 1
            except CopilotError:
                self.failed += 1
            self.longest = max(self.longest, time.monotonic() - started)


def measure(cases: list[Case], *, verbose: bool = False) -> dict[str, Any]:
    server = ReadingServer()
    server.start()
    others = OtherWork(server)
    thread = others.start()
    results: list[Result] = []
    try:
        for case in cases:
            results.append(read_case(case, server))
            if verbose:
                last = results[-1]
                peak = server.peak_bytes / MEGABYTE
                print(f"{last.seconds:6.2f} s  {peak:4.0f} MB  {last.outcome:28}  {last.name}",
                      file=sys.stderr)  # fmt: skip
    finally:
        others.stop()
        thread.join()
        server.stop()
    refused = {case.name for case in cases if case.refused}
    outcomes = Counter(result.outcome for result in results)
    untyped = [f"{r.name}: {r.outcome}" for r in results if r.outcome.startswith("untyped")]
    return {
        "attempts": len(results),
        "rejected": sum(n for o, n in outcomes.items() if o != "read" and "untyped" not in o),
        "read": outcomes["read"],
        "untyped": untyped,
        "must_be_rejected_but_read": [
            r.name for r in results if r.outcome == "read" and r.name in refused
        ],
        "reasons": dict(sorted(outcomes.items())),
        "seconds_max": round(max((r.seconds for r in results), default=0.0), 2),
        "slowest": max(results, key=lambda r: r.seconds).name if results else None,
        "peak_mb": round(server.peak_bytes / MEGABYTE),
        "others": {
            "read": others.read,
            "failed": others.failed,
            "seconds_max": round(others.longest, 2),
        },
    }


def is_sound(report: dict[str, Any]) -> bool:
    return (
        not report["untyped"]
        and not report["must_be_rejected_but_read"]
        and not report["others"]["failed"]
        and report["seconds_max"] <= _MOST_SECONDS
        and report["peak_mb"] * MEGABYTE <= _MOST_BYTES
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Read files that mean harm.")
    parser.add_argument("--quick", action="store_true", help="leave the slow ones out")
    parser.add_argument("--only", help="those whose name holds this word")
    parser.add_argument("--verbose", action="store_true", help="a line for each to stderr")
    arguments = parser.parse_args()
    cases = [
        case
        for case in CASES
        if not (arguments.quick and case.slow) and (arguments.only or "") in case.name
    ]
    report = measure(cases, verbose=arguments.verbose)
    print(json.dumps(report))
    return 0 if is_sound(report) else 1


if __name__ == "__main__":
    sys.exit(main())
