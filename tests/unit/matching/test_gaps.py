"""Skill gaps: what is asked for and missing, and what one more skill would open."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from copilot.domain.match import Fulfilment
from copilot.domain.posting import RequirementKind
from copilot.matching.gaps import AskedFor, PostingAsks, SkillGaps, skill_gaps

MET, PARTLY, MISSING = Fulfilment.MET, Fulfilment.PARTLY, Fulfilment.MISSING


def asks(
    *skills: str,
    verdict: Fulfilment | None = MISSING,
    must: bool = True,
    kind: RequirementKind = RequirementKind.SKILL,
    quote: str = "",
    years: float | None = None,
) -> AskedFor:
    return AskedFor(kind, must, quote or " and ".join(skills), skills, years, verdict)


def posting(number: int, *requirements: AskedFor) -> PostingAsks:
    return PostingAsks(UUID(int=number), date(2026, 1, number), requirements)


def found(gaps: SkillGaps) -> dict[str, Any]:
    return {gap.skill: (gap.postings, gap.must_have, len(gap.opens)) for gap in gaps.gaps}


def test_what_is_asked_most_stands_first_with_counts_and_dates() -> None:
    gaps = skill_gaps(
        [
            posting(3, asks("Docker"), asks("Kotlin", must=False)),
            posting(5, asks("Docker", must=False)),
            posting(4, asks("Docker")),
        ],
        frozenset(),
    ).gaps
    assert [gap.skill for gap in gaps] == ["Docker", "Kotlin"]
    assert (gaps[0].postings, gaps[0].must_have) == (3, 2)
    assert (gaps[0].first_asked, gaps[0].last_asked) == (date(2026, 1, 3), date(2026, 1, 5))


def test_names_of_one_skill_are_one_gap_counted_once_for_each_posting() -> None:
    gaps = skill_gaps([posting(1, asks("K8s"), asks("Kubernetes"))], frozenset())
    assert found(gaps) == {"Kubernetes": (1, 1, 1)}


def test_a_requirement_that_is_met_leaves_no_gap() -> None:
    gaps = skill_gaps([posting(1, asks("Docker", "Podman", verdict=MET))], frozenset())
    assert (found(gaps), gaps.open_now) == ({}, 1)


def test_a_skill_opens_a_posting_only_if_nothing_else_is_lacking() -> None:
    gaps = skill_gaps(
        [
            posting(1, asks("Docker"), asks("Python", verdict=MET)),
            posting(2, asks("Docker"), asks("Kotlin")),
            posting(3, asks("Docker"), asks("Kotlin", must=False)),
        ],
        frozenset({"Python"}),
    )
    assert found(gaps) == {"Docker": (3, 3, 2), "Kotlin": (2, 1, 0)}
    docker = next(gap for gap in gaps.gaps if gap.skill == "Docker")
    assert docker.opens == (UUID(int=1), UUID(int=3))


def test_of_alternatives_each_opens_the_posting_and_of_a_whole_list_the_last() -> None:
    either = asks("Kotlin", "Docker", quote="Kotlin or Docker")
    assert found(skill_gaps([posting(1, either)], frozenset())) == {
        "Kotlin": (1, 1, 1),
        "Docker": (1, 1, 1),
    }
    both = posting(1, asks("Kotlin", "Docker", verdict=PARTLY))
    assert found(skill_gaps([both], frozenset())) == {"Kotlin": (1, 1, 0), "Docker": (1, 1, 0)}
    assert found(skill_gaps([both], frozenset({"Docker"}))) == {"Kotlin": (1, 1, 1)}


def test_what_no_skill_settles_keeps_a_posting_closed_except_traits_and_duties() -> None:
    gaps = skill_gaps(
        [
            posting(1, asks("Docker"), asks(kind=RequirementKind.PERMIT, quote="a work permit")),
            posting(2, asks("Docker", years=5)),
            posting(3, asks("Docker"), asks(kind=RequirementKind.TRAIT, quote="a team player")),
        ],
        frozenset(),
    )
    assert [gap.opens for gap in gaps.gaps] == [(UUID(int=3),)]


def test_a_posting_without_match_is_compared_by_names_and_never_called_open() -> None:
    gaps = skill_gaps(
        [
            posting(1, asks("Docker", verdict=None), asks("Python", verdict=None)),
            posting(2, asks("Kotlin", "Python", verdict=None, quote="Kotlin or Python")),
            posting(3),
        ],
        frozenset({"Python"}),
    )
    assert found(gaps) == {"Docker": (1, 1, 0)}
    assert (gaps.postings, gaps.matched, gaps.open_now, gaps.without_requirements) == (3, 0, 0, 1)


def test_without_postings_there_is_nothing() -> None:
    assert skill_gaps([], frozenset({"Python"})) == SkillGaps(0, 0, 0, 0, ())
