from __future__ import annotations

from datetime import date

import pytest

from copilot.domain.match import Dimension
from copilot.domain.posting import Posting
from copilot.domain.profile import Goals
from copilot.domain.resume import Resume
from copilot.embeddings import encode_document, load_encoder
from copilot.matching import dimension_texts_for_posting, dimension_texts_for_profile
from copilot.matching.occupations import occupations_for
from copilot.matching.ranking import RankedProfile, rank_score
from copilot.matching.seniority import Seniority, level_of_title, level_reached
from copilot.matching.tenure import years_worked
from copilot.matching.whereabouts import same_place
from tests.unit.matching.people import NURSE, analysis, asks

TODAY = date(2024, 6, 1)


def ranked(offer: Posting, *requirements: str) -> float:
    encoder = load_encoder()
    found = analysis(*(asks(text, number=at) for at, text in enumerate(requirements, 1)))
    profile = RankedProfile(
        NURSE,
        {
            dimension: encode_document(encoder, texts)[0]
            for dimension, texts in dimension_texts_for_profile(NURSE, Goals()).items()
        },
        TODAY,
    )
    vectors = {
        dimension: encode_document(encoder, texts)[0]
        for dimension, texts in dimension_texts_for_posting(offer, found).items()
    }
    return rank_score(profile, offer, found, vectors)


def test_the_fitting_posting_comes_before_the_unfitting_one() -> None:
    ward = Posting(title="Staff nurse", description="Wound care for surgical patients, phlebotomy.")
    bank = Posting(title="Java developer", description="Payment services in Java and Kafka.")
    asked_ward, asked_bank = "Experience in wound care", "Experience with Java"
    assert ranked(ward, asked_ward) > ranked(bank, asked_bank) + 10


def test_a_level_beyond_the_candidate_comes_later() -> None:
    text = "Wound care for surgical patients."
    regular = Posting(title="Nurse", description=text)
    head = Posting(title="Head of nursing", description=text)
    assert ranked(regular, "Wound care") > ranked(head, "Wound care")


def test_a_posting_without_requirements_has_a_place_in_the_order() -> None:
    assert 0 <= ranked(Posting(title="Nurse", description="A ward.")) <= 100


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Junior accountant", Seniority.JUNIOR),
        ("Accountant", Seniority.REGULAR),
        ("Sr. Accountant", Seniority.SENIOR),
        ("Staff Software Engineer", Seniority.LEAD),
        ("Staff nurse", Seniority.REGULAR),
        ("Head of Accounting", Seniority.HEAD),
        ("Accounting intern", Seniority.TRAINEE),
    ],
)
def test_titles_name_levels(title: str, level: Seniority) -> None:
    assert level_of_title(title) is level


def test_a_career_without_dates_or_titles_has_no_level() -> None:
    assert level_reached(Resume(), TODAY) is None
    assert level_reached(NURSE, TODAY) is Seniority.SENIOR  # six years


def test_partial_dates_and_impossible_days_are_read() -> None:
    resume = Resume.from_json(
        {
            "work": [
                {"startDate": "2020", "endDate": "2021"},
                {"startDate": "2022-02-31", "endDate": "2022-12-31"},
                {"position": "without dates"},
            ]
        }
    )
    years = years_worked(resume, TODAY)
    assert years == pytest.approx(1.5 + 0.84, abs=0.02)
    assert years_worked(Resume(), TODAY) is None


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Łódź", "Lodz, Poland", True),
        ("Berlin, Germany", "Germany", True),
        ("Berlin, DE", "Deutschland", True),
        ("Paris, France", "Paris, Texas", True),  # by its city, as people type it
        ("Berlin", "Munich", False),
        ("Berlin, Germany", "Munich, Germany", False),
        ("", "Berlin", False),
    ],
)
def test_places_are_compared_by_city_country_when_one_is_wide(a: str, b: str, same: bool) -> None:
    assert same_place(a, b) is same


def test_a_title_means_an_occupation() -> None:
    encoder = load_encoder()
    labels = [entry.label for entry in occupations_for("Senior Roofer (m/f) - Leeds", encoder)]
    assert "roofer" in labels[:3]
    assert occupations_for("—", encoder) == ()


def test_both_sides_have_texts_for_the_dimensions_they_speak_of() -> None:
    texts = dimension_texts_for_profile(NURSE, Goals(titles=("Ward manager",)))
    assert "Wound care" in texts[Dimension.SKILLS][0]
    assert any("surgical" in text for text in texts[Dimension.EXPERIENCE])
    assert texts[Dimension.GOALS] == ["Ward manager"]
    assert dimension_texts_for_profile(Resume(), Goals())[Dimension.EXPERIENCE] == []
