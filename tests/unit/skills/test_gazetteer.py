from __future__ import annotations

import pytest

from copilot.skills import find_skills


def labels(text: str) -> list[str]:
    return [mention.label for mention in find_skills(text)]


def test_mentions_quote_the_text_where_they_stand() -> None:
    text = "Deploys to K8s with Terraform; runs on Postgres."
    mentions = find_skills(text)
    assert [m.name for m in mentions] == ["K8s", "Terraform", "Postgres"]
    assert all(text[m.start : m.end] == m.name for m in mentions)
    assert [m.label for m in mentions] == ["Kubernetes", "Terraform", "PostgreSQL"]


def test_skills_of_any_profession_are_found() -> None:
    found = labels("Wound care, HACCP, accounts payable, forklift driving and IFRS reporting")
    assert {"HACCP", "accounts payable", "International Financial Reporting Standards"} <= set(
        found
    )
    assert any("wound" in label for label in found)


def test_the_longest_name_wins() -> None:
    assert labels("Built with React Native") == ["React Native"]
    assert labels("Microsoft SQL Server 2019")[0] == "Microsoft SQL Server"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Services in Go and Python", {"Go", "Python"}),
        ("Go, Rust, Kotlin", {"Go", "Rust", "Kotlin"}),
        ("Python, Rust and C. You will enjoy it.", {"Python", "Rust", "C"}),
        ("Statistical models in R", {"R"}),
        ("C/C++ developer", {"C", "C++"}),
        ("Experience with Excel and Word", {"Microsoft Excel", "Microsoft Word"}),
        ("You use Excel daily", {"Microsoft Excel"}),
        ("Go", {"Go"}),
        ("ASP.NET, .NET and C#", {"ASP.NET", ".NET", "C#"}),
        ("Java Spring developer, Hibernate", {"Spring", "Hibernate"}),
    ],
)
def test_names_that_are_ordinary_words_count_where_a_skill_is_meant(
    text: str, expected: set[str]
) -> None:
    assert expected <= set(labels(text))


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("We go to market with you, so go ahead", "Go"),
        ("Go the extra mile", "Go"),
        ("Interns excel in this role", "Microsoft Excel"),
        ("Reporting to the C-level and the C suite", "C"),
        ("Vitamin C supplements", "C"),
        ("A Series C company", "C"),
        ("Our R&D department", "R"),
        ("Access to a company car", "Microsoft Access"),
        ("Join our teams", "Microsoft Teams"),
        ("We react swiftly and rest in spring", "Spring"),
        ("Based in Swift Current, Canada", "Swift"),
    ],
)
def test_ordinary_words_are_no_skills(text: str, absent: str) -> None:
    assert absent not in labels(text)


def test_no_text_no_skills() -> None:
    assert find_skills("") == ()
    assert find_skills(" \n\t…") == ()
