"""The Procfile: the one list of the product's processes.

A line is ``name: command``, read as a shell would read simple commands: ``NAME=value`` first,
quotes, ``$NAME``, ``${NAME}`` and ``${NAME:-default}``. No shell is started.
"""

from __future__ import annotations

import re
import shlex
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from devstack.errors import StackError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LINE = re.compile(r"^(?P<name>[A-Za-z0-9_-]+):\s*(?P<command>\S.*)$")
ASSIGNMENT = re.compile(r"^(?P<name>[A-Za-z_][A-Za-z0-9_]*)=(?P<value>.*)$", re.DOTALL)
VARIABLE = re.compile(r"\$(?:\{(?P<braced>\w+)(?::-(?P<default>[^}]*))?\}|(?P<bare>\w+))")


@dataclass(frozen=True, slots=True)
class Line:
    """One process: what to run, before variables are filled in."""

    name: str
    words: tuple[str, ...]
    assignments: tuple[tuple[str, str], ...] = ()

    def environment(self, given: Mapping[str, str]) -> dict[str, str]:
        added = {name: _fill(value, given, self.name) for name, value in self.assignments}
        return {**given, **added}

    def arguments(self, given: Mapping[str, str]) -> list[str]:
        """The command line. ``python`` is the interpreter that runs this."""
        environment = self.environment(given)
        first, *rest = [_fill(word, environment, self.name) for word in self.words]
        return [sys.executable if first == "python" else first, *rest]


def read(path: Path) -> list[Line]:
    lines: list[Line] = []
    for number, text in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        found = LINE.match(text)
        if found is None:
            raise StackError(f"{path.name} line {number} is not 'name: command'.")
        line = _line(found["name"], found["command"])
        if any(line.name == other.name for other in lines):
            raise StackError(f"{path.name} names {line.name} twice.")
        lines.append(line)
    return lines


def _line(name: str, command: str) -> Line:
    words = shlex.split(command)
    assignments = []
    while words and (found := ASSIGNMENT.match(words[0])):
        assignments.append((found["name"], found["value"]))
        words.pop(0)
    if not words:
        raise StackError(f"The Procfile's {name} runs nothing.")
    return Line(name, tuple(words), tuple(assignments))


def _fill(word: str, environment: Mapping[str, str], process: str) -> str:
    def value(found: re.Match[str]) -> str:
        name = found["braced"] or found["bare"]
        text = environment.get(name) or found["default"]
        if text is None:
            raise StackError(f"The Procfile's {process} needs the variable {name}.")
        return text

    return VARIABLE.sub(value, word)
