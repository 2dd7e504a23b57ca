"""Insights: what the user's own postings say together, from stored rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.integration.api.conftest import Person, problem_of

if TYPE_CHECKING:
    import psycopg

GAPS, SALARIES = "/v1/insights/skill-gaps", "/v1/insights/salaries"


def requirement(skill: str, *, must_have: bool = True) -> dict[str, Any]:
    return {
        "id": "r1", "text": skill, "quote": skill, "kind": "skill", "must_have": must_have,
        "skills": [skill], "years": None, "confidence": 1.0,
    }  # fmt: skip


def read(admin: psycopg.Connection[Any], posting_id: str, *skills: str, **parsed: Any) -> str:
    """As the worker leaves a posting behind that it has read."""
    posting = {"title": "Welder", "description": "You weld.", **parsed}
    analysis = {
        "requirements": [requirement(skill) for skill in skills], "confidence": 1,
        "engine": "extractive", "prompt_version": "1",
    }  # fmt: skip
    admin.execute(
        "update postings set title = %s, location = %s, parsed = %s, parser_version = '1',"
        " parsed_at = now(), analysis = %s, analyzer_version = '1' where id = %s",
        [
            posting["title"], "; ".join(parsed.get("locations", ())) or None,
            json.dumps(posting), json.dumps(analysis), posting_id,
        ],
    )  # fmt: skip
    return posting_id


def submitted(person: Person) -> str:
    made: str = person.post("/v1/postings", json={"text": f"Welder {uuid4()}"}).json["id"]
    return made


def matched(
    admin: psycopg.Connection[Any], person: Person, profile: str, verdicts: dict[str, str]
) -> str:
    """A posting with an application whose run has matched it."""
    run = person.submit(profile).json
    read(admin, run["posting_id"], *verdicts)
    entries = [
        {
            "requirement": requirement(skill), "dimension": "skills", "verdict": verdict,
            "weight": 1.0, "reason": "-",
            "evidence": [{"path": "skills[0].name", "quote": skill, "strength": 1.0}],
        }
        for skill, verdict in verdicts.items()
    ]  # fmt: skip
    admin.execute(
        "insert into matches"
        " (id, user_id, application_id, run_id, score, content, encoder, matcher_version)"
        " select %s, user_id, application_id, id, 50, %s, 'e@1', '1' from runs where id = %s",
        [uuid4(), json.dumps({"requirements": entries}), run["run_id"]],
    )
    return str(run["posting_id"])


def test_skill_gaps_come_from_matches_and_from_what_was_read(
    person: Person, admin: psycopg.Connection[Any]
) -> None:
    profile = person.profile()
    opened = matched(admin, person, profile, {"Python": "met", "Kubernetes": "missing"})
    matched(admin, person, profile, {"Kubernetes": "missing", "Terraform": "missing"})
    read(admin, submitted(person), "Kubernetes", "Docker")
    answer = person.get(GAPS, query_string={"profile_id": profile}).json
    assert (answer["postings"], answer["matched"], answer["open_now"]) == (3, 2, 0)
    first, second = answer["gaps"]
    assert (first["skill"], first["postings"], first["must_have"]) == ("Kubernetes", 3, 3)
    assert (second["skill"], second["postings"]) == ("Terraform", 1)
    assert first["opened_postings"] == [opened]
    assert [gap["skill"] for gap in answer["next_skills"]] == ["Kubernetes"]
    assert answer["note"] is None
    other = person.profile(resume={"skills": [{"name": "Kubernetes"}]})
    answer = person.get(GAPS, query_string={"profile_id": other}).json
    assert "Kubernetes" not in [gap["skill"] for gap in answer["gaps"]]
    assert "No posting has been matched" in answer["note"]


def test_without_postings_or_skills_the_answer_explains_itself(
    person: Person, admin: psycopg.Connection[Any]
) -> None:
    empty = person.profile(resume={})
    answer = person.get(GAPS, query_string={"profile_id": empty}).json
    assert (answer["gaps"], answer["postings"]) == ([], 0)
    assert "None of your postings has been read" in answer["note"]
    read(admin, submitted(person), "Docker")
    answer = person.get(GAPS, query_string={"profile_id": empty}).json
    assert [gap["skill"] for gap in answer["gaps"]] == ["Docker"]
    assert "names no skills" in answer["note"]


def test_salaries_by_title_and_place(person: Person, admin: psycopg.Connection[Any]) -> None:
    assert "None of your postings" in person.get(SALARIES).json["note"]
    for minimum, currency, place in ((40, "EUR", "Lyon"), (50, "EUR", "Lyon"), (90, "USD", "Oslo")):
        salary = {"minimum": minimum, "maximum": None, "currency": currency, "period": "hour"}
        read(admin, submitted(person), locations=[place], salary=salary)
    read(admin, submitted(person))
    answer = person.get(SALARIES).json
    assert (answer["postings"], answer["without_salary"]) == (4, 1)
    shown = [(r["place"], r["currency"], r["postings"], r["median"]) for r in answer["ranges"]]
    assert shown == [("Lyon", "EUR", 2, 45.0), ("Oslo", "USD", 1, 90.0)]
    narrowed = person.get(SALARIES, query_string={"place": "osl", "title": "weld"}).json
    assert [entry["place"] for entry in narrowed["ranges"]] == ["Oslo"]
    none = person.get(SALARIES, query_string={"title": "astronaut"}).json
    assert none["note"] == "No posting fits; ask for less."


def test_insights_are_of_one_s_own(
    person: Person, stranger: Person, admin: psycopg.Connection[Any]
) -> None:
    salary = {"minimum": 40, "maximum": None, "currency": "EUR", "period": "hour"}
    read(admin, submitted(person), "Docker", salary=salary)
    theirs, mine = person.profile(), stranger.profile()
    assert stranger.get(SALARIES).json["postings"] == 0
    assert stranger.get(GAPS, query_string={"profile_id": mine}).json["postings"] == 0
    refused = stranger.get(GAPS, query_string={"profile_id": theirs})
    assert problem_of(refused)["status"] == 404


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        (GAPS, {}, "profile_id"),
        (GAPS, {"profile_id": str(uuid4()), "limit": 0}, "limit"),
        (SALARIES, {"title": ""}, "title"),
        (SALARIES, {"currency": "EUR"}, "currency"),
    ],
)
def test_what_cannot_be_asked_is_named(
    person: Person, path: str, query: dict[str, Any], field: str
) -> None:
    problem = problem_of(person.get(path, query_string=query))
    assert problem["status"] == 422
    assert [fault["path"] for fault in problem["errors"]] == [field]
