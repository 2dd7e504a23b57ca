"""Profiles: JSON Resume in and out, in versions that never change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from devstack.people import RESUME
from tests.integration.api.conftest import Person, problem_of

if TYPE_CHECKING:
    import psycopg


def test_a_resume_comes_back_as_it_went_in(person: Person) -> None:
    resume = dict(RESUME) | {"x-own-field": {"kept": True}}
    shown = person.get(f"/v1/profiles/{person.profile(resume=resume)}").json
    assert shown["version"]["resume"] == resume
    assert shown["version"]["number"] == 1
    assert shown["version"]["weights"] == {"skills": 0.5, "experience": 0.35, "goals": 0.15}


def test_a_change_makes_a_version_and_the_old_one_stays(person: Person) -> None:
    path = f"/v1/profiles/{person.profile()}"
    goals = {"titles": ["Platform engineer"], "remote_policies": ["remote"]}
    changed = person("PATCH", path, json={"goals": goals}).json
    assert changed["version"]["number"] == 2
    assert changed["version"]["goals"]["titles"] == ["Platform engineer"]
    assert changed["version"]["resume"] == dict(RESUME)
    replaced = person("PUT", path, json={"resume": {"basics": {"name": "I. Nyström"}}}).json
    assert replaced["version"]["number"] == 3
    assert replaced["version"]["goals"]["titles"] == []
    numbers = [entry["number"] for entry in person.get(f"{path}/versions").json["items"]]
    assert numbers == [3, 2, 1]
    assert person.get(f"{path}/versions/1").json["resume"] == dict(RESUME)
    assert person.get(f"{path}/versions/9").status_code == 404


def test_the_same_content_makes_no_version(person: Person) -> None:
    path = f"/v1/profiles/{person.profile()}"
    same = person("PUT", path, json={"resume": dict(RESUME), "name": "Renamed"}).json
    assert (same["name"], same["version"]["number"]) == ("Renamed", 1)


def test_the_web_role_cannot_change_a_version(
    person: Person, app: Any, admin: psycopg.Connection[tuple[object, ...]]
) -> None:
    from sqlalchemy import text
    from sqlalchemy.exc import ProgrammingError

    from webapp.services import EXTENSION

    person.profile()
    database = app.extensions[EXTENSION].database
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        database.transaction(person.user_id) as session,
    ):
        session.execute(text("update profile_versions set number = 7"))


def test_a_profile_in_use_is_not_deleted(person: Person) -> None:
    used, unused = person.profile(), person.profile()
    person.submit(used)
    assert problem_of(person("DELETE", f"/v1/profiles/{used}"))["status"] == 409
    assert person("DELETE", f"/v1/profiles/{unused}").status_code == 204
    assert [p["id"] for p in person.get("/v1/profiles").json["items"]] == [used]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"name": "x"}, "resume"),
        ({"resume": {}}, "name"),
        ({"name": "", "resume": {}}, "name"),
        ({"name": "x", "resume": {}, "salary": 1}, "salary"),
        ({"name": "x", "resume": {}, "weights": {"skills": 3}}, "weights.skills"),
        ({"name": "x", "resume": {}, "goals": {"title": ["x"]}}, "goals.title"),
        ({"name": "x", "resume": {"work": [{"startDate": "yesterday"}]}}, "work.0.startDate"),
        ({"name": "x", "resume": []}, ""),
    ],
)
def test_a_fault_is_named_by_its_path_never_by_its_value(
    person: Person, body: dict[str, Any], path: str
) -> None:
    answer = person.post("/v1/profiles", json=body)
    problem = problem_of(answer)
    assert problem["status"] == 422
    assert [fault["path"] for fault in problem["errors"]] == [path]
    assert "yesterday" not in answer.text
