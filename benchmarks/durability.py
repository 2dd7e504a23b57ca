"""Runs that are killed at: what is lost, done twice, paid twice.

``python -m benchmarks.durability --runs 200 --worker-kills 10 --broker-kills 2 --postgres-kills 1
--seed N [--bare]`` starts the product as it is run (API, several workers of every queue, two
dispatchers, two beats, embedded PostgreSQL and Valkey that wait for the disk) with the model
simulator at 0.2–2 s a call, submits applications through the API, and kills (SIGKILL) by a seeded
schedule over the whole time of the work. Prints progress to stderr and one JSON object as its last
line; exit code 0 only if nothing was lost, doubled or paid twice.

- ``double_commits``: steps whose outcome stands in the database more than once, and rows that break
  an invariant of ``copilot.pipeline.audit``;
- ``wrong_status``: runs of which the API says another status than the rows;
- ``paid_calls``: calls that the simulator charged for; ``needed_calls``: different questions that
  were asked; ``in_flight_at_kills``: calls that a killed process was waiting for, or had not saved;
- ``repaid_after_saved``: questions that were paid again after their answer had been saved;
- ``recovery_…``: from a kill until a step that the victim held was claimed again.

``--bare`` runs the same load and kills on a plain Celery chain, with default and with tuned
settings, instead.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
from sqlalchemy import text

from benchmarks import durability_bare
from benchmarks.kill_schedule import Kill, schedule
from copilot.database.session import Database
from copilot.pipeline.audit import audit
from devstack import folders
from devstack.people import POSTING, RESUME
from devstack.simulator.faults import Script
from devstack.simulator.server import Simulator
from devstack.stack_folder import StackFolder
from devstack.supervisor import Supervisor

LATENCY_S = (0.2, 2.0)
COPIES = {
    "worker_parse": 2,
    "worker_embed": 2,
    "worker_generate": 2,
    "worker_dispatch": 2,
    "beat": 2,
}
VICTIMS = ("worker_parse", "worker_embed", "worker_generate", "worker_generate", "worker_dispatch",
           "beat", "web")  # fmt: skip
USERS = 4
DOWN_S = 1.0
MODEL = "openai:gpt-5.4-mini"


def say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


@dataclass
class Load:
    """Users who submit applications from threads of their own, and go on when the API is down."""

    web: str
    runs: int
    accepted: dict[UUID, str] = field(default_factory=dict)
    """Run → the token of its user."""
    refused: list[str] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        threads = [
            threading.Thread(target=self._user, args=(number,), daemon=True)
            for number in range(USERS)
        ]
        for thread in threads:
            thread.start()

        def wait() -> None:
            for thread in threads:
                thread.join()
            self.done.set()

        threading.Thread(target=wait, daemon=True).start()

    def _user(self, number: int) -> None:
        with httpx.Client(base_url=self.web, timeout=30, trust_env=False) as client:
            account = {"email": f"user{number}@example.org", "password": uuid4().hex}
            self._patiently(client, "/v1/users", account)
            session = self._patiently(client, "/v1/sessions", account).json()
            client.headers["Authorization"] = f"Bearer {session['token']}"
            profile = self._patiently(client, "/v1/profiles", {"name": "Main", "resume": RESUME})
            share = self.runs // USERS + (number < self.runs % USERS)
            for _ in range(share):
                body = {
                    "profile_id": profile.json()["id"],
                    "posting": {"text": f"{POSTING}\n\nReference: {uuid4()}\n"},
                }
                answer = self._patiently(client, "/v1/applications", body)
                if answer.status_code == 202:
                    run = UUID(answer.headers["Location"].rsplit("/", 1)[1])
                    self.accepted[run] = session["token"]
                else:
                    self.refused.append(answer.text[:300])

    def _patiently(self, client: httpx.Client, path: str, body: object) -> httpx.Response:
        """Send until somebody answers for good; the key makes repeats harmless."""
        key = uuid4().hex
        for _ in range(600):
            try:
                answer = client.post(path, json=body, headers={"Idempotency-Key": key})
            except httpx.TransportError:
                time.sleep(0.5)
                continue
            if answer.status_code < 500 and answer.status_code != 429:
                return answer
            time.sleep(min(5.0, float(answer.headers.get("Retry-After", 1))))
        raise RuntimeError(f"{path} was not answered")

    def statuses(self) -> dict[UUID, str]:
        """What the API says of every run."""
        found = {}
        with httpx.Client(base_url=self.web, timeout=30, trust_env=False) as client:
            for run, token in self.accepted.items():
                answer = client.get(f"/v1/runs/{run}", headers={"Authorization": f"Bearer {token}"})
                found[run] = str(answer.json().get("status", answer.status_code))
        return found


class Recoveries:
    """How long what a victim held stayed without a worker."""

    def __init__(self, rows: Database) -> None:
        self._rows = rows
        self._open: dict[UUID, float] = {}
        self.seconds: list[float] = []

    def lost(self, tokens: list[UUID]) -> None:
        self._open.update(dict.fromkeys(tokens, time.monotonic()))

    def look(self) -> None:
        if not self._open:
            return
        with self._rows.transaction() as session:
            held = set(
                session.execute(
                    text(
                        "select token from steps where token = any(:tokens)"
                        " union all select l.token from unnest(cast(:tokens as uuid[])) l(token)"
                        " join lost_steps t on t.token = l.token"
                        " join steps s on s.run_id = t.run_id and s.name = t.name"
                        " where s.status = 'pending'"
                    ),
                    {"tokens": list(self._open)},
                ).scalars()
            )
        now = time.monotonic()
        for token in set(self._open) - held:
            self.seconds.append(now - self._open.pop(token))


class Harness:
    def __init__(self, arguments: argparse.Namespace, folder: Path) -> None:
        self._arguments = arguments
        self._folder = folder
        self.in_flight = 0
        self.kills: list[str] = []

    @contextmanager
    def _stack(self, simulator: Simulator) -> Iterator[Supervisor]:
        lines = self._folder / "Procfile"
        lines.write_text(_several(folders.CLONE / "Procfile"), encoding="utf-8")
        supervisor = Supervisor(
            StackFolder(self._folder / "stack"),
            lines=lines,
            settings={
                "OPENAI_API_KEY": "simulated",
                "OPENAI_BASE_URL": simulator.openai_url,
                "JOB_ANALYZER_ENGINE": "extractive",
                "RESUME_OPTIMIZER_ENGINE": MODEL,
                "COVER_LETTER_ENGINE": MODEL,
                "USER_BUDGET_USD": "1000",
                "RUNS_PER_USER": "10000",
                "WINDOW_PER_USER": "50",
                "RATE_LIMIT": "100000 per minute",
                "RATE_LIMIT_SIGN_IN": "1000 per minute",
            },
        )
        try:
            supervisor.start()
            supervisor.wait_ready(180)
            yield supervisor
        finally:
            supervisor.stop()

    def run(self) -> dict[str, Any]:
        arguments = self._arguments
        script = Script(latency=LATENCY_S, seed=arguments.seed)
        with (
            Simulator(script, ledger=self._folder / "calls.jsonl") as simulator,
            self._stack(simulator) as supervisor,
        ):
            assert supervisor.database is not None
            assert supervisor.addresses is not None
            rows = Database(supervisor.database.admin_url, pool_size=2)
            self._prepare(rows)
            names = [name for name in supervisor.children if name.split("_copy")[0] in VICTIMS]
            names += [name for name in names if name.startswith("worker_generate")]
            kills = schedule(
                arguments.seed,
                names,
                worker_kills=arguments.worker_kills,
                broker_kills=arguments.broker_kills,
                database_kills=arguments.postgres_kills,
            )
            load = Load(supervisor.addresses.web, arguments.runs)
            recoveries = Recoveries(rows)
            began = time.monotonic()
            load.start()
            self._drive(supervisor, rows, load, recoveries, kills)
            seconds = time.monotonic() - began
            report = self._report(rows, load, simulator, recoveries, seconds)
            rows.close()
        return report

    def _prepare(self, rows: Database) -> None:
        # What a victim held, noted by the harness: the product keeps no history of tokens.
        with rows.transaction() as session:
            session.execute(
                text("create table lost_steps (token uuid primary key, run_id uuid, name text)")
            )

    def _drive(
        self,
        supervisor: Supervisor,
        rows: Database,
        load: Load,
        recoveries: Recoveries,
        kills: list[Kill],
    ) -> None:
        waiting = list(kills)
        revive: list[tuple[float, str]] = []
        deadline = time.monotonic() + self._arguments.within
        said = 0.0
        while time.monotonic() < deadline:
            supervisor.watch()
            for due, name in [entry for entry in revive if entry[0] <= time.monotonic()]:
                revive.remove((due, name))
                supervisor.children[name].start()
            over = self._over(rows)
            recoveries.look()
            if waiting and over / self._arguments.runs >= waiting[0].at and len(load.accepted) > 4:
                victim = waiting.pop(0).victim
                self._kill(supervisor, rows, recoveries, victim, revive)
            if time.monotonic() - said > 5:
                said = time.monotonic()
                say(f"{len(load.accepted)} accepted, {over} over, {len(waiting)} kills to come")
            if load.done.is_set() and over >= len(load.accepted) and not waiting:
                return
            time.sleep(0.1)

    def _kill(
        self,
        supervisor: Supervisor,
        rows: Database,
        recoveries: Recoveries,
        victim: str,
        revive: list[tuple[float, str]],
    ) -> None:
        say(f"Killing {victim}")
        self.kills.append(victim)
        if victim == "valkey":
            supervisor.services.valkey.kill()
            time.sleep(DOWN_S)
            supervisor.services.valkey.start()
            return
        if victim == "postgres":
            supervisor.services.postgres.kill()
            time.sleep(DOWN_S)
            supervisor.services.postgres.start()
            return
        child = supervisor.children[victim]
        if child.pid is None:
            return
        # Frozen first: what it holds cannot change between looking and killing.
        pids = [process.pid for process in child._family()]
        child.freeze()
        with rows.transaction() as session:
            held = session.execute(
                text(
                    "insert into lost_steps select token, run_id, name from steps"
                    " where status = 'running'"
                    " and regexp_replace(worker, '^.*/(alone-)?', '') = any(:pids)"
                    " on conflict do nothing returning token"
                ),
                {"pids": [str(pid) for pid in pids]},
            ).scalars()
            tokens = list(held)
            self.in_flight += session.execute(
                text(
                    "select count(*) from model_calls where status = 'reserved'"
                    " and token = any(:tokens)"
                ),
                {"tokens": tokens},
            ).scalar_one()
        child.kill()
        recoveries.lost(tokens)
        revive.append((time.monotonic() + DOWN_S, victim))

    @staticmethod
    def _over(rows: Database) -> int:
        with rows.transaction() as session:
            over: int = session.execute(
                text(
                    "select count(*) from runs"
                    " where finished_at is not null and application_id is not null"
                )
            ).scalar_one()
            return over

    def _report(
        self,
        rows: Database,
        load: Load,
        simulator: Simulator,
        recoveries: Recoveries,
        seconds: float,
    ) -> dict[str, Any]:
        said = load.statuses()
        with rows.transaction() as session:
            stored = {
                row.id: row.status
                for row in session.execute(
                    text("select id, status from runs where application_id is not null")
                )
            }
            doubled = session.execute(
                text(
                    "select (select count(*) from (select run_id from matches group by run_id"
                    "   having count(*) > 1) m)"
                    " + (select count(*) from (select run_id, kind from documents"
                    "   where run_id is not null group by run_id, kind having count(*) > 1) d)"
                    " + (select coalesce(sum(n - 1), 0) from (select count(*) as n from documents"
                    "   group by application_id, kind) v where n > 1)"
                )
            ).scalar_one()
            started = session.execute(text("select sum(attempts) from steps")).scalar_one()
            needed = session.execute(
                text(
                    "select count(*) from (select distinct lineage_id, step, call_number,"
                    " request_hash from model_calls where status <> 'failed') q"
                )
            ).scalar_one()
            repaid = session.execute(
                text(
                    "select count(*) from model_calls c where c.status <> 'failed' and exists ("
                    " select from model_responses r where r.lineage_id = c.lineage_id"
                    " and r.step = c.step and r.call_number = c.call_number"
                    " and r.request_hash = c.request_hash and r.created_at < c.created_at)"
                )
            ).scalar_one()
            failures = [
                f"{row.name}: {row.code}"
                for row in session.execute(
                    text("select name, error ->> 'code' as code from steps where status = 'failed'")
                )
            ]
        broken = audit(rows)
        for name, found in broken.items():
            say(f"{name}: {found[:3]}")
        paid = sum(call.paid for call in simulator.charges.calls())
        times = sorted(recoveries.seconds)
        states = [stored.get(run) for run in load.accepted]
        return {
            "seed": self._arguments.seed,
            "accepted": len(load.accepted),
            "refused": len(load.refused),
            "succeeded": states.count("succeeded"),
            "failed": states.count("failed"),
            "stuck": sum(state in ("queued", "running", None) for state in states),
            "double_commits": int(doubled) + sum(len(found) for found in broken.values()),
            "wrong_status": sum(said[run] != stored.get(run) for run in load.accepted),
            "steps_started": int(started),
            "paid_calls": paid,
            "needed_calls": needed,
            "in_flight_at_kills": self.in_flight,
            "repaid_after_saved": repaid,
            "recovery_p50_s": round(statistics.median(times), 2) if times else None,
            "recovery_p99_s": round(times[int(0.99 * (len(times) - 1))], 2) if times else None,
            "recoveries": len(times),
            "failures": failures,
            "kills": self.kills,
            "seconds": round(seconds, 1),
        }


def _several(procfile: Path) -> str:
    """The Procfile with several processes of the queues that scale."""
    lines = []
    for line in procfile.read_text(encoding="utf-8").splitlines():
        name = line.partition(":")[0]
        lines.append(line)
        for copy in range(2, COPIES.get(name, 1) + 1):
            again = line.replace(f"{name}:", f"{name}_copy{copy}:", 1)
            again = again.replace("@%h", f"{copy}@%h").replace(
                "celerybeat-schedule", f"celerybeat-schedule-{copy}"
            )
            lines.append(again)
    return "\n".join(line for line in lines if not line.startswith(("flower", "exporter"))) + "\n"


def kept(report: dict[str, Any]) -> bool:
    """Whether every promise held."""
    return bool(
        report["succeeded"] == report["accepted"]
        and not report["stuck"]
        and not report["double_commits"]
        and not report["wrong_status"]
        and not report["repaid_after_saved"]
        and report["paid_calls"] <= report["needed_calls"] + report["in_flight_at_kills"]
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0], formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--worker-kills", type=int, default=10)
    parser.add_argument("--broker-kills", type=int, default=2)
    parser.add_argument("--postgres-kills", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--within", type=float, default=1800, help="seconds")
    parser.add_argument("--bare", action="store_true")
    arguments = parser.parse_args()
    folder = folders.temporary("durability-")
    try:
        if arguments.bare:
            bare = durability_bare.measure(arguments, folder, LATENCY_S)
            sys.stdout.write(json.dumps(bare) + "\n")
            return 0
        report = Harness(arguments, folder).run()
    finally:
        folders.remove(folder)
    sys.stdout.write(json.dumps(report) + "\n")
    return 0 if kept(report) else 1


if __name__ == "__main__":
    sys.exit(main())
