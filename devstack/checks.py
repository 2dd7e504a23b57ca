"""Everything that must hold before a change is good: lint, format, types, import rules, tests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field

from devstack import folders

# Two processes. The chaos tests, which kill and freeze, run afterwards, when nothing else computes:
# they mostly wait for leases.
PARALLEL = ("-n", "2", "--dist", "loadfile")
NO_TESTS_COLLECTED = 5
OUTCOME = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed|deselected|warnings?)")
CLOSING_LINE = re.compile(r"^=*\s*((?:\d+ [a-z]+(?:, )?)+|no tests ran) in [\d.]+s.*$")
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"


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
    for name, command in static_checks().items():
        print(f"== {name}", flush=True)
        if subprocess.run(command, check=False).returncode != 0:
            failed.append(name)
    runs = {
        "unit and integration tests": [*PARALLEL, "-m", "not chaos"],
        "chaos tests": [*PARALLEL, "-m", "chaos"],
    }
    for name, options in runs.items():
        print(f"== {name}", flush=True)
        if _pytest(["-q", *options], tally) not in {0, NO_TESTS_COLLECTED}:
            failed.append(name)
    if failed:
        print(f"Not good: {', '.join(failed)}.")
    print(f"===== {tally.text()} in {time.monotonic() - started:.2f}s =====")
    return 1 if failed else 0


def static_checks() -> dict[str, list[str]]:
    python = sys.executable
    return {
        "lint": [python, "-m", "ruff", "check", "--quiet", "."],
        "format": [python, "-m", "ruff", "format", "--check", "--quiet", "."],
        "types": [python, "-m", "mypy"],
        "import rules": [python, "-c", LINT_IMPORTS],
    }


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
