"""Letters of candidates who state little: short, but whole sentences that stand by themselves."""

from __future__ import annotations

import pytest

from copilot.agents.cover_letter_generator import write_letter
from copilot.agents.extractive.letter import spoken_title
from copilot.agents.extractive.spoken import spoken_employer, spoken_position, with_article
from copilot.agents.faulty_sentences import without_sentences_at_fault
from copilot.domain.claims import Finding, Groundedness
from copilot.domain.letter import CoverLetter, Tone
from copilot.domain.posting import Posting
from copilot.domain.resume import Resume
from tests.unit.agents.professions import Case
from tests.unit.agents.requests import extractive, request_for

POSTING = Posting(
    title="Lock Keeper",
    company="Ouse Canal Trust",
    description=(
        "Requirements:\n- Bachelor's degree in engineering or management\n- A degree is a must\n"
        "- Experience with Python\n- Experience with hydraulics\n- Knowledge of Docker"
    ),
)


def thin_letter(work: dict[str, str], institution: str = "University") -> str:
    resume = Resume.from_json(
        {
            "basics": {"name": "Odile Fenwick"},
            "work": [work],
            "education": [
                {"studyType": "Bachelor of Engineering", "institution": institution},
                {"studyType": "Master of Science", "institution": "Selby College"},
            ],
            "skills": [{"name": "Python"}],
        }
    )
    written = write_letter(request_for(Case("thin", resume, POSTING)), extractive())
    assert written.report.verdict is Groundedness.GROUNDED
    return " ".join(written.letter.paragraphs)


def test_a_position_is_told_without_an_employer() -> None:
    past = {"position": "Production Supervisor", "startDate": "2011-07", "endDate": "2012-07"}
    assert "worked as a Production Supervisor." in thin_letter(past)
    current = {"position": "Production Supervisor", "startDate": "2019-01", "name": "Company Name"}
    letter = thin_letter(current)
    assert "I work as a Production Supervisor." in letter
    assert "Company Name" not in letter


@pytest.mark.parametrize(
    ("position", "said"),
    [
        ("Engineer", "an Engineer"),
        ("UX Designer", "a UX Designer"),
        ("HR Assistant", "an HR Assistant"),
        ("University Lecturer", "a University Lecturer"),
        ("Head of Finance", "Head of Finance"),
        ("Cook ( ", "a Cook"),
        ("Cashier Company Name", "a Cashier"),
    ],
)
def test_a_position_stands_with_its_article(position: str, said: str) -> None:
    assert with_article(spoken_position(position)) == said


def test_what_reads_as_a_deed_is_no_employer() -> None:
    assert spoken_employer("Expanded yearly revenue by $734k") == ""
    assert spoken_employer("United Parcel Works") == "United Parcel Works"
    assert spoken_employer("Company Name City, State") == ""
    assert spoken_employer("Lending Company Name") == "Lending"


def test_only_one_degree_is_told_and_no_placeholder_for_a_school() -> None:
    letter = thin_letter({"position": "Production Supervisor"})
    assert letter.count("My degree is") == 1
    assert "from University" not in letter
    named = thin_letter({"position": "Foreman"}, "Leeds University (Leeds, England).")
    assert "from Leeds University (Leeds, England). " in named


def test_skills_go_on_only_from_skills() -> None:
    assert "My skills also" not in thin_letter({"position": "Production Supervisor"})


@pytest.mark.parametrize(
    ("title", "spoken"),
    [
        ("Night Porter Position", "Night Porter"),
        ("Position", "Position"),
        ("Jobs Coach", None),
        ("Baker wanted for a village shop", "Baker"),
        ("Expo 2031 Steward", None),
        ("Lathe Operator - Req #48213", "Lathe Operator"),
    ],
)
def test_a_title_does_not_say_position_twice(title: str, spoken: str | None) -> None:
    assert spoken_title(title) == (spoken or title)


@pytest.mark.parametrize(
    ("fault", "left"),
    [
        ("eleven locks", ("I look forward to talking with you.",)),
        (
            "talking with you",
            ("You write that you keep eleven locks. That is where I would like to work.",),
        ),
        ("Ceramics", None),
    ],
)
def test_a_sentence_goes_with_the_one_it_leans_on(fault: str, left: tuple[str] | None) -> None:
    paragraph = (
        "You write that you keep eleven locks. That is where I would like to work. "
        "I look forward to talking with you."
    )
    letter = CoverLetter(
        language="en",
        tone=Tone.PLAIN,
        salutation="Dear team,",
        paragraphs=(paragraph,),
        closing="Regards",
        signature="",
    )
    finding = Finding(path="paragraphs[1].sentences[0]", category="claim", words=fault, reason="-")
    assert without_sentences_at_fault(letter, (finding,)).paragraphs == (left or (paragraph,))
