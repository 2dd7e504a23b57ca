from __future__ import annotations

import pytest

from copilot.skills import aliases, canonical, same_skill


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("K8s", "Kubernetes"),
        ("Postgres", "postgresql"),
        ("JS", "JavaScript"),
        ("ReactJS", "React.js"),
        ("Golang", "Go"),
        ("C Sharp", "C#"),
        (".NET", "dotnet"),
        ("CI / CD", "ci/cd"),
        ("MS Excel", "Excel"),
        ("GAAP", "Generally Accepted Accounting Principles"),
        ("PLCs", "programmable logic controllers"),
        ("Basic Life Support", "BLS"),
        ("A/B-Testing", "ab testing"),
        ("Zorblax Framework", "zorblax framework"),
        ("zorblax frameworks", "Zorblax framework"),
    ],
)
def test_names_of_one_skill_are_the_same(a: str, b: str) -> None:
    assert same_skill(a, b)
    assert same_skill(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Java", "JavaScript"),
        ("C", "C++"),
        ("C", "C#"),
        ("C++", "C#"),
        ("R", "R&D"),
        (".NET", "network"),
        ("React", "React Native"),
        ("SQL", "NoSQL"),
        ("AWS", "Azure"),
        ("data analysis", "statistics"),
        ("Excel", "Word"),
        ("Spring", "Spring Boot"),
        ("Zorblax", "Quuxify"),
        ("", "Python"),
        ("", ""),
        ("!!", "??"),
    ],
)
def test_names_of_different_skills_are_not(a: str, b: str) -> None:
    assert not same_skill(a, b)


def test_an_unknown_skill_is_kept_as_itself() -> None:
    assert canonical("Zorblax  Framework") == "Zorblax Framework"
    assert aliases("Zorblax Framework") == {"Zorblax Framework"}


def test_all_names_of_a_skill_share_one_label() -> None:
    names = aliases("k8s")
    assert {"Kubernetes", "K8s", "k8s"} <= names
    assert {canonical(name) for name in names} == {"Kubernetes"}
