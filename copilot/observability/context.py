"""What the current piece of work is about; every log line carries it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
run_id: ContextVar[str | None] = ContextVar("run_id", default=None)
user_id: ContextVar[str | None] = ContextVar("user_id", default=None)

_VARIABLES = {"request_id": request_id, "run_id": run_id, "user_id": user_id}


def current() -> dict[str, str]:
    """The names and values that are set."""
    found = {name: variable.get() for name, variable in _VARIABLES.items()}
    return {name: value for name, value in found.items() if value is not None}


@contextmanager
def bound(**values: str | None) -> Iterator[None]:
    """Set the named values (request_id, run_id, user_id) for the duration of the block."""
    tokens = [(_VARIABLES[name], _VARIABLES[name].set(value)) for name, value in values.items()]
    try:
        yield
    finally:
        for variable, token in reversed(tokens):
            variable.reset(token)
