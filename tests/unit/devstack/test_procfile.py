"""The Procfile is read as a shell would read it, and nothing in it is forgotten."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from config.queues import POOLS, QueueName
from devstack import folders, procfile
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


def _option(line: procfile.Line, name: str) -> str:
    return line.words[line.words.index(name) + 1]


def test_every_queue_has_a_worker_with_its_pool() -> None:
    lines = procfile.read(folders.CLONE / "Procfile")
    workers = {_option(line, "--queues"): line for line in lines if line.name.startswith("worker")}
    assert set(workers) == {queue.value for queue in QueueName}
    for queue, pool in POOLS.items():
        line = workers[queue.value]
        assert line.name == f"worker_{queue.value}"
        assert _option(line, "--hostname") == f"{queue.value}@%h"
        assert (_option(line, "--pool"), int(_option(line, "--concurrency"))) == (
            pool.kind,
            pool.concurrency,
        )


def test_beat_flower_and_an_exporter_run_beside_the_api() -> None:
    names = {line.name for line in procfile.read(folders.CLONE / "Procfile")}
    assert {"web", "beat", "flower", "exporter"} <= names
