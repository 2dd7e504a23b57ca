"""When what is killed: seeded, and spread over the whole time of the work."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kill:
    at: float
    """Share of the runs that are over when it strikes, 0 to 1."""
    victim: str


def schedule(
    seed: int, workers: Sequence[str], *, worker_kills: int, broker_kills: int, database_kills: int
) -> list[Kill]:
    """Kills in order. By progress, not by the clock: so they fall into the work, however fast the
    machine is; the first come while the first runs are under way."""
    dice = random.Random(seed)
    victims = [dice.choice(list(workers)) for _ in range(worker_kills)]
    victims += ["valkey"] * broker_kills + ["postgres"] * database_kills
    dice.shuffle(victims)
    slot = 0.95 / max(1, len(victims))
    return [
        Kill(slot * (number + dice.random() * 0.8), victim) for number, victim in enumerate(victims)
    ]
