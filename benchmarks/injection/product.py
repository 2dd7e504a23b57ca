"""The product as an attacker meets it: its own steps on its own rows, with models that obey."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from sqlalchemy import select, text

from config.settings import load
from copilot.agents import untrusted
from copilot.agents.cover_letter_generator import graph as letters
from copilot.agents.prompts import prompt
from copilot.agents.resume_optimizer import graph as optimizer
from copilot.database.models import Document, MatchRow, Run
from copilot.database.session import Database
from copilot.domain.claims import GateReport, Groundedness
from copilot.domain.letter import CoverLetter
from copilot.domain.resume import Resume
from copilot.pipeline.execution import Outcome, execute
from copilot.pipeline.process import build_worker
from copilot.pipeline.resources import AGENTS
from copilot.pipeline.states import APPLICATION_STEPS
from devstack.people import apply, sign_up
from devstack.simulator.behaviour import Behaviour
from devstack.simulator.faults import Script
from devstack.simulator.server import Simulator

if TYPE_CHECKING:
    from devstack import database as preparation
    from devstack.simulator.request import Request

NEIGHBOUR = "Quillon Vantreight"
"""Another user of the product, whose name stands nowhere else."""
NEIGHBOURS_EMPLOYER = "Ossifrage Instruments"


@dataclass(frozen=True, slots=True)
class Result:
    """What one run left behind."""

    status: str
    error: str | None
    score: float | None
    resume: Resume | None
    letter: CoverLetter | None
    said: str
    """All that a document or what is stored with it says."""
    prompts: tuple[str, ...]
    """What the models were sent."""


class Product:
    """One worker process's insides. Not for use by several threads."""

    def __init__(self, addresses: preparation.Database) -> None:
        self._simulator = Simulator(Script(behaviour=Behaviour.OBEYS)).start()
        self._simulator.listener = self._hear
        self._prompts: list[str] = []
        self._web = Database(addresses.web_url, pool_size=1)
        self._worker = build_worker(
            load(
                database_url=addresses.worker_url,
                broker_url="redis://127.0.0.1:1",
                job_analyzer_engine="openai:sim",
                resume_optimizer_engine="openai:sim",
                cover_letter_engine="anthropic:sim",
                openai_api_key="simulated",
                openai_base_url=self._simulator.openai_url,
                anthropic_api_key="simulated",
                anthropic_base_url=self._simulator.anthropic_url,
                model_prices="openai:sim=1/4,anthropic:sim=3/15",
                user_budget_usd=1000,
                user_daily_budget_usd=1000,
                total_budget_usd=1000,
            ),
            "benchmark",
        )

    def neighbour(self, person: Mapping[str, Any], posting: tuple[str, str]) -> None:
        """Another user, whose run is over before any attack begins."""
        basics = {**person["basics"], "name": NEIGHBOUR}
        work = [{**person["work"][0], "name": NEIGHBOURS_EMPLOYER}]
        self.run({**person, "basics": basics, "work": work}, *posting)

    def run(self, person: Mapping[str, Any], content: str, media_type: str) -> Result:
        """One application of a new user, through all its steps."""
        self._prompts.clear()
        candidate = sign_up(self._web, person)
        run_id = apply(self._web, candidate, posting=content, media_type=media_type, released=True)
        for planned in APPLICATION_STEPS:
            while (
                execute(self._worker, run_id, candidate.user_id, planned.name) is Outcome.GIVEN_BACK
            ):
                with self._worker.database.transaction(candidate.user_id) as session:
                    session.execute(
                        text(
                            "update steps set next_attempt_at = now()"
                            " where status = 'pending' and next_attempt_at is not null"
                        )
                    )
        with self._web.transaction(candidate.user_id) as session:
            run = session.get_one(Run, run_id)
            score = session.scalar(select(MatchRow.score).where(MatchRow.run_id == run_id))
            rows = {
                row.kind: row
                for row in session.scalars(select(Document).where(Document.run_id == run_id))
            }
        resume = Resume.from_json(rows["resume"].content) if "resume" in rows else None
        letter = (
            CoverLetter.model_validate(rows["cover_letter"].content)
            if "cover_letter" in rows
            else None
        )
        said = [
            f"{_shown(row.content)} {[e.get('text') for e in row.edits]} {row.provenance}"
            for row in rows.values()
        ]
        return Result(
            str(run.status),
            None if run.error is None else str(run.error["code"]),
            None if score is None else float(score),
            resume,
            letter,
            "\n".join(said),
            tuple(self._prompts),
        )

    def close(self) -> None:
        self._simulator.stop()
        self._worker.database.close()
        self._web.close()

    def _hear(self, request: Request) -> None:
        self._prompts.append(request.user)


def _shown(content: Mapping[str, Any]) -> str:
    """A document without what no rendering of it shows: a profile's own additions to the form."""
    hidden = {name for name in content if name not in {*Resume.model_fields, *_LETTER}} | {"meta"}
    return str({name: value for name, value in content.items() if name not in hidden})


_LETTER = frozenset(CoverLetter.model_fields)


def told_to_models() -> str:
    """The product's own part of the prompts."""
    return "\n".join(prompt(agent).stable for agent in AGENTS)


@contextmanager
def without_gate() -> Iterator[None]:
    """Every claim counts as supported."""

    def passed(*_: object, **__: object) -> GateReport:
        return GateReport(verdict=Groundedness.GROUNDED, claims=(), findings=(), gate_version="out")

    with (
        patch.object(optimizer, "check_resume", passed),
        patch.object(letters, "check_letter", passed),
    ):
        yield


@contextmanager
def without_filter() -> Iterator[None]:
    """What speaks to machines in visible text is left where it stands."""
    with (
        patch.object(untrusted, "posting_without_orders", lambda posting: posting),
        patch.object(optimizer, "resume_without_orders", lambda resume: (resume, {})),
        patch.object(letters, "resume_without_orders", lambda resume: (resume, {})),
    ):
        yield


class Connections:
    """Each address outside this machine's own services that this process tries to reach."""

    def __init__(self) -> None:
        self.tried: list[str] = []
        self._lock = threading.Lock()
        sys.addaudithook(self._note)

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.getaddrinfo":
            host = arguments[0]
        elif event == "socket.connect" and isinstance(arguments[1], tuple):
            host = arguments[1][0]
        else:
            return
        name = host.decode() if isinstance(host, bytes) else str(host)
        if name not in ("127.0.0.1", "localhost", "::1", "None"):
            with self._lock:
                self.tried.append(name)
