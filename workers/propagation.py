"""The request id (and the trace) goes from the HTTP request through every message.

A message that a task sends (the next of its chain) inherits from the message that the task came
with; one that the API or the dispatcher sends takes what is bound there.
"""

from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import Any

from celery import current_task
from celery.signals import before_task_publish, task_postrun, task_prerun

from copilot.observability import context

REQUEST_ID = "request_id"
TRACE_PARENT = "traceparent"

# By thread too: a message that came twice may be in two threads at a time.
_bound: dict[tuple[str, int], ExitStack] = {}


@before_task_publish.connect
def _inherit(headers: dict[str, Any] | None = None, **_: Any) -> None:
    if headers is None:
        return
    request = getattr(current_task, "request", None)
    for name, bound in ((REQUEST_ID, context.request_id.get()), (TRACE_PARENT, None)):
        if headers.get(name):
            continue
        value = bound or (_header(request, name) if request is not None else None)
        if value:
            headers[name] = value


@task_prerun.connect
def _enter(task_id: str, task: Any, kwargs: dict[str, Any] | None = None, **_: Any) -> None:
    arguments = kwargs or {}
    stack = ExitStack()
    stack.enter_context(
        context.bound(
            request_id=_header(task.request, REQUEST_ID),
            run_id=arguments.get("run_id"),
            user_id=arguments.get("user_id"),
        )
    )
    _bound[task_id, threading.get_ident()] = stack


@task_postrun.connect
def _leave(task_id: str, **_: Any) -> None:
    stack = _bound.pop((task_id, threading.get_ident()), None)
    if stack is not None:
        stack.close()


def _header(request: Any, name: str) -> str | None:
    value = getattr(request, name, None) or (getattr(request, "headers", None) or {}).get(name)
    return value if isinstance(value, str) else None
