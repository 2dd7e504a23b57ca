"""Everything that must hold before a change is good: lint, format, types, import rules, tests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from devstack import folders

# Two processes. The chaos tests, which kill and freeze, run afterwards, when nothing else computes:
# they mostly wait for leases.
PARALLEL = ("-n", "2", "--dist", "loadfile")
NO_TESTS_COLLECTED = 5
OUTCOME = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed|deselected|warnings?)")
CLOSING_LINE = re.compile(r"^=*\s*((?:\d+ [a-z]+(?:, )?)+|no tests ran) in [\d.]+s.*$")
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
QUICK_CHECKS = {
    "lint": [sys.executable, "-m", "ruff", "check", "--quiet", "."],
    "format": [sys.executable, "-m", "ruff", "format", "--check", "--quiet", "."],
}
SLOW_CHECKS = {
    "types": [sys.executable, "-m", "mypy"],
    "import rules": [sys.executable, "-c", LINT_IMPORTS],
}


@dataclass
class Tally:
    """What the pytest runs counted together."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, closing_line: str) -> None:
        for number, word in OUTCOME.findall(closing_line):
            self.counts[word] = self.counts.get(word, 0) + int(number)

    def text(self) -> str:
        shown = {k: v for k, v in self.counts.items() if k != "deselected"}
        return ", ".join(f"{number} {word}" for word, number in shown.items()) or "no tests ran"


def main(arguments: list[str]) -> int:
    os.chdir(folders.CLONE)
    started = time.monotonic()
    tally = Tally()
    failed: list[str] = []
    if arguments:
        return _pytest(arguments, tally)
    for name, command in QUICK_CHECKS.items():
        print(f"== {name}", flush=True)
        if subprocess.run(command, check=False).returncode != 0:
            failed.append(name)
    # The slow ones compute while tests wait for processes and servers.
    with ThreadPoolExecutor(max_workers=1) as beside:
        checked = {name: beside.submit(_said, each) for name, each in SLOW_CHECKS.items()}
        _run_tests("unit and integration tests", ["-m", "not chaos"], tally, failed)
        for name, check in checked.items():
            finished = check.result()
            print(f"== {name}: {'good' if finished.returncode == 0 else 'not good'}", flush=True)
            if finished.returncode != 0:
                print(finished.stdout, flush=True)
                failed.append(name)
    _run_tests("chaos tests", ["-m", "chaos"], tally, failed)
    if failed:
        print(f"Not good: {', '.join(failed)}.")
    print(f"===== {tally.text()} in {time.monotonic() - started:.2f}s =====")
    return 1 if failed else 0


def _run_tests(name: str, options: list[str], tally: Tally, failed: list[str]) -> None:
    print(f"== {name}", flush=True)
    if _pytest(["-q", *PARALLEL, *options], tally) not in {0, NO_TESTS_COLLECTED}:
        failed.append(name)


def _said(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a check; what it writes is shown when it has ended, not in the middle of the tests'."""
    return subprocess.run(
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


def _pytest(options: list[str], tally: Tally) -> int:
    """Run pytest, showing what it says as it says it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *options],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    assert process.stdout is not None
    with process.stdout as said:
        for line in said:
            print(line, end="", flush=True)
            if CLOSING_LINE.match(line):
                tally.add(line)
    return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
