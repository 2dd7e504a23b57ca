"""A provider that is down is left alone, and found again when it is back."""

from __future__ import annotations

import threading
import time

import pytest

from copilot.errors import ProviderUnavailable
from copilot.llm.breaker import FAILURES, ProviderBreaker

REST_S = 0.2
DOWN = ProviderUnavailable("It is down.")


def fail(breaker: ProviderBreaker, times: int) -> None:
    for _ in range(times):
        breaker.failed(DOWN)


def test_failures_in_a_row_close_the_door_for_a_while() -> None:
    breaker = ProviderBreaker("acme", rest_s=REST_S)
    fail(breaker, FAILURES - 1)
    breaker.admit()
    fail(breaker, 1)
    with pytest.raises(ProviderUnavailable) as raised:
        breaker.admit()
    assert raised.value.retry_after is not None
    assert 0 <= raised.value.retry_after <= REST_S
    time.sleep(REST_S)
    breaker.admit()
    breaker.succeeded()
    breaker.admit()


def test_a_success_forgets_failures() -> None:
    breaker = ProviderBreaker("acme")
    for _ in range(3):
        fail(breaker, FAILURES - 1)
        breaker.succeeded()
    breaker.admit()


def test_a_provider_that_is_still_down_is_left_alone_again() -> None:
    breaker = ProviderBreaker("acme", rest_s=REST_S)
    fail(breaker, FAILURES)
    time.sleep(1.1 * REST_S)
    breaker.admit()
    fail(breaker, 1)
    with pytest.raises(ProviderUnavailable):
        breaker.admit()


def test_calls_do_not_wait_for_each_other() -> None:
    breaker = ProviderBreaker("acme")
    inside = threading.Barrier(8, timeout=5)

    def call() -> None:
        breaker.admit()
        inside.wait()
        breaker.succeeded()

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert not inside.broken
