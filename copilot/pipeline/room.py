"""How many processes for single steps this machine, or this container, has memory for.

A process that the kernel ends for want of memory looks like one that its step has killed.
"""

from __future__ import annotations

from pathlib import Path

MEGABYTE = 1024 * 1024
OWN_MEMORY = 64 * MEGABYTE
"""What a process keeps for itself: measured 58 MB for one that tailors a résumé and renders it."""
SHARE = 0.5
"""Of the memory that is free: others grow too."""
FEWEST, MOST = 4, 50

_MEMINFO = Path("/proc/meminfo")
_CGROUP = Path("/sys/fs/cgroup")


def processes_at_once(meminfo: Path = _MEMINFO, cgroup: Path = _CGROUP) -> int:
    free = [size for size in (_free_here(meminfo), _free_in_container(cgroup)) if size is not None]
    if not free:
        # Not Linux: nothing to go by.
        return FEWEST
    return max(FEWEST, min(MOST, int(SHARE * min(free)) // OWN_MEMORY))


def _free_here(meminfo: Path) -> int | None:
    try:
        lines = meminfo.read_text().splitlines()
    except OSError:
        return None
    for line in lines:
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return None


def _free_in_container(cgroup: Path) -> int | None:
    """None without a limit (cgroup v2)."""
    try:
        limit = (cgroup / "memory.max").read_text().strip()
        used = int((cgroup / "memory.current").read_text())
    except OSError:
        return None
    return None if limit == "max" else max(0, int(limit) - used)
