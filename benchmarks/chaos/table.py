"""The cases: what each promises, at which scale, and without what it must break which promise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks.chaos import database_away, messages, paid_calls, turns, workers
from benchmarks.chaos.findings import Findings
from benchmarks.chaos.removals import REMOVALS, Removal


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    target: str
    play: Callable[..., Findings]
    full: Mapping[str, Any]
    short: Mapping[str, Any]
    """For tests: smaller, and without bounds in seconds, which a busy machine may miss."""
    without: str | None
    """None where several mechanisms each suffice."""
    breaks: str | None
    """The promise that is broken without that mechanism."""
    hurts_postgres: bool = False
    less: Mapping[str, Any] = field(default_factory=dict)
    """What may be smaller still when it is meant to break."""

    @property
    def removal(self) -> Removal:
        assert self.without is not None
        return REMOVALS[self.without]

    def scale(self, name: str, *, without: bool = False) -> Mapping[str, Any]:
        chosen = {"full": self.full, "short": self.short}[name]
        return {**chosen, **self.less} if without else chosen


CASES = (
    Case(
        "broker_wiped",
        "all finish",
        messages.broker_wiped,
        full={"runs": 50, "wipes": 3},
        short={"runs": 18, "wipes": 2},
        without="resending",
        breaks="finished",
        less={"wipes": 1},
    ),
    Case(
        "pop_gap",
        "all recovered, each within 15 s",
        messages.pop_gap,
        full={"times": 20, "within": 15.0},
        short={"times": 2, "within": None},
        without="resending",
        breaks="recovered",
        less={"times": 1, "within": None},
    ),
    Case(
        "delivered_many_times",
        "0 extra calls, 0 extra commits",
        messages.delivered_many_times,
        full={"runs": 50, "copies": 10},
        short={"runs": 8, "copies": 10},
        without="claim",
        breaks="started_once",
        less={"runs": 4},
    ),
    Case(
        "broker_away",
        "all accepted, all finish",
        messages.broker_away,
        full={"posts": 200, "away": 10.0},
        short={"posts": 10, "away": 3.0},
        without="deferring",
        breaks="accepted",
        less={"posts": 3, "away": 0.0},
    ),
    Case(
        "killed",
        "each step is at work again within 15 s",
        workers.killed,
        full={"times": 5, "steps": 20, "within": 15.0},
        short={"times": 1, "steps": 5, "within": None},
        without="taking_back",
        breaks="recovered",
    ),
    Case(
        "frozen",
        "0 stale commits",
        workers.frozen,
        full={"times": 20, "steps": 3, "seconds": 3.0},
        short={"times": 1, "steps": 3, "seconds": 3.0},
        without="fencing",
        breaks="no_stale_commit",
    ),
    Case(
        "longer_than_the_lease",
        "1.00 × the calls, no second start",
        workers.longer_than_the_lease,
        full={"runs": 10, "leases": 2.0, "lease": 8.0},
        short={"runs": 3, "leases": 2.0, "lease": 4.0},
        without="heartbeat",
        breaks="started_once",
    ),
    Case(
        "poison",
        "quarantined after exactly 3 losses alone; every innocent succeeds,"
        " at most 20 s later per kill",
        workers.poison,
        full={"innocents": 50, "seconds": 2.0, "within": 20.0},
        short={"innocents": 10, "seconds": 1.0, "within": None},
        without="isolation",
        breaks="one_worker_lost",
        less={"innocents": 4},
    ),
    Case(
        "deploy",
        "finished or handed back within the soft-shutdown time",
        workers.deploy,
        full={"runs": 20, "soft_shutdown": 10.0},
        short={"runs": 3, "soft_shutdown": 4.0},
        without="handing_back",
        breaks="handed_back",
    ),
    Case(
        "new_version",
        "old messages and a migration at work: all finish",
        workers.new_version,
        full={"runs": 50},
        short={"runs": 12},
        without="resending",
        breaks="finished",
    ),
    Case(
        "cancelled",
        "no paid call begins after the answer",
        paid_calls.cancelled,
        full={"runs": 50, "workers": 3},
        short={"runs": 12, "workers": 1},
        without="reservation",
        breaks="nothing_paid_after",
        less={"runs": 6},
    ),
    Case(
        "paid_again",
        "no saved response is paid again",
        paid_calls.paid_again,
        full={"runs": 20, "calls": 3},
        short={"runs": 4, "calls": 3},
        without="replay",
        breaks="paid_once",
    ),
    Case(
        "one_among_hundred",
        "the one is done within 2 × its time on an idle system",
        turns.one_among_hundred,
        full={"many": 100, "window": 8, "times": 3, "ratio": 2.0},
        short={"many": 60, "window": 6, "times": 1, "ratio": None},
        without="fair_order",
        breaks="not_starved",
    ),
    Case(
        "three_beats",
        "every tick's work exactly once",
        turns.three_beats,
        full={"ticks": 200, "kills": 40},
        short={"ticks": 12, "kills": 3},
        without="tick_row",
        breaks="once",
        less={"kills": 0},
    ),
    Case(
        "postgres_killed",
        "workers wait and go on",
        database_away.killed_at_work,
        full={"runs": 50, "lease": 8.0},
        short={"runs": 8, "lease": 5.0},
        without="patience",
        breaks="nothing_lost",
        hurts_postgres=True,
    ),
    Case(
        "postgres_frozen",
        "all finish, no step is committed twice",
        database_away.frozen_at_work,
        full={"runs": 50, "away": 16.0},
        short={"runs": 8, "away": 5.0},
        without=None,
        breaks=None,
        hurts_postgres=True,
    ),
    Case(
        "everything_killed",
        "all finish; paid again at most what was in flight",
        database_away.everything_killed,
        full={"runs": 50},
        short={"runs": 8},
        without="taking_back",
        breaks="finished",
        hurts_postgres=True,
    ),
    Case(
        "api_without_postgres",
        "503 with Retry-After, not ready",
        database_away.api_alone,
        full={"posts": 50},
        short={"posts": 5},
        without="unavailability",
        breaks="says_so",
        hurts_postgres=True,
    ),
)


def of(play_module: Any, *, breakable: bool = False) -> tuple[Case, ...]:
    """The cases that a module plays; of these, with ``breakable``, those that rest on one
    mechanism."""
    return tuple(
        case
        for case in CASES
        if case.play.__module__ == play_module.__name__ and (case.without or not breakable)
    )
