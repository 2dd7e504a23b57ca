"""What can go wrong at a provider, and when it does."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass, field
from enum import StrEnum

from devstack.simulator.behaviour import Behaviour


class Fault(StrEnum):
    RATE_LIMITED = "rate_limited"
    """429 with Retry-After."""
    SERVER_ERROR = "server_error"
    """500."""
    OVERLOADED = "overloaded"
    """529, as Anthropic says it; 503 for OpenAI."""
    TIMEOUT = "timeout"
    """No answer until the client gives up. The provider did the work and charges for it."""
    RESET = "reset"
    """The connection breaks before anything was done."""
    CUT = "cut"
    """The connection breaks in the middle of the answer, which is charged."""
    MALFORMED = "malformed"
    """A whole answer whose text is not JSON."""
    WRONG_SCHEMA = "wrong_schema"
    """JSON, but not what the schema wants."""
    REFUSAL = "refusal"
    """The model declines."""


PAID = frozenset({Fault.TIMEOUT, Fault.CUT, Fault.MALFORMED, Fault.WRONG_SCHEMA, Fault.REFUSAL})


@dataclass
class Script:
    """How the simulator behaves now. Changed by `POST /script` while it runs."""

    behaviour: Behaviour = Behaviour.GOOD
    latency: tuple[float, float] = (0.0, 0.0)
    """Seconds, from and to."""
    rates: dict[Fault, float] = field(default_factory=dict)
    """Share of calls that fail in each way."""
    next_faults: list[Fault] = field(default_factory=list)
    """Faults of the next calls, first come first served, before rates count."""
    retry_after: float = 1.0
    seed: int = 0


class Plan:
    """Decides each call: the same seed and request give the same decision the same time round,
    whatever else happens at the same moment."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self._seen: dict[str, int] = {}
        self._lock = threading.Lock()

    def decide(self, request_hash: str, model: str) -> tuple[Behaviour, Fault | None, float]:
        """Behaviour, fault and latency. A model whose name ends in ``+name`` has that behaviour or
        fault whatever the script says."""
        with self._lock:
            turn = self._seen[request_hash] = self._seen.get(request_hash, 0) + 1
            script = self.script
            due = script.next_faults.pop(0) if script.next_faults else None
        chance = random.Random(f"{script.seed}:{request_hash}:{turn}")  # noqa: S311 -- repeatable
        latency = chance.uniform(*script.latency)
        behaviour, fault = script.behaviour, due
        name = model.rpartition("+")[2] if "+" in model else ""
        if name in set(map(str, Behaviour)):
            behaviour = Behaviour(name)
        if name in set(map(str, Fault)):
            fault = Fault(name)
        if fault is None:
            draw = chance.random()
            for candidate, rate in script.rates.items():
                if draw < rate:
                    fault = candidate
                    break
                draw -= rate
        return behaviour, fault, latency
