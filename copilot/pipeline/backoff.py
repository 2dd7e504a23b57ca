"""When a step that met a transient error is attempted again."""

from __future__ import annotations

import random

from copilot.errors import Transient

# Seconds after the first, second, … attempt. Kept in the row (next_attempt_at), never in a
# Celery countdown: a countdown lives in a worker's memory.
DELAYS_S = (2.0, 5.0, 15.0, 30.0, 60.0, 120.0, 300.0)
JITTER = 0.25
LONGEST_S = 900.0


def delay_after(attempt: int, error: Transient | None = None) -> float:
    """Seconds to wait after ``attempt`` (1, 2, …), never less than the other side asked for."""
    delay = DELAYS_S[min(attempt, len(DELAYS_S)) - 1] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311
    if error is not None and error.retry_after:
        delay = max(delay, error.retry_after)
    return min(delay, LONGEST_S)
