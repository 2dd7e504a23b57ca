"""The provider's own record of what it was asked and what it charged for."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SETTLE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Call:
    number: int
    provider: str
    model: str
    request_hash: str
    started: float
    """Seconds since the epoch."""
    finished: float
    status: int | None
    """HTTP status; None if the connection was broken instead."""
    fault: str | None
    paid: bool
    delivered: bool
    """Whether the client took the whole answer."""
    input_tokens: int
    cached_tokens: int
    output_tokens: int


class Charges:
    """Append-only, in memory and, with a path, in a file of JSON lines."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._calls: list[Call] = []
        self._begun = 0
        self._lock = threading.Lock()

    def begin(self) -> int:
        """The number of a call that arrives now."""
        with self._lock:
            self._begun += 1
            return self._begun

    def record(self, call: Call) -> None:
        with self._lock:
            self._calls.append(call)
            if self._path is not None:
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(call)) + "\n")

    def settle(self, seconds: float) -> None:
        """Wait until every call that began is recorded, for ``seconds`` at most."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with self._lock:
                if self._begun == len(self._calls):
                    return
            time.sleep(0.005)

    def calls(self) -> list[Call]:
        # A client that has its answer may ask before the call is written down.
        self.settle(SETTLE_SECONDS)
        with self._lock:
            return sorted(self._calls, key=lambda call: call.number)

    def summary(self) -> dict[str, int]:
        calls = self.calls()
        paid = [call for call in calls if call.paid]
        with self._lock:
            begun = self._begun
        return {
            "begun": begun,
            "finished": len(calls),
            "paid": len(paid),
            "paid_distinct": len({call.request_hash for call in paid}),
            "input_tokens": sum(call.input_tokens for call in paid),
            "cached_tokens": sum(call.cached_tokens for call in paid),
            "output_tokens": sum(call.output_tokens for call in paid),
        }


class PrefixCache:
    """How much of a prompt a provider would have cached: whole blocks seen before at its start."""

    BLOCK_CHARACTERS = 512
    # OpenAI and Anthropic cache prefixes of 1,024 tokens and more.
    LEAST_CHARACTERS = 4096

    def __init__(self) -> None:
        self._seen: set[tuple[str, int]] = set()
        self._lock = threading.Lock()

    def cached_characters(self, model: str, prompt: str) -> int:
        cached = 0
        with self._lock:
            for end in range(self.BLOCK_CHARACTERS, len(prompt) + 1, self.BLOCK_CHARACTERS):
                key = (model, hash(prompt[:end]))
                if key in self._seen and cached == end - self.BLOCK_CHARACTERS:
                    cached = end
                self._seen.add(key)
        return cached if cached >= self.LEAST_CHARACTERS else 0
