"""Periodic work does what it says, once a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import select, text

from config.settings import load
from copilot.agents.job_analyzer import ANALYZER_VERSION
from copilot.database.models import PostingRow, PostingVector, Run, Step
from copilot.documents.postings import PARSER_VERSION
from copilot.embeddings import encoder_id, load_encoder
from copilot.pipeline import upkeep
from devstack.people import apply, sign_up
from devstack.worker_processes import Workers, all_over, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from copilot.database.session import Database
    from devstack.database import Database as Addresses


@pytest.fixture
def workers(database: Addresses, redis_url: str, tmp_path: Path) -> Iterator[Workers]:
    made = Workers(database, redis_url, tmp_path)
    yield made
    made.close()


def reprocess(database: Database) -> int:
    return upkeep.reprocess_outdated(
        database,
        parser_version=PARSER_VERSION,
        analyzer_version=ANALYZER_VERSION,
        encoder_id=encoder_id(load_encoder()),
    )


def test_what_an_older_version_made_is_made_again_on_the_batch_queue(
    database: Addresses, web: Database, worker_database: Database, workers: Workers
) -> None:
    candidate = sign_up(web)
    run_id = apply(web, candidate)
    workers.dispatcher(ready=False)
    workers.worker()
    wait_until(lambda: all_over(web, candidate.user_id, [run_id]), 90)
    assert reprocess(worker_database) == 0
    with psycopg.connect(database.admin_url) as connection:
        connection.execute("update postings set analyzer_version = 'older'")
        connection.execute("update runs set created_at = created_at - interval '1 day'")
    assert reprocess(worker_database) == 1
    assert reprocess(worker_database) == 0
    with web.transaction(candidate.user_id) as session:
        again = session.scalars(select(Run).where(Run.posting_id.is_not(None))).one()
        steps = session.scalars(select(Step).where(Step.run_id == again.id)).all()
        assert {step.queue for step in steps} == {"batch"}
    wait_until(lambda: all_over(web, candidate.user_id, [again.id]), 60)
    with web.transaction(candidate.user_id) as session:
        posting = session.scalars(select(PostingRow)).one()
        assert posting.analyzer_version == ANALYZER_VERSION
        sources = set(session.scalars(select(PostingVector.source_version)))
        assert sources == {f"{PARSER_VERSION}/{ANALYZER_VERSION}"}


def test_a_period_is_begun_once(worker_database: Database) -> None:
    begun = [upkeep.begin_tick(worker_database, "nightly", 3600, f"w{n}") for n in range(4)]
    assert begun == [True, False, False, False]


def test_what_has_served_its_purpose_goes_and_the_rest_stays(
    database: Addresses, web: Database, worker_database: Database
) -> None:
    candidate = sign_up(web)
    apply(web, candidate)
    with psycopg.connect(database.admin_url) as connection:
        connection.execute(
            "insert into blobs (user_id, sha256, content, media_type, created_at) values"
            " (%s, sha256('orphan'), 'orphan', 'text/plain', now() - interval '2 days')",
            [candidate.user_id],
        )
        connection.execute("update blobs set created_at = now() - interval '2 days'")
        connection.execute(
            "insert into idempotency_keys (user_id, key, request_hash, status, body, headers,"
            " created_at) values (%s, 'k', 'x', 202, '{}', '{}', now() - interval '3 days')",
            [candidate.user_id],
        )
    settings = load(database_url="postgresql://unused", broker_url="redis://unused")
    removed = upkeep.purge_expired(worker_database, settings)
    assert removed == {"idempotency_keys": 1, "blobs": 1}
    with web.transaction(candidate.user_id) as session:
        assert session.execute(text("select count(*) from blobs")).scalar_one() == 1
