"""Search: which postings fit a profile, and which hold some words."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from devstack.people import RESUME
from tests.integration.api.conftest import Person, problem_of

if TYPE_CHECKING:
    import psycopg

ENCODER = "all-MiniLM-L6-v2-int8@1"
SEARCH = "/v1/postings/search"


def direction(*parts: float) -> list[float]:
    """A unit vector whose first numbers stand as given to one another."""
    length = math.hypot(*parts)
    return [part / length for part in parts] + [0.0] * (384 - len(parts))


ALIKE, HALFWAY, APART = direction(1, 0.1), direction(1, 1), direction(0, 1)


@dataclass
class Shelf:
    """Postings as workers leave them behind: read, analysed, embedded."""

    admin: psycopg.Connection[Any]
    person: Person
    user_id: UUID = field(init=False)

    def __post_init__(self) -> None:
        self.user_id = self.person.user_id

    def add(
        self,
        title: str,
        text: str = "",
        *,
        language: str = "en",
        skills: tuple[str, ...] = (),
        vectors: dict[str, list[float]] | None = None,
        seniority: str | None = None,
        **parsed: Any,
    ) -> str:
        made = self.person.post("/v1/postings", json={"text": f"{title}\n{uuid4()}"})
        posting_id: str = made.json["id"]
        posting = {"title": title, "description": text, "language": language, **parsed}
        analysis = {
            "requirements": [], "skills": skills, "seniority": seniority, "confidence": 1,
            "engine": "extractive", "prompt_version": "1",
        }  # fmt: skip
        self.admin.execute(
            "update postings set title = %s, company = %s, location = %s, description = %s,"
            " language = %s, parsed = %s, parser_version = '1', parsed_at = now(), analysis = %s,"
            " analyzer_version = '1' where id = %s",
            [
                title, parsed.get("company"), "; ".join(parsed.get("locations", ())) or None, text,
                language, json.dumps(posting), json.dumps(analysis), posting_id,
            ],
        )  # fmt: skip
        for dimension, vector in (vectors or {}).items():
            self.admin.execute(
                "insert into posting_vectors"
                " (posting_id, dimension, encoder, user_id, vector, source_version)"
                " values (%s, %s, %s, %s, %s::halfvec, '1')",
                [posting_id, dimension, ENCODER, self.user_id, str(vector)],
            )
        return posting_id

    def embed(self, profile_id: str, vectors: dict[str, list[float]]) -> None:
        """As the first application of the profile's newest version does."""
        for dimension, vector in vectors.items():
            self.admin.execute(
                "insert into profile_vectors"
                " (profile_version_id, dimension, encoder, user_id, vector)"
                " select id, %s, %s, user_id, %s::halfvec from profile_versions"
                " where profile_id = %s order by number desc limit 1",
                [dimension, ENCODER, str(vector), profile_id],
            )


@pytest.fixture
def shelf(admin: psycopg.Connection[Any], person: Person) -> Shelf:
    return Shelf(admin, person)


def titles(person: Person, **query: Any) -> list[str]:
    answer = person.get(SEARCH, query_string=query)
    assert answer.status_code == 200, answer.text
    return [item["title"] for item in answer.json["items"]]


def test_words_are_found_as_the_posting_s_own_language_stems_them(shelf: Shelf) -> None:
    shelf.add("Night porter", "You will be managing the reception.", language="en")
    shelf.add("Pflegefachkraft", "Sie arbeiten in wechselnden Schichten.", language="de")
    shelf.add("Recepcjonista", "Obsługa gości hotelowych.", language="pl")
    assert titles(shelf.person, q="manage") == ["Night porter"]
    assert titles(shelf.person, q="Schicht") == ["Pflegefachkraft"]
    assert titles(shelf.person, q="gości") == ["Recepcjonista"]
    assert titles(shelf.person, q="reception -managing") == []
    assert set(titles(shelf.person, q="manage or Schicht")) == {"Night porter", "Pflegefachkraft"}
    assert titles(shelf.person, q='"the reception"') == ["Night porter"]


def test_a_title_counts_before_a_text_and_the_reason_says_where(shelf: Shelf) -> None:
    shelf.add("Cook", "Our gardener grows the herbs for the kitchen.")
    shelf.add("Gardener", "You grow herbs.")
    shelf.add("Driver", "You drive.", company="Gardener & Sons")
    items = shelf.person.get(SEARCH, query_string={"q": "gardener"}).json["items"]
    assert [item["title"] for item in items] == ["Gardener", "Driver", "Cook"]
    why = [item["reasons"][0]["text"] for item in items]
    assert why[:2] == [
        "The title holds what you look for.",
        "The employer's name holds what you look for.",
    ]
    assert "grows the herbs" in why[2]


def test_a_profile_finds_what_is_near_in_the_dimensions_that_it_weighs(shelf: Shelf) -> None:
    shelf.add("Skills alike", vectors={"skills": ALIKE, "experience": APART})
    shelf.add("Work alike", vectors={"skills": APART, "experience": ALIKE})
    shelf.add("Halfway", vectors={"skills": HALFWAY, "experience": HALFWAY})
    mine = {"skills": direction(1), "experience": direction(1), "goals": direction(1)}
    for weights, first, last in (
        ({"skills": 1, "experience": 0, "goals": 0}, "Skills alike", "Work alike"),
        ({"skills": 0, "experience": 1, "goals": 0}, "Work alike", "Skills alike"),
    ):
        profile = shelf.person.profile(weights=weights, resume={})
        shelf.embed(profile, mine)
        found = titles(shelf.person, profile_id=profile)
        assert (found[0], found[-1]) == (first, last)


def test_words_and_vectors_count_together_and_each_is_a_reason(shelf: Shelf) -> None:
    near = {"skills": HALFWAY}
    shelf.add("Baker", "You bake.", skills=("Sourdough",), vectors=near)
    shelf.add("Developer", "Python and Docker.", skills=("Python", "Docker", "Go"), vectors=near)
    profile = shelf.person.profile()
    shelf.embed(profile, {"skills": direction(1)})
    answer = shelf.person.get(SEARCH, query_string={"profile_id": profile}).json
    first, second = answer["items"]
    assert (first["title"], second["title"]) == ("Developer", "Baker")
    assert 100 >= first["score"] > second["score"] >= 0
    skills, likeness = first["reasons"]
    assert skills["skills"] == ["Python", "Docker"]
    assert skills["text"] == "You have 2 of the 3 skills it names: Python, Docker."
    assert (likeness["dimension"], likeness["value"]) == ("skills", pytest.approx(0.707, abs=2e-3))
    assert answer["basis"] == {
        "vectors": True, "encoder": ENCODER, "profile_version": 1, "vectors_of_version": 1,
        "note": None,
    }  # fmt: skip


def test_a_profile_without_vectors_is_searched_for_by_words_and_says_so(shelf: Shelf) -> None:
    shelf.add("Developer", "We use Python.")
    shelf.add("Baker", "You bake.", vectors={"skills": ALIKE})
    answer = shelf.person.get(SEARCH, query_string={"profile_id": shelf.person.profile()}).json
    assert [item["title"] for item in answer["items"]] == ["Developer"]
    assert answer["basis"]["vectors"] is False
    assert "by words alone" in answer["basis"]["note"]


def test_vectors_of_an_older_version_serve_until_the_newest_has_some(shelf: Shelf) -> None:
    shelf.add("Alike", vectors={"skills": ALIKE})
    profile = shelf.person.profile()
    shelf.embed(profile, {"skills": direction(1)})
    shelf.person("PATCH", f"/v1/profiles/{profile}", json={"weights": {"skills": 1}})
    answer = shelf.person.get(SEARCH, query_string={"profile_id": profile}).json
    assert [item["title"] for item in answer["items"]] == ["Alike"]
    basis = answer["basis"]
    assert (basis["profile_version"], basis["vectors_of_version"]) == (2, 1)
    assert "version 1" in basis["note"]


def test_an_empty_profile_and_an_empty_shelf_are_explained(shelf: Shelf) -> None:
    full, empty = shelf.person.profile(), shelf.person.profile(resume={})
    for query in ({"profile_id": full}, {"q": "nurse"}):
        answer = shelf.person.get(SEARCH, query_string=query).json
        assert answer["items"] == []
        assert "None of your postings has been read" in answer["basis"]["note"]
    shelf.add("Nurse")
    answer = shelf.person.get(SEARCH, query_string={"profile_id": empty}).json
    assert answer["items"] == []
    assert "nothing can be compared" in answer["basis"]["note"]
    answer = shelf.person.get(SEARCH, query_string={"q": "astronaut"}).json
    assert answer["basis"]["note"] == "No posting fits; ask for less."


FILTERS: list[tuple[dict[str, Any], set[str]]] = [
    ({"company": "NORDVIK"}, {"A"}),
    ({"location": "berg"}, {"A", "B"}),
    ({"remote_policy": "remote"}, {"A"}),
    ({"remote_policy": ["remote", "hybrid"]}, {"A", "B"}),
    ({"employment_type": "part-time"}, {"B"}),
    ({"employment_type": ["part-time", "contract"]}, {"B", "C"}),
    ({"seniority": "senior"}, {"A"}),
    ({"salary_minimum": 50_000, "salary_currency": "EUR"}, {"A", "B"}),
    ({"salary_minimum": 61_000, "salary_currency": "EUR"}, {"B"}),
    ({"salary_currency": "USD"}, {"C"}),
    ({"newer_than_days": 30}, {"A", "C"}),
    ({"company": "%"}, set()),
]


def test_filters_narrow_a_search_by_profile_and_by_words(shelf: Shelf) -> None:
    near = {"skills": HALFWAY}
    yearly = {"minimum": 50_000, "maximum": 60_000, "currency": "EUR", "period": "year"}
    shelf.add(
        "A", "work", vectors=near, company="Nordvik AB", locations=["Bamberg"],
        remote_policy="remote", seniority="senior", salary=yearly,
    )  # fmt: skip
    shelf.add(
        "B", "work", vectors=near, locations=["Heidelberg, DE"], remote_policy="hybrid",
        employment_types=["full-time", "part-time"], date_posted="2019-02-28",
        salary={"minimum": 40, "maximum": None, "currency": "EUR", "period": "hour"},
    )  # fmt: skip
    shelf.add(
        "C", "work", vectors=near, locations=["Lyon"], employment_types=["contract"],
        salary={"minimum": 90_000, "maximum": None, "currency": "USD", "period": None},
    )  # fmt: skip
    profile = shelf.person.profile()
    shelf.embed(profile, {"skills": direction(1)})
    for query, expected in FILTERS:
        for asked in ({"q": "work"}, {"profile_id": profile}, {"profile_id": profile, "q": "-zz"}):
            assert set(titles(shelf.person, **asked, **query)) == expected, query


def test_tracking_narrows_to_postings_with_such_an_application(shelf: Shelf) -> None:
    saved, applied = shelf.add("Saved", "work"), shelf.add("Applied", "work")
    shelf.add("Neither", "work")
    profile = shelf.person.profile()
    for posting in (saved, applied):
        made = shelf.person.post(
            "/v1/applications", json={"profile_id": profile, "posting_id": posting}
        )
        assert made.status_code == 202, made.text
    shelf.person(
        "PATCH", f"/v1/applications/{made.json['application_id']}", json={"tracking": "applied"}
    )
    assert titles(shelf.person, q="work", tracking="applied") == ["Applied"]
    both = titles(shelf.person, q="work", tracking=["applied", "saved"])
    assert set(both) == {"Applied", "Saved"}


@pytest.mark.parametrize("by_profile", [False, True])
def test_pages_hold_each_posting_once_in_one_order(shelf: Shelf, *, by_profile: bool) -> None:
    for number in range(7):
        # Three of them are alike to the last digit: the order must still be one.
        near = {"skills": direction(1, 0.2 * (number // 3))}
        shelf.add(f"Weaver {number}", "You weave.", vectors=near)
    query: dict[str, Any] = {"q": "weaver"}
    if by_profile:
        query = {"profile_id": shelf.person.profile()}
        shelf.embed(query["profile_id"], {"skills": direction(1)})
    whole = titles(shelf.person, **query)
    assert len(whole) == 7
    seen = []
    path: str | None = None
    while path is not None or not seen:
        answer = (
            shelf.person.get(path)
            if path
            else shelf.person.get(SEARCH, query_string={**query, "limit": 3})
        )
        seen += [item["title"] for item in answer.json["items"]]
        path = answer.json["next"]
        assert (path is None) == ("Link" not in answer.headers)
    assert seen == whole


def test_nobody_finds_the_postings_of_another_user(shelf: Shelf, stranger: Person) -> None:
    shelf.add("Glassblower", "You blow glass.", vectors={"skills": ALIKE})
    theirs = shelf.person.profile()
    mine = stranger.profile()
    Shelf(shelf.admin, stranger).embed(mine, {"skills": direction(1)})
    assert titles(stranger, q="glass") == []
    assert titles(stranger, profile_id=mine) == []
    refused = stranger.get(SEARCH, query_string={"profile_id": theirs})
    assert problem_of(refused)["status"] == 404


def test_a_posting_that_was_submitted_twice_is_found_once(shelf: Shelf) -> None:
    first, again = shelf.add("Potter", "Clay."), shelf.add("Potter", "Clay.")
    shelf.admin.execute("update postings set canonical_id = %s where id = %s", [first, again])
    items = shelf.person.get(SEARCH, query_string={"q": "potter"}).json["items"]
    assert [item["id"] for item in items] == [first]


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ({}, "body"),
        ({"q": ""}, "q"),
        ({"q": "x", "limit": 101}, "limit"),
        ({"q": "x", "cursor": "nonsense"}, "cursor"),
        ({"q": "x", "cursor": "bmFuIDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw"}, "cursor"),
        ({"q": "x", "remote_policy": "moon"}, "remote_policy.0"),
        ({"q": "x", "salary_minimum": 1}, "salary_currency"),
        ({"q": "x", "salary_currency": "euro"}, "salary_currency"),
        ({"q": "x", "tracking": "dreaming"}, "tracking.0"),
        ({"q": "x", "colour": "red"}, "colour"),
        ({"profile_id": "1"}, "profile_id"),
    ],
)
def test_what_cannot_be_asked_is_named(person: Person, query: dict[str, Any], path: str) -> None:
    problem = problem_of(person.get(SEARCH, query_string=query))
    assert problem["status"] == 422
    assert [fault["path"] for fault in problem["errors"]] == [path]


@pytest.mark.parametrize("q", ["'", '"', "& | !", ":*", "\\", "or or or", "-", "a" * 500, "💥"])
def test_any_words_can_be_asked(shelf: Shelf, q: str) -> None:
    shelf.add("Tinker", "You mend pots.")
    answer = shelf.person.get(SEARCH, query_string={"q": q})
    assert answer.status_code == 200, answer.text


def test_searches_are_counted(shelf: Shelf) -> None:
    def counted() -> str:
        return shelf.person.get("/metrics").text

    name = 'vector_search_operations_total{kind="profile"}'
    profile = shelf.person.profile(resume=dict(RESUME))
    shelf.embed(profile, {"skills": direction(1)})
    titles(shelf.person, profile_id=profile)
    assert name in counted()
