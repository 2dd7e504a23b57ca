"""The ledger of paid calls: nothing is sent without a reservation, nothing is paid twice.

Before a request goes out its price is reserved under the lock of its run, so that a cancelled run
pays for nothing more and a budget is never exceeded. A usable answer is saved in a transaction of
its own before the step commits; when the step runs again it is replayed instead of asked for.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_exponential_jitter

from copilot.database.identifiers import new_id
from copilot.database.session import Database
from copilot.errors import (
    CopilotError,
    DatabaseUnavailable,
    ProviderUnavailable,
    RunStopped,
    UnusableResponse,
)
from copilot.llm.budgets import exhausted
from copilot.observability import metrics

log = logging.getLogger(__name__)
T = TypeVar("T")

# A paid answer is worth waiting for the database; longer than any restart of it.
_PATIENCE_S = 600.0


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a model, as far as it decides the answer."""

    agent: str
    provider: str
    model: str
    body: Mapping[str, Any]
    """Messages, schema and parameters; JSON."""
    estimate_usd: Decimal
    """The most that it can cost; reserved until it is settled."""

    def digest(self) -> bytes:
        whole = [self.provider, self.model, self.body]
        return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).digest()


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered."""

    content: Mapping[str, Any]
    """JSON: the structured output, or {"text": …}."""
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    cost_usd: Decimal


@dataclass(frozen=True, slots=True)
class Payer:
    """On whose account, and in which attempt of which step."""

    database: Database
    user_id: UUID
    run_id: UUID
    lineage_id: UUID
    step: str
    token: UUID
    """The fencing token of the attempt."""
    budget_usd: Decimal
    """What the user may spend a month unless their row says otherwise."""
    day_budget_usd: Decimal | None = None
    """What the user may spend a day (UTC); None: as much as in the month."""
    total_budget_usd: Decimal | None = None
    """What all users together may spend a month; None: no such limit."""


class CallLedger:
    """The questions of one attempt of one step, counted from 1: the attempt that comes after a kill
    asks them in the same order. Not for use by several threads.

    A question may be put to several models, or to one model twice; what is saved under its number
    answers it for good.
    """

    def __init__(self, payer: Payer) -> None:
        self._payer = payer
        self._number = 0

    def next_question(self) -> int:
        self._number += 1
        return self._number

    def call(self, request: Request, send: Callable[[], Reply], accept: Callable[[Reply], T]) -> T:
        """The next question, put to one model once: ``accept`` of the saved answer, or of what
        ``send`` gets. Raises what `pay` raises."""
        number = self.next_question()
        known = self.saved(number, request)
        return self.pay(number, request, send, accept) if known is None else accept(known)

    def saved(self, number: int, request: Request) -> Reply | None:
        """What an earlier attempt has paid for."""
        known = self._patiently(lambda: self._replay(number, request.digest()))
        if known is not None:
            metrics.cache_hits.labels("model_response").inc()
        return known

    def pay(
        self,
        number: int,
        request: Request,
        send: Callable[[], Reply],
        accept: Callable[[Reply], T],
    ) -> T:
        """Reserve, send, settle, and save what ``accept`` takes.

        ``send`` raises ProviderUnavailable (``maybe_charged=True`` in its ``extra`` says that the
        request may have been charged all the same); ``accept`` raises UnusableResponse, and the
        answer is then paid for but not kept. Raises BudgetExhausted or RunStopped before anything
        is sent.
        """
        digest = request.digest()
        call_id = self._patiently(lambda: self._reserve(request, number, digest))
        began = time.monotonic()
        try:
            reply = send()
        except ProviderUnavailable as error:
            charged = bool(error.extra.pop("maybe_charged", False))
            self._count(request, "unknown" if charged else "failed")
            self._settle(call_id, "unknown" if charged else "failed", None, began, error)
            raise
        except CopilotError as error:
            self._count(request, "failed")
            self._settle(call_id, "failed", None, began, error)
            raise
        try:
            accepted = accept(reply)
        except UnusableResponse as error:
            self._count(request, "unusable", reply)
            self._settle(call_id, "unusable", reply, began, error)
            raise
        self._count(request, "usable", reply)
        self._settle(call_id, "usable", reply, began, None, saved=(number, digest))
        return accepted

    def _replay(self, number: int, digest: bytes) -> Reply | None:
        payer = self._payer
        with payer.database.transaction(payer.user_id, durable=False) as session:
            row = session.execute(_REPLAY, self._key(number, digest)).one_or_none()
        if row is None:
            return None
        return Reply(
            row.response["content"],
            row.response["input_tokens"],
            row.response["output_tokens"],
            row.response["cached_tokens"],
            Decimal(row.response["cost_usd"]),
        )

    def _reserve(self, request: Request, number: int, digest: bytes) -> UUID:
        payer = self._payer
        month = datetime.now(UTC).date().replace(day=1)
        call_id = new_id()
        with payer.database.transaction(payer.user_id) as session:
            # The same row that cancelling locks: after its answer nothing is reserved any more.
            held = session.execute(
                _LOCK_RUN,
                {"run_id": payer.run_id, "step": payer.step, "token": payer.token},
            ).one_or_none()
            if held is None:
                raise RunStopped(
                    "The run was stopped, or the step was taken back; nothing is sent."
                )
            self._take_from_budgets(session, month, request.estimate_usd)
            session.execute(
                _INSERT_CALL,
                {
                    **self._key(number, digest),
                    "id": call_id,
                    "user_id": payer.user_id,
                    "run_id": payer.run_id,
                    "token": payer.token,
                    "agent": request.agent,
                    "provider": request.provider,
                    "model": request.model,
                    "month": month,
                    "estimate": request.estimate_usd,
                },
            )
        return call_id

    def _take_from_budgets(self, session: Session, month: date, estimate: Decimal) -> None:
        """The user's first, then everybody's: the order in which all lock them."""
        payer = self._payer
        values = {
            "user_id": payer.user_id,
            "month": month,
            "estimate": estimate,
            "limit": payer.budget_usd,
            "day_limit": payer.day_budget_usd,
            "total": payer.total_budget_usd,
        }
        if session.execute(_TAKE_FROM_BUDGET, values).one_or_none() is None:
            room = session.execute(_WHAT_IS_LEFT, values).scalar_one()
            raise exhausted("day" if room else "month")
        if session.execute(_TAKE_FROM_TOTAL, values).one_or_none() is None:
            raise exhausted("total")

    def _settle(
        self,
        call_id: UUID,
        status: str,
        reply: Reply | None,
        began: float,
        error: CopilotError | None,
        saved: tuple[int, bytes] | None = None,
    ) -> None:
        payer = self._payer
        values = {
            "id": call_id,
            "status": status,
            # What may have been charged counts as spent: a budget must hold, not be hoped for.
            "cost": reply.cost_usd if reply else None if status == "unknown" else Decimal(0),
            "input": reply.input_tokens if reply else 0,
            "output": reply.output_tokens if reply else 0,
            "cached": reply.cached_tokens if reply else 0,
            "duration": round(1000 * (time.monotonic() - began)),
            "error": None if error is None else json.dumps(error.as_problem()),
        }

        def write() -> None:
            with payer.database.transaction(payer.user_id) as session:
                settled = session.execute(_SETTLE, values).one_or_none()
                if settled is not None:
                    session.execute(_SETTLE_TOTAL, settled._asdict())
                if settled is not None and saved is not None and reply is not None:
                    session.execute(
                        _SAVE,
                        {
                            **self._key(*saved),
                            "user_id": payer.user_id,
                            "id": call_id,
                            "response": json.dumps(
                                {
                                    "content": reply.content,
                                    "input_tokens": reply.input_tokens,
                                    "output_tokens": reply.output_tokens,
                                    "cached_tokens": reply.cached_tokens,
                                    "cost_usd": str(reply.cost_usd),
                                }
                            ),
                        },
                    )

        self._patiently(write)

    def _key(self, number: int, digest: bytes) -> dict[str, Any]:
        return {
            "lineage_id": self._payer.lineage_id,
            "step": self._payer.step,
            "number": number,
            "digest": digest,
        }

    @staticmethod
    def _count(request: Request, outcome: str, reply: Reply | None = None) -> None:
        metrics.llm_api_calls.labels(request.provider, request.model, outcome).inc()
        if reply is not None:
            tokens = metrics.llm_tokens
            tokens.labels(request.provider, request.model, "input").inc(reply.input_tokens)
            tokens.labels(request.provider, request.model, "output").inc(reply.output_tokens)
            cost = metrics.llm_estimated_cost.labels(request.provider, request.model)
            cost.inc(float(reply.cost_usd))

    @staticmethod
    def _patiently(function: Callable[[], T]) -> T:
        for attempt in Retrying(
            retry=retry_if_exception_type(DatabaseUnavailable),
            stop=stop_after_delay(_PATIENCE_S),
            wait=wait_exponential_jitter(multiplier=0.1, max=2),
            reraise=True,
        ):
            with attempt:
                return function()
        raise AssertionError("unreachable")


_REPLAY = text("""
select response from model_responses
where lineage_id = :lineage_id and step = :step and call_number = :number
  and request_hash = :digest
""")

_LOCK_RUN = text("""
select r.id from runs r join steps s on s.run_id = r.id
where r.id = :run_id and r.status = 'running'
  and s.name = :step and s.status = 'running' and s.token = :token
for no key update of r
""")

# One statement each, so that no two can take the same room. A new day begins at nothing.
_TAKE_FROM_BUDGET = text("""
with caps as (
  select coalesce((select budget_usd from users where id = :user_id), :limit) as month,
         coalesce(cast(:day_limit as numeric), 'Infinity') as day,
         (now() at time zone 'utc')::date as today
)
insert into budgets as b (user_id, month, reserved_usd, day, day_reserved_usd)
select :user_id, :month, :estimate, today, :estimate from caps
where :estimate <= caps.month and :estimate <= caps.day
on conflict (user_id, month) do update
set reserved_usd = b.reserved_usd + excluded.reserved_usd,
    day = excluded.day,
    day_spent_usd = case b.day when excluded.day then b.day_spent_usd else 0 end,
    day_reserved_usd = excluded.reserved_usd
      + case b.day when excluded.day then b.day_reserved_usd else 0 end
where b.spent_usd + b.reserved_usd + excluded.reserved_usd <= (select month from caps)
  and excluded.reserved_usd
      + case b.day when excluded.day then b.day_spent_usd + b.day_reserved_usd else 0 end
      <= (select day from caps)
returning b.user_id
""")

_WHAT_IS_LEFT = text("""
select :estimate + coalesce((select spent_usd + reserved_usd from budgets
                             where user_id = :user_id and month = :month), 0)
       <= coalesce((select budget_usd from users where id = :user_id), :limit) as month_has_room
""")

_TAKE_FROM_TOTAL = text("""
insert into total_budgets as t (month, reserved_usd)
select :month, :estimate where :estimate <= coalesce(cast(:total as numeric), 'Infinity')
on conflict (month) do update set reserved_usd = t.reserved_usd + excluded.reserved_usd
where t.spent_usd + t.reserved_usd + excluded.reserved_usd
      <= coalesce(cast(:total as numeric), 'Infinity')
returning t.month
""")

_INSERT_CALL = text("""
insert into model_calls (id, user_id, run_id, lineage_id, step, token, call_number, request_hash,
                         agent, provider, model, month, reserved_usd)
values (:id, :user_id, :run_id, :lineage_id, :step, :token, :number, :digest,
        :agent, :provider, :model, :month, :estimate)
""")

# Settled once: a repeat after a broken connection changes nothing. Only what was given up as
# unknown (see settle_abandoned_calls) is corrected when the answer comes after all.
_SETTLE = text("""
with before as (
  select id, status, reserved_usd, cost_usd from model_calls
  where id = :id and (status = 'reserved' or (status = 'unknown' and :status <> 'unknown'))
  for update
),
settled as (
  update model_calls c
  set status = :status, cost_usd = coalesce(:cost, c.reserved_usd), input_tokens = :input,
      output_tokens = :output, cached_tokens = :cached, duration_ms = :duration,
      error = cast(:error as jsonb), settled_at = now()
  from before where c.id = before.id
  returning c.user_id, c.month, (c.created_at at time zone 'utc')::date as day,
            case before.status when 'reserved' then before.reserved_usd else 0 end as released,
            c.cost_usd - case before.status when 'reserved' then 0 else before.cost_usd end as owed
)
update budgets b
set reserved_usd = b.reserved_usd - s.released,
    spent_usd = b.spent_usd + s.owed,
    day_reserved_usd = b.day_reserved_usd - case s.day when b.day then s.released else 0 end,
    day_spent_usd = b.day_spent_usd + case s.day when b.day then s.owed else 0 end
from settled s
where b.user_id = s.user_id and b.month = s.month
returning b.month, s.released, s.owed
""")

_SETTLE_TOTAL = text("""
update total_budgets
set reserved_usd = reserved_usd - :released, spent_usd = spent_usd + :owed
where month = :month
""")

_SAVE = text("""
insert into model_responses (lineage_id, step, call_number, request_hash, user_id, model_call_id,
                             response)
values (:lineage_id, :step, :number, :digest, :user_id, :id, cast(:response as jsonb))
on conflict do nothing
""")
