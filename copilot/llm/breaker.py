"""Keeps calls away from a provider that is down, so that nobody waits for its time-outs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pybreaker

from copilot.errors import ProviderUnavailable

FAILURES = 5
"""In a row, before the provider is left alone."""
REST_S = 20.0


class ProviderBreaker:
    """One for each provider and address in a process; for use by many threads.

    pybreaker holds its lock while it calls, which would queue all calls of the process. So it is
    told how calls went instead of making them.
    """

    def __init__(self, provider: str, failures: int = FAILURES, rest_s: float = REST_S) -> None:
        self._provider = provider
        self._breaker = pybreaker.CircuitBreaker(
            fail_max=failures, reset_timeout=rest_s, throw_new_error_on_trip=False
        )
        self._rest = timedelta(seconds=rest_s)

    def admit(self) -> None:
        """Raises ProviderUnavailable while the provider is left alone; nothing is charged then."""
        if self._breaker.current_state != pybreaker.STATE_OPEN:
            return
        opened = self._breaker._state_storage.opened_at
        left = (opened + self._rest - datetime.now(UTC)).total_seconds() if opened else 0.0
        if left > 0:
            raise ProviderUnavailable(
                f"{self._provider} failed several times in a row and is left alone for a moment.",
                retry_after=round(left, 1),
            )

    def succeeded(self) -> None:
        self._tell(None)

    def failed(self, error: ProviderUnavailable) -> None:
        self._tell(error)

    def _tell(self, error: ProviderUnavailable | None) -> None:
        def outcome() -> None:
            if error is not None:
                raise error

        try:
            self._breaker.call(outcome)
        except (pybreaker.CircuitBreakerError, ProviderUnavailable):
            return
