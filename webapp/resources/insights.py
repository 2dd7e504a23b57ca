from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from copilot.database.repositories import insights, profiles
from copilot.domain.match import Fulfilment
from copilot.domain.posting import RemotePolicy, Requirement, Salary
from copilot.domain.resume import Resume
from copilot.matching.gaps import AskedFor, PostingAsks, SkillGap, SkillGaps, skill_gaps
from copilot.matching.salaries import PaidPosting, Salaries, SalaryRange, salaries
from copilot.matching.stated_skills import stated_skills
from webapp.authentication import Resource
from webapp.openapi import ApiBlueprint
from webapp.schemas.insights import SalariesSchema, SalaryQuery, SkillGapQuery, SkillGapsSchema
from webapp.services import transaction

blueprint = ApiBlueprint(
    "insights", __name__, url_prefix="/v1/insights", description="What your postings say together"
)

_NOTHING_READ = "None of your postings has been read yet; submit an application for one."
_EMPTY_PROFILE = "The profile names no skills, so everything that is asked for is missing from it."
_NOT_MATCHED = (
    "No posting has been matched with this profile: what a skill would open cannot be said."
)


@blueprint.route("/skill-gaps")
class SkillGapsOfProfile(Resource):
    @blueprint.arguments(SkillGapQuery, location="query")
    @blueprint.response(200, SkillGapsSchema)
    @blueprint.problem(404)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """What your postings ask for and the profile lacks, and what one more skill would open

        Counted over the newest 2,000 postings that were read; the same posting counts once.
        """
        with transaction() as session:
            resume = Resume.from_json(profiles.get(session, query["profile_id"]).version.resume)
            rows = insights.requirements(session, query["profile_id"])
        held = frozenset(stated_skills(resume))
        found = skill_gaps((_asks(row) for row in rows), held)
        opening = sorted(
            (gap for gap in found.gaps if gap.opens),
            key=lambda gap: (-len(gap.opens), -gap.postings, gap.skill),
        )
        return {
            "postings": found.postings,
            "without_requirements": found.without_requirements,
            "matched": found.matched,
            "open_now": found.open_now,
            "gaps": [_gap(gap) for gap in found.gaps[: query["limit"]]],
            "next_skills": [_gap(gap) for gap in opening[: query["limit"]]],
            "note": _note_on_gaps(found, held),
        }


@blueprint.route("/salaries")
class SalariesOfPostings(Resource):
    @blueprint.arguments(SalaryQuery, location="query")
    @blueprint.response(200, SalariesSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """What your postings pay, by title and place

        Counted over the newest 2,000 postings that were read. Currencies and periods are never
        mixed, and nothing is converted.
        """
        with transaction() as session:
            rows = insights.pay(session, title=query["title"], place=query["place"])
        found = salaries(_paid(row) for row in rows)
        return {
            "postings": found.postings,
            "without_salary": found.without_salary,
            "without_unit": found.without_unit,
            "ranges": [_range(entry) for entry in found.ranges[: query["limit"]]],
            "note": _note_on_salaries(found, narrowed=bool(query["title"] or query["place"])),
        }


def _asks(row: Row[Any]) -> PostingAsks:
    entries: list[tuple[Requirement, Fulfilment | None]]
    if row.judged is None:
        entries = [(Requirement.model_validate(asked), None) for asked in row.asked]
    else:
        entries = [
            (Requirement.model_validate(entry["requirement"]), Fulfilment(entry["verdict"]))
            for entry in row.judged
        ]
    requirements = [
        AskedFor(asked.kind, asked.must_have, asked.quote, asked.skills, asked.years, verdict)
        for asked, verdict in entries
    ]
    return PostingAsks(row.id, row.dated, requirements)


def _gap(gap: SkillGap) -> dict[str, Any]:
    return {
        "skill": gap.skill,
        "postings": gap.postings,
        "must_have": gap.must_have,
        "first_asked": gap.first_asked,
        "last_asked": gap.last_asked,
        "opens": len(gap.opens),
        "opened_postings": gap.opens,
    }


def _note_on_gaps(found: SkillGaps, held: frozenset[str]) -> str | None:
    if not found.postings:
        return _NOTHING_READ
    if not held:
        return _EMPTY_PROFILE
    return None if found.matched else _NOT_MATCHED


def _paid(row: Row[Any]) -> PaidPosting:
    return PaidPosting(
        posting_id=row.id,
        title=row.title or "",
        locations=tuple(row.locations or ()),
        remote_policy=RemotePolicy(row.remote_policy) if row.remote_policy else None,
        salary=Salary.model_validate(row.salary) if row.salary else None,
        dated=row.dated,
    )


def _range(entry: SalaryRange) -> dict[str, Any]:
    return {
        "title": entry.title,
        "place": entry.place,
        "currency": entry.currency,
        "period": entry.period,
        "postings": len(entry.postings),
        "posting_ids": entry.postings,
        "lowest": entry.lowest,
        "median": entry.median,
        "highest": entry.highest,
        "oldest": entry.oldest,
        "newest": entry.newest,
    }


def _note_on_salaries(found: Salaries, *, narrowed: bool) -> str | None:
    if found.ranges:
        return None
    if found.postings:
        return "None of these postings states an amount with currency and period."
    return "No posting fits; ask for less." if narrowed else _NOTHING_READ
