"""The Procfile is read as a shell would read it, and nothing in it is forgotten."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from devstack import procfile
from devstack.errors import StackError

if TYPE_CHECKING:
    from pathlib import Path


def _read(tmp_path: Path, text: str) -> list[procfile.Line]:
    path = tmp_path / "Procfile"
    path.write_text(text)
    return procfile.read(path)


def test_variables_defaults_quotes_and_assignments(tmp_path: Path) -> None:
    (line,) = _read(tmp_path, "# web\n\nweb: A=1 B=$PORT serve '-x y' $PORT ${HOST:-127.0.0.1}\n")
    given = {"PORT": "80", "OTHER": "x"}
    assert line.arguments(given) == ["serve", "-x y", "80", "127.0.0.1"]
    assert line.environment(given) == {"PORT": "80", "OTHER": "x", "A": "1", "B": "80"}


def test_python_is_the_interpreter_of_the_environment(tmp_path: Path) -> None:
    (line,) = _read(tmp_path, "beat: python -m celery\n")
    assert line.arguments({})[0] == sys.executable


def test_a_variable_that_nobody_set_is_named(tmp_path: Path) -> None:
    (line,) = _read(tmp_path, "web: serve $PORT\n")
    with pytest.raises(StackError, match="PORT"):
        line.arguments({})


@pytest.mark.parametrize("text", ["web serve\n", "web:\n", "web: a\nweb: b\n", "web: A=1\n"])
def test_what_is_no_procfile_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(StackError):
        _read(tmp_path, text)
