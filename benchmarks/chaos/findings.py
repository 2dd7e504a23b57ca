"""What a case has found: figures, and which of its promises were broken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID


@dataclass
class Findings:
    figures: dict[str, Any] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    """Promise → how it was broken."""

    def expect(self, promise: str, kept: bool, otherwise: str = "") -> None:
        if not kept:
            self.broken.setdefault(promise, otherwise or "broken")

    def all_succeeded(self, statuses: Mapping[UUID, str]) -> None:
        """The promise ``finished``."""
        states = list(statuses.values())
        self.figures["runs"] = len(states)
        self.figures["succeeded"] = states.count("succeeded")
        others = {state: states.count(state) for state in set(states) - {"succeeded"}}
        self.expect("finished", not others, f"not succeeded: {others}")

    def within(self, name: str, seconds: Iterable[float], bound: float | None) -> None:
        """Figures of waiting times; the promise ``name`` if there is a ``bound``."""
        times = sorted(seconds)
        self.figures[f"{name}_p50_s"] = round(times[len(times) // 2], 2) if times else None
        self.figures[f"{name}_max_s"] = round(times[-1], 2) if times else None
        if bound is not None and times:
            self.expect(name, times[-1] <= bound, f"{times[-1]:.1f} s, not within {bound:g} s")
