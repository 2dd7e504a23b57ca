"""What is served as JSON Resume keeps to the schema, version 1.0.0 (https://jsonresume.org/schema):
its members, their types and its dates, written down here; it refuses other members at the top."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from copilot.documents.rendering import DocumentFormat, render_resume
from copilot.domain.resume import Resume
from tests.unit.documents.rendering.people import PEOPLE

_EXAMPLES = Path(__file__).parents[4] / "examples"
_TEXT = {"type": "string"}
_DATE = {
    "type": "string",
    "pattern": "^([1-2][0-9]{3}-[0-1][0-9]-[0-3][0-9]|[1-2][0-9]{3}-[0-1][0-9]|[1-2][0-9]{3})$",
}
_DATES = ("startDate", "endDate", "date", "releaseDate")
_LISTS = ("highlights", "courses", "keywords", "roles")


def _object(names: str, **members: Any) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for name in names.split():
        if name in _LISTS:
            properties[name] = {"type": "array", "items": _TEXT}
        else:
            properties[name] = _DATE if name in _DATES else _TEXT
    return {"type": "object", "properties": properties | members}


def _list(names: str) -> dict[str, Any]:
    return {"type": "array", "items": _object(names)}


SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "$schema": _TEXT,
        "basics": _object(
            "name label image email phone url summary",
            location=_object("address postalCode city countryCode region"),
            profiles=_list("network username url"),
        ),
        "work": _list(
            "name location description position url startDate endDate summary highlights"
        ),
        "volunteer": _list("organization position url startDate endDate summary highlights"),
        "education": _list("institution url area studyType startDate endDate score courses"),
        "awards": _list("title date awarder summary"),
        "certificates": _list("name date url issuer"),
        "publications": _list("name publisher releaseDate url summary"),
        "skills": _list("name level keywords"),
        "languages": _list("language fluency"),
        "interests": _list("name keywords"),
        "references": _list("name reference"),
        "projects": _list(
            "name description highlights keywords startDate endDate url roles entity type"
        ),
        "meta": _object("canonical version lastModified"),
    },
}


def faults(resume: Resume) -> list[str]:
    document = json.loads(render_resume(resume, DocumentFormat.JSON))
    return [fault.message for fault in Draft4Validator(SCHEMA).iter_errors(document)]


@pytest.mark.parametrize("name", PEOPLE)
def test_a_resume_is_valid_json_resume(name: str) -> None:
    assert faults(PEOPLE[name][0]) == []


@pytest.mark.parametrize("file", ["resume.json", "resume-nurse.json"])
def test_the_examples_are_valid_json_resume(file: str) -> None:
    document = json.loads((_EXAMPLES / file).read_text(encoding="utf-8"))
    assert list(Draft4Validator(SCHEMA).iter_errors(document)) == []
    assert faults(Resume.from_json(document)) == []


def test_a_document_of_an_older_schema_becomes_one_of_this() -> None:
    older = {
        "basics": {"name": "Runa Falk", "website": "https://falk.example", "picture": "p.png"},
        "work": [{"company": "Kornblume", "position": None, "highlights": ["Baked", None]}],
        "education": [{"institution": "Northbank School", "gpa": "4.0", "courses": []}],
    }
    resume = Resume.from_json(older)
    assert faults(resume) == []
    assert resume.work[0].name == "Kornblume"
