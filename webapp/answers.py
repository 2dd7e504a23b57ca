"""Answers that are more than a body: submitted once per Idempotency-Key, conditional by ETag."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Response, json, request
from sqlalchemy.orm import Session

from copilot.database.repositories import idempotency
from tasks.chain import publish_run
from webapp.problems import MalformedRequest
from webapp.services import request_id, transaction, user_id
from webapp.tracing import trace_parent

IDEMPOTENCY_KEY = "Idempotency-Key"
_KEY_FORM = re.compile(r"[\x21-\x7e]{1,200}")


@dataclass(frozen=True, slots=True)
class Publication:
    """A run that has its place in the window: its chain goes to the broker after the commit."""

    run_id: UUID
    steps: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: dict[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)
    publication: Publication | None = None


def answer_once(build: Callable[[Session], Answer], content: bytes) -> Response:
    """Run ``build`` in one transaction, commit, then publish what it started.

    With an Idempotency-Key the answer is stored in the same transaction: the same request again
    (method, address and ``content``) gets the same answer, and nothing happens twice.
    """
    key = request.headers.get(IDEMPOTENCY_KEY)
    if key is not None and not _KEY_FORM.fullmatch(key):
        raise MalformedRequest("An Idempotency-Key has 1 to 200 visible ASCII characters.")
    with transaction() as session:
        if key is None:
            answer = build(session)
        else:
            digest = _request_hash(content)
            known = idempotency.recall(session, user_id(), key, digest)
            if known is not None:
                return _json(
                    known.status, known.body, {**known.headers, "Idempotency-Replayed": "true"}
                )
            answer = build(session)
            idempotency.remember(
                session,
                user_id(),
                key,
                digest,
                status=answer.status,
                body=answer.body,
                headers=dict(answer.headers),
            )
    if answer.publication is not None:
        publish(answer.publication)
    return _json(answer.status, answer.body, answer.headers)


def publish(publication: Publication) -> None:
    """After the commit, never before. What the broker does not take the dispatcher sends later."""
    publish_run(
        publication.run_id,
        user_id(),
        publication.steps,
        request_id=request_id(),
        trace_parent=trace_parent(),
    )


def entity_tag(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:32]


def conditional(body: bytes, media_type: str, headers: Mapping[str, str]) -> Response:
    """200 with a strong ETag, or 304 if the client has it already."""
    response = Response(body, 200, headers=dict(headers), mimetype=media_type)
    response.set_etag(entity_tag(body))
    # May be kept by the person's own browser, must be asked for again each time.
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response


def _request_hash(content: bytes) -> bytes:
    digest = hashlib.sha256(f"{request.method} {request.full_path}\n".encode())
    digest.update(content)
    return digest.digest()


def _json(status: int, body: Mapping[str, Any], headers: Mapping[str, str]) -> Response:
    return Response(json.dumps(body), status, headers=dict(headers), mimetype="application/json")
