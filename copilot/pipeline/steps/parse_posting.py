"""Reads a posting's page in a subprocess with limits, then analyses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from copilot.agents import rehearsal
from copilot.agents.job_analyzer import ANALYZER_VERSION, analyze_posting
from copilot.database.models import Blob, PostingRow
from copilot.database.repositories.postings import URL_LIST
from copilot.documents import isolation
from copilot.documents.fetching import FetchedPage, fetch_posting
from copilot.documents.isolation import read_posting_isolated
from copilot.documents.postings import PARSER_VERSION
from copilot.domain.posting import Posting, PostingAnalysis
from copilot.observability import metrics
from copilot.pipeline.context import Resources, RunView, StepContext
from copilot.pipeline.steps.linking import link_to_its_like
from copilot.pipeline.steps.rows import keep_blob, posting_row


@dataclass(frozen=True, slots=True)
class Inputs:
    posting_id: UUID
    content: bytes
    media_type: str
    url: str | None
    stated: Mapping[str, str]
    done: bool
    """The posting was read and analysed by these versions before."""


@dataclass(frozen=True, slots=True)
class Output:
    posting: Posting
    analysis: PostingAnalysis
    fetched: FetchedPage | None


def before_fork(resources: Resources) -> None:
    resources.prepare_engine("job_analyzer")
    isolation.warm_up_for_forks()
    rehearsal.analyze()


def warm_up(resources: Resources) -> None:
    resources.prepare_engine("job_analyzer")
    isolation.warm_up()
    rehearsal.analyze()


def load(session: Session, run: RunView) -> Inputs:
    row = posting_row(session, run)
    done = row.parser_version == PARSER_VERSION and row.analyzer_version == ANALYZER_VERSION
    blob = session.get_one(Blob, (run.user_id, row.sha256))
    return Inputs(row.id, blob.content, row.media_type, row.source_url, row.stated, done)


def compute(inputs: Inputs, context: StepContext) -> Output | None:
    if inputs.done:
        metrics.cache_hits.labels("parsed_posting").inc()
        return None
    fetched = None
    content, media_type, url = inputs.content, inputs.media_type, inputs.url
    if media_type == URL_LIST:
        fetched = fetch_posting(
            content.decode().strip(),
            allowed_hosts=frozenset(context.settings.fetch_allowed_hosts),
        )
        content, media_type, url = fetched.content, fetched.media_type, fetched.url
    posting = read_posting_isolated(content, media_type, url=url, stated=inputs.stated)
    engine = context.worker.resources.engine("job_analyzer", context)
    analysis = analyze_posting(posting, engine)
    metrics.agent_executions.labels("job_analyzer", analysis.engine, "accepted").inc()
    return Output(posting, analysis, fetched)


def store(
    session: Session, run: RunView, inputs: Inputs, output: Output | None
) -> Mapping[str, Any]:
    row = session.get_one(PostingRow, inputs.posting_id)
    if output is None:
        return {"posting_id": str(row.id), "reused": True}
    posting = output.posting
    if output.fetched is not None:
        row.fetched_sha256 = keep_blob(
            session, run.user_id, output.fetched.content, output.fetched.media_type
        )
        row.fetched_at = datetime.now(UTC)
    row.title = posting.title
    row.company = posting.company
    row.location = "; ".join(posting.locations) or None
    row.description = posting.description
    row.language = posting.language
    posting = link_to_its_like(session, row, posting)
    row.parsed = posting.model_dump(mode="json")
    row.parser_version = PARSER_VERSION
    row.parsed_at = datetime.now(UTC)
    row.analysis = output.analysis.model_dump(mode="json")
    row.analyzer_version = ANALYZER_VERSION
    session.flush()
    return {
        "posting_id": str(row.id),
        "requirements": len(output.analysis.requirements),
        "reused": False,
    }
