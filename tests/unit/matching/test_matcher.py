from __future__ import annotations

from datetime import date

import pytest

from copilot.domain.match import Fulfilment, Match
from copilot.domain.posting import Posting, RemotePolicy, Requirement, RequirementKind, Salary
from copilot.domain.profile import Goals, Weights
from copilot.domain.resume import Resume
from copilot.embeddings import load_encoder
from copilot.matching import MATCHER_VERSION, match
from tests.unit.matching.people import NURSE, analysis, asks, posting

TODAY = date(2024, 6, 1)
MET, PARTLY, MISSING = Fulfilment.MET, Fulfilment.PARTLY, Fulfilment.MISSING


def matched(
    *requirements: Requirement,
    profile: Resume = NURSE,
    goals: Goals = Goals(),  # noqa: B008 - frozen
    weights: Weights = Weights(),  # noqa: B008 - frozen
    against: Posting | None = None,
) -> Match:
    return match(
        profile,
        goals,
        weights,
        against or posting(),
        analysis(*requirements),
        load_encoder(),
        today=TODAY,
    )


def verdict(requirement: Requirement, **given: object) -> Fulfilment:
    return matched(requirement, **given).requirements[0].verdict  # type: ignore[arg-type]


def at(path: str, resume: Resume) -> object:
    node: object = resume.to_json()
    for part in path.replace("]", "").replace("[", ".").split("."):
        node = node[int(part)] if isinstance(node, list) else node[part]  # type: ignore[index]
    return node


def test_a_named_skill_is_met_with_its_evidence() -> None:
    found = matched(asks("Experience in wound care", skills=("wound care",))).requirements[0]
    assert found.verdict is MET
    assert found.evidence[0].path == "work[0].highlights[2]"  # what was done before what is listed
    assert "wound care" in found.reason


def test_every_quote_stands_at_its_path() -> None:
    result = matched(
        asks("Wound care and phlebotomy", skills=("wound care", "phlebotomy")),
        asks("Care for surgical patients", RequirementKind.RESPONSIBILITY, number=2),
        asks("A degree in nursing, bachelor or higher", RequirementKind.EDUCATION, number=3),
        asks("Fluent English", RequirementKind.LANGUAGE, number=4),
    )
    quotes = [piece for entry in result.requirements for piece in entry.evidence]
    assert len(quotes) >= 4
    for piece in quotes:
        assert piece.quote in str(at(piece.path, NURSE))


def test_an_alias_is_the_same_skill() -> None:
    assert verdict(asks("Current Basic Life Support", skills=("Basic Life Support",))) is MET


def test_a_skill_the_profile_does_not_name_is_missing() -> None:
    found = matched(asks("Kubernetes in production", skills=("Kubernetes",))).requirements[0]
    assert found.verdict is MISSING
    assert found.evidence == ()
    assert "Kubernetes" in found.reason


def test_of_a_list_some_are_partly_and_any_is_enough_where_the_posting_says_or() -> None:
    both = ("wound care", "dialysis", "radiography")
    assert verdict(asks("Wound care, dialysis and radiography", skills=both)) is PARTLY
    assert verdict(asks("Wound care, dialysis or radiography", skills=both)) is MET


@pytest.mark.parametrize(("years", "expected"), [(3, MET), (6, MET), (9, PARTLY), (20, MISSING)])
def test_years_are_counted_from_the_dates_without_counting_overlaps_twice(
    years: float, expected: Fulfilment
) -> None:
    # 2018-01 to 2022-01 and 2021-01 to 2024-01 are six years, not seven.
    found = matched(
        asks(f"{years} years of experience as a nurse", RequirementKind.EXPERIENCE, years=years)
    ).requirements[0]
    assert found.verdict is expected or (expected is MISSING and found.verdict is PARTLY)
    assert "6.1" in found.reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bachelor's degree in nursing", MET),
        ("Degree in Nursing or a related field", MET),
        ("High school diploma", MET),
        ("Master's degree in nursing", PARTLY),
        ("Bachelor's degree in civil engineering", PARTLY),
        ("PhD in biochemistry", PARTLY),
    ],
)
def test_education_goes_by_level_and_field(text: str, expected: Fulfilment) -> None:
    assert verdict(asks(text, RequirementKind.EDUCATION)) is expected


def test_an_unfinished_degree_is_partly() -> None:
    student = Resume.from_json(
        {"education": [{"studyType": "Master", "area": "Biology", "startDate": "2023-10"}]}
    )
    found = matched(
        asks("Master's degree in biology", RequirementKind.EDUCATION), profile=student
    ).requirements[0]
    assert found.verdict is PARTLY
    assert "not finished" in found.reason


def test_experience_stands_in_for_a_degree_only_where_the_posting_says_so() -> None:
    cook = Resume.from_json(
        {"work": [{"position": "Cook", "startDate": "2010-01", "endDate": "2020-01"}]}
    )
    open_to = asks("Bachelor's degree or equivalent experience", RequirementKind.EDUCATION)
    strict = asks("Bachelor's degree", RequirementKind.EDUCATION)
    assert verdict(open_to, profile=cook) is MET
    assert verdict(strict, profile=cook) is MISSING


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fluent English", MET),
        ("Business fluent Spanish", PARTLY),
        ("Spanish or English", MET),
        ("German, at least B2", MISSING),
    ],
)
def test_languages_go_by_level(text: str, expected: Fulfilment) -> None:
    assert verdict(asks(text, RequirementKind.LANGUAGE)) is expected


def test_what_the_profile_does_not_say_is_missing_and_never_assumed() -> None:
    result = matched(
        asks("You are authorized to work in the UK", RequirementKind.PERMIT),
        asks("Valid driver's license", RequirementKind.PERMIT, number=2),
        asks("German", RequirementKind.LANGUAGE, number=3),
    )
    for entry in result.requirements:
        assert entry.verdict is MISSING
        assert entry.reason.startswith("Your profile does not say")


def test_a_permit_that_the_profile_states_is_met() -> None:
    driver = Resume.from_json({"certificates": [{"name": "Driving licence, class B"}]})
    found = matched(
        asks("Valid driving licence", RequirementKind.PERMIT), profile=driver
    ).requirements[0]
    assert found.verdict is MET
    assert found.evidence[0].path == "certificates[0].name"


def test_a_place_is_a_fact() -> None:
    here = posting(locations=("Leeds, England",))
    there = posting(locations=("Cardiff, Wales",))
    on_site = asks("You work on site", RequirementKind.LOCATION)
    assert verdict(on_site, against=here) is MET
    assert verdict(on_site, against=there) is MISSING
    mover = Goals(locations=("Cardiff",))
    assert verdict(on_site, against=there, goals=mover) is MET


def test_the_score_is_the_weighted_share_of_what_is_met() -> None:
    result = matched(
        asks("Wound care", skills=("wound care",)),
        asks("Kubernetes", skills=("Kubernetes",), must=False, number=2),
    )
    skills, experience, goals = result.dimensions
    assert skills.score == pytest.approx(100 * 1.0 / 1.4, abs=0.1)  # must 1.0, nice 0.4
    assert experience.score is None
    assert goals.score is None
    assert result.score == skills.score  # what has nothing to compare does not count


def test_a_missing_must_have_costs_more_than_a_missing_nice_to_have() -> None:
    wound, other = "Wound care", "Kubernetes"
    must_missing = matched(
        asks(wound, skills=("wound care",), must=False), asks(other, skills=(other,), number=2)
    )
    nice_missing = matched(
        asks(wound, skills=("wound care",)), asks(other, skills=(other,), must=False, number=2)
    )
    assert must_missing.score < nice_missing.score


def test_the_candidate_sets_the_weights() -> None:
    requirements = (
        asks("Wound care", skills=("wound care",)),
        asks("PhD in physics", RequirementKind.EDUCATION, number=2),
    )
    for_skills = matched(*requirements, weights=Weights(skills=1, experience=0, goals=0))
    for_experience = matched(*requirements, weights=Weights(skills=0, experience=1, goals=0))
    assert for_skills.score == 100
    assert for_experience.score == 50
    assert for_skills.weights.skills == 1


def test_goals_compare_with_what_the_posting_offers() -> None:
    offer = posting(
        remote_policy=RemotePolicy.ONSITE,
        employment_types=("FULL_TIME",),
        salary=Salary(minimum=30000, maximum=36000, currency="GBP", period="year"),
    )
    wanted = Goals(
        titles=("Staff nurse",),
        remote_policies=(RemotePolicy.ONSITE,),
        employment_types=("full-time",),
        salary_minimum=35000,
        salary_currency="GBP",
    )
    unwanted = Goals(
        titles=("Marketing director",),
        remote_policies=(RemotePolicy.REMOTE,),
        employment_types=("contract",),
        salary_minimum=90000,
        salary_currency="GBP",
    )
    assert matched(against=offer, goals=wanted).dimensions[2].score == 100
    assert matched(against=offer, goals=unwanted).dimensions[2].score == 0
    assert matched(against=posting(), goals=Goals()).dimensions[2].score is None


def test_the_same_input_gives_the_same_match() -> None:
    requirements = (
        asks("Care for surgical patients", RequirementKind.RESPONSIBILITY),
        asks("Phlebotomy", skills=("phlebotomy",), number=2),
    )
    assert matched(*requirements) == matched(*requirements)


def test_the_match_names_what_made_it() -> None:
    result = matched()
    assert result.encoder == "all-MiniLM-L6-v2-int8@1"
    assert result.matcher_version == MATCHER_VERSION


def test_an_empty_profile_and_a_posting_without_requirements_are_explained() -> None:
    empty = matched(
        asks("Wound care", skills=("wound care",)),
        asks("Care for patients", RequirementKind.RESPONSIBILITY, number=2),
        profile=Resume(),
    )
    assert empty.score == 0
    assert all(entry.verdict is MISSING and entry.reason for entry in empty.requirements)
    nothing = matched()
    assert nothing.score == 0
    assert all(entry.score is None and entry.reason for entry in nothing.dimensions)


def test_a_profile_of_five_hundred_highlights_is_matched() -> None:
    long = Resume.from_json(
        {"work": [{"position": "Nurse", "highlights": [f"Cared for ward {n}" for n in range(500)]}]}
    )
    found = matched(
        asks("Care for a ward", RequirementKind.RESPONSIBILITY), profile=long
    ).requirements[0]
    assert found.verdict is MET
    assert 1 <= len(found.evidence) <= 3
