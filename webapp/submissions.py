"""Accepting work: everything is stored in one transaction, or nothing is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from copilot.database.models import Application, Run
from copilot.database.repositories import applications, imports, postings, profiles
from copilot.database.repositories.postings import SubmittedPosting
from copilot.documents.media import (
    POSTING_MAX_BYTES,
    RESUME_MAX_BYTES,
    RESUME_MEDIA,
    MediaType,
    check_upload,
)
from copilot.pipeline import runs
from copilot.pipeline.admission import admit
from copilot.pipeline.states import (
    APPLICATION_STEPS,
    IMPORT_STEPS,
    PlannedStep,
    RunStatus,
    StepName,
)
from webapp.answers import Answer, Publication
from webapp.run_views import first_retry_after
from webapp.services import request_id, services
from webapp.tracing import trace_parent

# What the posting reader reads; a posting that is a PDF is opened as a page by browsers.
POSTING_MEDIA = frozenset({MediaType.HTML, MediaType.TEXT, MediaType.MARKDOWN})


def posting_from_fields(given: Mapping[str, Any]) -> SubmittedPosting:
    """``given`` as SubmitPostingSchema loads it. Raises InvalidInput and its kinds."""
    stated = dict(given.get("stated", {}))
    url: str | None = given.get("url")
    if "html" in given:
        return posting_from_bytes(given["html"].encode(), "text/html", url, stated)
    if "text" in given:
        return posting_from_bytes(given["text"].encode(), "text/plain", url, stated)
    assert url is not None, "the schema wants html, text or url"
    return SubmittedPosting(url.encode(), postings.URL_LIST, url, stated)


def posting_from_bytes(
    content: bytes,
    declared: str | None,
    url: str | None,
    stated: Mapping[str, Any],
    filename: str | None = None,
) -> SubmittedPosting:
    media_type = check_upload(content, declared, filename, POSTING_MEDIA, POSTING_MAX_BYTES)
    return SubmittedPosting(content, media_type.value, url, stated)


def submit_import(
    session: Session, user_id: UUID, content: bytes, declared: str | None, filename: str | None
) -> Answer:
    media_type = check_upload(content, declared, filename, RESUME_MEDIA, RESUME_MAX_BYTES)
    released = admit(session, user_id, settings=services().settings)
    row = imports.create(session, user_id, content, media_type.value)
    run = runs.start_import_run(
        session,
        row,
        released=released,
        request_id=request_id(),
        trace_parent=trace_parent(),
    )
    return Answer(
        202,
        {
            "import_id": str(row.id),
            "run_id": str(run.id),
            "status": run.status,
            "links": {"self": f"/v1/imports/{row.id}", "run": f"/v1/runs/{run.id}"},
        },
        {
            "Location": f"/v1/imports/{row.id}",
            "Retry-After": str(first_retry_after(session, StepName.READ_RESUME)),
        },
        _chain(run, IMPORT_STEPS) if released else None,
    )


def submit_application(
    session: Session,
    user_id: UUID,
    *,
    profile_id: UUID,
    posting: SubmittedPosting | UUID,
    options: Mapping[str, Any],
) -> Answer:
    """One application per profile and posting, so submitting again means one of:

    - a run is under way: that run (202);
    - the last run succeeded and neither profile nor options have changed: that run (200);
    - something has changed since: a run of what the change concerns (202);
    - the last run failed or was cancelled: a run that goes on where it stopped (202).
    """
    version = profiles.get(session, profile_id).version
    # The door is locked before rows are, as everywhere.
    released = admit(session, user_id, settings=services().settings)
    if isinstance(posting, UUID):
        postings.require(session, posting)
        posting_id = posting
    else:
        posting_id = postings.submit(session, user_id, posting)[0].id
    application, is_new = applications.get_or_create(
        session, user_id, profile_id=profile_id, posting_id=posting_id, options=options
    )
    last = None if is_new else applications.last_run(session, application.id)
    wanted = dict(options) if options or last is None else dict(application.options)
    unchanged = (
        last is not None and last.profile_version_id == version.id and dict(last.options) == wanted
    )
    if last is not None and not RunStatus(last.status).over:
        return _accepted(session, application, last, 202, None)
    if last is not None and last.status == RunStatus.SUCCEEDED and unchanged:
        return _accepted(session, application, last, 200, None)
    application.options = wanted
    if last is None or (last.status != RunStatus.SUCCEEDED and not unchanged):
        run = runs.start_application_run(
            session,
            application,
            version.id,
            options=wanted,
            released=released,
            request_id=request_id(),
            trace_parent=trace_parent(),
        )
    elif last.status != RunStatus.SUCCEEDED:
        run = runs.retry(session, last.id, released=released, request_id=request_id())
    else:
        run = runs.run_again(
            session,
            application.id,
            StepName.TAILOR_RESUME,  # earlier, if the profile is another
            profile_version_id=version.id,
            options=wanted,
            released=released,
            request_id=request_id(),
        )
    return _accepted(session, application, run, 202, _pending(session, run) if released else None)


def started(session: Session, run: Run, *, released: bool) -> Answer:
    """The answer to a retry or a run again."""
    publication = _pending(session, run) if released else None
    first = publication.steps[0][0] if publication else StepName.PARSE_POSTING
    location = f"/v1/runs/{run.id}"
    return Answer(
        202,
        {
            "run_id": str(run.id),
            "status": run.status,
            "resumed_from": str(run.resumed_from) if run.resumed_from else None,
            "links": {"run": location},
        },
        {"Location": location, "Retry-After": str(first_retry_after(session, first))},
        publication,
    )


def _accepted(
    session: Session,
    application: Application,
    run: Run,
    status: int,
    publication: Publication | None,
) -> Answer:
    location = f"/v1/runs/{run.id}"
    headers = {"Location": location}
    if status == 202:
        headers["Retry-After"] = str(first_retry_after(session, StepName.PARSE_POSTING))
    return Answer(
        status,
        {
            "application_id": str(application.id),
            "posting_id": str(application.posting_id),
            "run_id": str(run.id),
            "status": run.status,
            "links": {"run": location, "application": f"/v1/applications/{application.id}"},
        },
        headers,
        publication,
    )


def _pending(session: Session, run: Run) -> Publication:
    if run.resumed_from is None:
        return _chain(run, APPLICATION_STEPS)
    return Publication(run.id, runs.pending_chain(session, run.id))


def _chain(run: Run, plan: tuple[PlannedStep, ...]) -> Publication:
    return Publication(run.id, [(planned.name.value, planned.queue.value) for planned in plan])
