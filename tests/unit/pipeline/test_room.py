"""No more processes at a time than memory allows."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.pipeline.room import FEWEST, MOST, processes_at_once

GIGABYTE = 1024**3


@pytest.mark.parametrize(
    ("free_gb", "limit", "used_gb", "expected"),
    [
        (64, None, 0, MOST),
        (2, None, 0, 16),
        (0.1, None, 0, FEWEST),
        (64, "max", 1, MOST),
        (64, 3 * GIGABYTE, 1, 16),
        (64, 3 * GIGABYTE, 4, FEWEST),
        (1, 64 * GIGABYTE, 1, 8),
    ],
)
def test_half_of_the_free_memory_is_shared_out(
    tmp_path: Path, free_gb: float, limit: int | str | None, used_gb: int, expected: int
) -> None:
    meminfo = tmp_path / "meminfo"
    meminfo.write_text(f"MemTotal: 1 kB\nMemAvailable: {int(free_gb * 1024 * 1024)} kB\n")
    if limit is not None:
        (tmp_path / "memory.max").write_text(f"{limit}\n")
        (tmp_path / "memory.current").write_text(f"{used_gb * GIGABYTE}\n")
    assert processes_at_once(meminfo, tmp_path) == expected


def test_where_nothing_is_known_there_are_few(tmp_path: Path) -> None:
    assert processes_at_once(tmp_path / "none", tmp_path) == FEWEST
