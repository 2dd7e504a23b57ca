"""Runs go through real workers, from the row to the documents."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
import pytest
from sqlalchemy import select, text

from copilot.database.models import Blob, Document, MatchRow, Rendition, Run, Step
from copilot.database.session import Database
from devstack.people import apply, sign_up
from devstack.ports import free_port
from devstack.worker_processes import Process, Workers, all_over, statuses, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devstack.database import Database as Addresses


@dataclass(frozen=True)
class Stack:
    """A dispatcher and a worker for everything, started once for these tests."""

    workers: Workers
    worker: Process
    metrics_url: str


@pytest.fixture(scope="module")
def stack(
    module_database: Addresses, valkey_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stack]:
    workers = Workers(module_database, valkey_url, tmp_path_factory.mktemp("whole-runs"))
    port = free_port()
    try:
        workers.dispatcher(ready=False)
        worker = workers.worker(metrics_port=port)
        yield Stack(workers, worker, f"http://127.0.0.1:{port}/metrics")
    finally:
        workers.close()


@pytest.fixture
def web(module_database: Addresses) -> Iterator[Database]:
    pool = Database(module_database.web_url, pool_size=5)
    yield pool
    pool.close()


def test_runs_end_with_documents_that_stand_on_evidence(web: Database, stack: Stack) -> None:
    candidate = sign_up(web)
    ids = [apply(web, candidate, request_id=f"request-{n}") for n in range(3)]
    wait_until(lambda: all_over(web, candidate.user_id, ids), 90)
    assert set(statuses(web, candidate.user_id, ids).values()) == {"succeeded"}, (
        stack.worker.log.read_text()[-4000:]
    )
    with web.transaction(candidate.user_id) as session:
        steps = session.scalars(select(Step).where(Step.run_id.in_(ids))).all()
        assert len(steps) == 15
        assert {step.attempts for step in steps} == {1}
        assert len(session.scalars(select(MatchRow)).all()) == 3
        documents = session.scalars(select(Document)).all()
        assert (
            sorted(document.kind for document in documents) == ["cover_letter"] * 3 + ["resume"] * 3
        )
        assert {document.report["verdict"] for document in documents} == {"grounded"}
        renditions = session.scalars(select(Rendition)).all()
        assert len(renditions) == 12
        for rendition in renditions:
            blob = session.get_one(Blob, (candidate.user_id, rendition.sha256))
            assert blob.content.startswith(b"%PDF" if rendition.format == "pdf" else b"PK")
        assert session.scalars(select(Run.error)).all() == [None] * 3


def test_the_request_id_goes_through_every_step_and_no_text_into_messages_or_logs(
    web: Database, stack: Stack
) -> None:
    candidate = sign_up(web)
    run_id = apply(web, candidate, request_id="request-of-one-click")
    wait_until(lambda: all_over(web, candidate.user_id, [run_id]), 90)
    # Celery greets with a banner; everything else is one JSON object a line.
    lines = [line for line in stack.worker.log.read_text().splitlines() if line.startswith("{")]
    finished = [
        event
        for event in map(json.loads, lines)
        if event["event"] == "step_finished" and event["run_id"] == str(run_id)
    ]
    assert [event["step"] for event in finished] == [
        "parse_posting",
        "embed_posting",
        "match_profile",
        "tailor_resume",
        "write_cover_letter",
    ]
    for event in finished:
        assert event["request_id"] == "request-of-one-click"
        assert event["user_id"] == str(candidate.user_id)
    for process in stack.workers.started:
        for words in ("Nyström", "Tallkotten", "Granskog", "ida@example.org"):
            assert words not in process.log.read_text()


def test_a_worker_serves_what_it_counts(web: Database, stack: Stack) -> None:
    counted = (
        'pipeline_step_attempts_total{step="tailor_resume"}',
        'pipeline_runs_finished_total{status="succeeded"}',
        'gate_verdicts_total{document="cover_letter",verdict="grounded"}',
    )

    def counts() -> list[float]:
        said = httpx.get(stack.metrics_url, trust_env=False).text
        values = dict(line.rsplit(" ", 1) for line in said.splitlines() if line[:1] != "#")
        return [float(values.get(name, 0)) for name in counted]

    before = counts()
    candidate = sign_up(web)
    run_id = apply(web, candidate)
    wait_until(lambda: all_over(web, candidate.user_id, [run_id]), 90)
    wait_until(lambda: counts() == [count + 1 for count in before], 10)


def test_a_posting_that_cannot_be_read_fails_its_run_with_a_problem(
    web: Database, stack: Stack
) -> None:
    candidate = sign_up(web)
    run_id = apply(web, candidate, posting="   ")
    wait_until(lambda: all_over(web, candidate.user_id, [run_id]), 60)
    with web.transaction(candidate.user_id) as session:
        run = session.get_one(Run, run_id)
        assert run.status == "failed"
        assert run.error is not None
        assert run.error["code"] in {"posting-without-text", "empty-content", "not-a-posting"}
        assert run.error["detail"]
        states = session.execute(
            text("select status from steps where run_id = :id order by position"), {"id": run_id}
        ).scalars()
        assert list(states) == ["failed", "skipped", "skipped", "skipped", "skipped"]
