"""Processor time, which tells what a core does in a second however busy the machine is."""

from __future__ import annotations

import resource
from dataclasses import dataclass, field


def _spent(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


@dataclass(frozen=True, slots=True)
class CoreSeconds:
    """Seconds that this process, or its ended children, kept a core busy since it was made."""

    _own: float = field(default_factory=lambda: _spent(resource.RUSAGE_SELF))
    _children: float = field(default_factory=lambda: _spent(resource.RUSAGE_CHILDREN))

    def seconds(self, *, of_children: bool = False) -> float:
        if of_children:
            return _spent(resource.RUSAGE_CHILDREN) - self._children
        return _spent(resource.RUSAGE_SELF) - self._own

    def rate(self, documents: int, *, of_children: bool = False) -> float | None:
        """Documents in a second of one core; None if nothing was spent."""
        seconds = self.seconds(of_children=of_children)
        return round(documents / seconds, 1) if seconds > 0 else None
