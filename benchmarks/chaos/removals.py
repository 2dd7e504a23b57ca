"""The mechanisms that durability rests on, each with a way to take it out of what is under test.

The product has no switch for any of them. A removal changes the test's own database, or patches the
product in a process of the test before that process begins its work. One that does not find what
it means to take out fails: a case must never pass for a removal that did nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import psycopg


@dataclass(frozen=True, slots=True)
class Removal:
    """``in_database`` is given a superuser's connection, ``in_process`` runs in each worker and web
    process."""

    name: str
    without: str
    in_database: Callable[[psycopg.Connection[Any]], None] | None = None
    in_process: Callable[[], None] | None = None


def take_out_of_process(name: str | None) -> None:
    removal = REMOVALS[name] if name else None
    if removal is not None and removal.in_process is not None:
        removal.in_process()


def take_out_of_database(removal: Removal, admin_url: str) -> None:
    if removal.in_database is not None:
        with psycopg.connect(admin_url) as connection:
            removal.in_database(connection)


def _rewrite(connection: psycopg.Connection[Any], function: str, *changes: tuple[str, str]) -> None:
    """Replace parts of the one function of that name."""
    (definition,) = connection.execute(
        "select pg_get_functiondef(oid) from pg_proc"
        " where proname = %s and pronamespace = 'public'::regnamespace",
        [function],
    ).fetchone() or (None,)
    if definition is None:
        raise LookupError(f"there is no function {function}")
    for old, new in changes:
        if definition.count(old) != 1:
            raise LookupError(f"{function} does not hold {old!r} once")
        definition = definition.replace(old, new)
    connection.execute(definition)


def _patch(place: Any, name: str, value: Any) -> None:
    if not hasattr(place, name):
        raise LookupError(f"{place} has no {name}")
    setattr(place, name, value)


def _no_resending(connection: psycopg.Connection[Any]) -> None:
    _rewrite(connection, "take_due", ("or (s.published_at <", "or (false and s.published_at <"))


def _no_taking_back(connection: psycopg.Connection[Any]) -> None:
    _rewrite(connection, "lapse_leases", ("and s.lease_until <", "and false and s.lease_until <"))


def _no_fair_order(connection: psycopg.Connection[Any]) -> None:
    _rewrite(
        connection,
        "release_runs",
        ("where place <= window_per_user", ""),
        ("order by place, created_at", "order by created_at"),
    )


def _no_tick_row(connection: psycopg.Connection[Any]) -> None:
    connection.execute("alter table ticks drop constraint pk_ticks")


def _no_heartbeat() -> None:
    from copilot.pipeline import step_ledger

    _patch(step_ledger, "heartbeat", lambda session, tokens, lease_seconds: set(tokens))


def _no_fencing() -> None:
    """Whoever comes completes the step, with the token that it has now."""
    from copilot.pipeline import heartbeat, step_ledger

    complete = step_ledger.complete

    def unfenced(session: Any, claim: Any, result: Any) -> Any:
        token = _value(session, "select token from steps where run_id = %s and name = %s", claim)
        return complete(session, replace(claim, token=token or claim.token), result)

    _patch(step_ledger, "complete", unfenced)
    _patch(heartbeat.Lease, "lost", property(lambda lease: False))


def _no_claim() -> None:
    """A message is worked on whoever holds its step."""
    from copilot.pipeline import step_ledger

    claim = step_ledger.claim

    def unclaimed(session: Any, run_id: UUID, user_id: UUID, step: Any, **options: Any) -> Any:
        with session.connection().connection.cursor() as cursor:
            cursor.execute(
                "update steps set status = 'pending', token = null, lease_until = null,"
                " next_attempt_at = now() where run_id = %s and name = %s and status = 'running'",
                [run_id, step],
            )
        return claim(session, run_id, user_id, step, **options)

    _patch(step_ledger, "claim", unclaimed)


def _no_isolation() -> None:
    """What must run alone runs in its worker's process, among the others."""
    from copilot.pipeline import execution, isolation
    from copilot.pipeline.step_ledger import Refusal

    def among_others(_: Any, worker: Any, run_id: UUID, user_id: UUID, step: Any) -> Any:
        started = execution.start(worker, run_id, user_id, step, alone=True)
        if isinstance(started, Refusal):
            return execution.Outcome.REFUSED
        return execution.work(worker, started)

    _patch(isolation.Isolation, "execute", among_others)


def _no_replay() -> None:
    from copilot.llm.ledger import CallLedger

    _patch(CallLedger, "saved", lambda ledger, number, request: None)


def _no_lock_of_cancelled_runs() -> None:
    from sqlalchemy import text

    from copilot.llm import ledger

    # The parameters stay: a statement takes none that it does not name.
    _patch(
        ledger,
        "_LOCK_RUN",
        text("select id from runs where id = :run_id and :step <> '' and :token is not null"),
    )


def _no_patience() -> None:
    from copilot.pipeline import execution

    _patch(execution, "_patiently", lambda function, seconds: function())


def _no_handing_back() -> None:
    from workers import lifecycle

    _patch(lifecycle, "_hand_back", lambda worker: None)


def _no_deferring() -> None:
    """A request whose run the broker does not take fails."""
    from tasks import chain

    def publish_or_fail(run_id: UUID, user_id: UUID, steps: Any, **options: Any) -> bool:
        trace = options.pop("trace_parent", None)
        chain._publisher().publish(run_id, user_id, steps, trace_parent=trace, **options)
        return True

    _patch(chain, "publish_run", publish_or_fail)


def _no_word_of_the_database() -> None:
    """An unreachable database is an error like any other."""
    from copilot.errors import Transient
    from webapp import problems, readiness

    known = dict(problems.STATUS_OF)
    del known[Transient]
    _patch(problems, "STATUS_OF", known)
    _patch(readiness, "schema_state", lambda database: ("ok", "ok"))


def _value(session: Any, query: str, claim: Any) -> Any:
    with session.connection().connection.cursor() as cursor:
        row = cursor.execute(query, [claim.run_id, claim.step]).fetchone()
    return row[0] if row else None


REMOVALS = {
    removal.name: removal
    for removal in (
        Removal("resending", "the dispatcher sends no message again", _no_resending),
        Removal("taking_back", "lapsed leases are not taken back", _no_taking_back),
        Removal("heartbeat", "leases are not renewed", in_process=_no_heartbeat),
        Removal("fencing", "a result needs no token", in_process=_no_fencing),
        Removal("claim", "a message needs no claim", in_process=_no_claim),
        Removal("isolation", "what was lost does not run alone", in_process=_no_isolation),
        Removal("replay", "saved responses are not replayed", in_process=_no_replay),
        Removal(
            "reservation",
            "reserving a call does not ask whether the run goes on",
            in_process=_no_lock_of_cancelled_runs,
        ),
        Removal("fair_order", "waiting runs are released first come, first served", _no_fair_order),
        Removal("tick_row", "a tick may be done more than once", _no_tick_row),
        Removal("patience", "workers do not wait for the database", in_process=_no_patience),
        Removal("handing_back", "a deploy hands nothing back", in_process=_no_handing_back),
        Removal("deferring", "accepting needs the broker", in_process=_no_deferring),
        Removal(
            "unavailability",
            "the API does not say that the database is away",
            in_process=_no_word_of_the_database,
        ),
    )
}
