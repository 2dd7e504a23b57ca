from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import request
from sqlalchemy.orm import Session

from copilot.database.repositories import profiles, search
from copilot.database.repositories.posting_filters import Filters
from copilot.database.repositories.profile_vectors import ProfileVectors, newest_vectors
from copilot.database.repositories.search import Hits
from copilot.database.repositories.words_found import where_found
from copilot.domain.profile import Goals, Weights
from copilot.domain.resume import Resume
from copilot.matching.stated_skills import known_names, search_words, stated_skills
from webapp import search_reasons
from webapp.authentication import Resource
from webapp.openapi import ApiBlueprint
from webapp.schemas.search import SearchPageSchema, SearchQuery, cursor_of
from webapp.services import services, transaction

blueprint = ApiBlueprint(
    "search", __name__, url_prefix="/v1/postings/search", description="Search among your postings"
)

_NOTHING_READ = "None of your postings has been read yet; submit an application for one."
_NOTHING_FOUND = "No posting fits; ask for less."
_EMPTY_PROFILE = "The profile names no skills, titles or work; nothing can be compared with it."
_NO_VECTORS = (
    "Ordered by words alone: this profile has no vectors yet. Its next application makes them."
)
_OLDER_VECTORS = (
    "The meaning is that of version {}; the newest version gets vectors with its next application."
)


@blueprint.route("")
class Search(Resource):
    @blueprint.arguments(SearchQuery, location="query")
    @blueprint.response(200, SearchPageSchema)
    @blueprint.problem(404)
    def get(self, query: dict[str, Any]) -> Any:
        """Postings that fit a profile, or hold some words, the best first

        With `profile_id`: by the profile's vectors in each dimension, weighted as the profile says,
        and by its words; `q` narrows it. With `q` alone: by words, each posting's in its own
        language. Nothing is computed by a model, and nothing is found before it was read.
        """
        with transaction() as session:
            if query["profile_id"] is None:
                return _by_words(session, query)
            return _for_profile(session, query)


def _by_words(session: Session, query: dict[str, Any]) -> Any:
    hits = search.by_words(
        session, query["q"], _filters(query), after=query["cursor"], limit=query["limit"]
    )
    found = where_found(session, query["q"], [hit.posting.id for hit in hits.items])
    reasons = [search_reasons.of_words(found[hit.posting.id]) for hit in hits.items]
    note = None if hits.items else _why_nothing(session)
    return _answer(hits, reasons, _basis(note=note))


def _for_profile(session: Session, query: dict[str, Any]) -> Any:
    version = profiles.get(session, query["profile_id"]).version
    resume = Resume.from_json(version.resume)
    goals = Goals.model_validate(version.goals)
    vectors = newest_vectors(session, query["profile_id"], services().settings.encoder)
    words = search_words(resume, goals)
    held = frozenset(stated_skills(resume))
    hits = search.for_profile(
        session,
        vectors=vectors,
        weights=Weights.model_validate(version.weights),
        words=words,
        skills=known_names(held),
        filters=_filters(query),
        holding=query["q"],
        after=query["cursor"],
        limit=query["limit"],
    )
    reasons = [search_reasons.of_profile(hit, held) for hit in hits.items]
    if not words and vectors is None:
        note: str | None = _EMPTY_PROFILE
    elif not hits.items:
        note = _why_nothing(session)
    elif vectors is None:
        note = _NO_VECTORS
    elif vectors.version != version.number:
        note = _OLDER_VECTORS.format(vectors.version)
    else:
        note = None
    return _answer(hits, reasons, _basis(version.number, vectors, note))


def _why_nothing(session: Session) -> str:
    return _NOTHING_FOUND if search.has_read_postings(session) else _NOTHING_READ


def _filters(query: dict[str, Any]) -> Filters:
    return Filters(
        company=query["company"],
        location=query["location"],
        remote_policies=tuple(query["remote_policy"]),
        employment_types=tuple(query["employment_type"]),
        seniorities=tuple(query["seniority"]),
        salary_minimum=query["salary_minimum"],
        salary_currency=query["salary_currency"],
        newer_than_days=query["newer_than_days"],
        tracking=tuple(query["tracking"]),
    )


def _basis(
    version: int | None = None, vectors: ProfileVectors | None = None, note: str | None = None
) -> dict[str, Any]:
    return {
        "vectors": vectors is not None,
        "encoder": vectors.encoder if vectors else None,
        "profile_version": version,
        "vectors_of_version": vectors.version if vectors else None,
        "note": note,
    }


def _answer(hits: Hits, reasons: list[list[dict[str, Any]]], basis: dict[str, Any]) -> Any:
    items = [
        {**hit.posting._mapping, "score": hit.score, "reasons": why}
        | {"employment_types": hit.posting.employment_types or []}
        for hit, why in zip(hits.items, reasons, strict=True)
    ]
    following, headers = None, {}
    if hits.after is not None:
        asked = [(k, v) for k, v in request.args.items(multi=True) if k != "cursor"]
        following = f"{request.path}?{urlencode([*asked, ('cursor', cursor_of(hits.after))])}"
        headers["Link"] = f'<{following}>; rel="next"'
    return {"items": items, "next": following, "basis": basis}, 200, headers
