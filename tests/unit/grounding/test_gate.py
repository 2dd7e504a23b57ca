"""What passes the truth gate and what does not, one promise a line."""

from __future__ import annotations

import copy
import time
from datetime import date
from typing import Any

import pytest

from copilot.domain.claims import GateReport, Groundedness
from copilot.domain.resume import Resume
from copilot.grounding import GATE_VERSION, check_letter, check_resume

TODAY = date(2026, 6, 1)
PROFILE: dict[str, Any] = {
    "basics": {
        "name": "Ola Łódzka",
        "email": "ola@lodzka.example",
        "label": "Line Cook",
        "summary": "Line cook with a love of seasonal food.",
    },
    "work": [
        {
            "name": "Hotel Krone",
            "position": "Line Cook",
            "startDate": "2019-03",
            "endDate": "2022-05",
            "highlights": [
                "Reduced food waste by 18 % through better stock rotation.",
                "Trained four apprentices.",
                "Assisted the head chef with menu planning.",
                "Shortened ordering from 40 minutes to 10 minutes a day.",
            ],
        },
        {
            "name": "Gasthaus Adler",
            "position": "Kitchen Assistant",
            "startDate": "2016-01",
            "endDate": "2019-02",
            "highlights": ["Prepared vegetables for 120 covers a night."],
        },
    ],
    "education": [
        {"institution": "Berufsschule Ulm", "studyType": "Diploma", "area": "Cookery"},
    ],
    "certificates": [{"name": "Food Hygiene Level 2", "date": "2019"}],
    "skills": [{"name": "HACCP"}, {"name": "Butchery", "level": "basic"}],
    "languages": [{"language": "German", "fluency": "basic"}],
}
POSTING = (
    "Bistro Nord seeks a Sous Chef. You will lead a brigade of ten and manage the food budget. "
    "Experience with sous-vide required. We serve 300 guests a week and buy from local farms."
)


def edited(path: str, value: Any) -> GateReport:
    document = copy.deepcopy(PROFILE)
    *steps, last = path.split(".")
    node: Any = document
    for step in steps:
        node = node[int(step)] if step.isdigit() else node[step]
    if last == "+":
        node.append(value)
    elif last.isdigit():
        node[int(last)] = value
    else:
        node[last] = value
    return check_resume(Resume.from_json(document), Resume.from_json(PROFILE), POSTING, today=TODAY)


def letter(text: str) -> GateReport:
    return check_letter(text, Resume.from_json(PROFILE), POSTING, today=TODAY)


def categories(report: GateReport) -> set[str]:
    return {f.category for f in report.findings}


BULLETS = "work.0.highlights"


@pytest.mark.parametrize(
    ("path", "value", "category"),
    [
        (f"{BULLETS}.0", "Reduced food waste by 28 % through better stock rotation.", "number"),
        (f"{BULLETS}.0", "Halved food waste through better stock rotation.", "number"),
        (f"{BULLETS}.1", "Led a team of twelve apprentices.", "number"),
        (f"{BULLETS}.1", "Trained eighteen apprentices.", "number"),
        (f"{BULLETS}.1", "Trained four apprentices a week.", "number"),
        (f"{BULLETS}.3", "Cut ordering by 90 %.", "number"),
        (f"{BULLETS}.1", "Trained four apprentices and cut staff turnover by 18 %.", "metric"),
        (f"{BULLETS}.2", "Led menu planning.", "ownership"),
        (f"{BULLETS}.2", "Planned the menu.", "ownership"),
        (f"{BULLETS}.1", "Single-handedly trained four apprentices.", "ownership"),
        (f"{BULLETS}.0", "Reduced food waste by 18 % with Kubernetes.", "name"),
        (f"{BULLETS}.0", "Reduced hospital-wide food waste by 18 %.", "metric"),
        (f"{BULLETS}.+", "Prepared vegetables for 120 covers a night.", "number"),
        (f"{BULLETS}.+", "Managed the food budget.", "responsibility"),
        ("work.0.position", "Sous Chef", "title"),
        ("work.1.position", "Kitchen Manager", "title"),
        ("work.0.startDate", "2017-03", "date"),
        ("work.1.endDate", None, "date"),
        ("work.0.name", "Grand Hotel", "employer"),
        ("basics.label", "Head Chef", "title"),
        ("basics.email", "other@lodzka.example", "contact"),
        ("basics.summary", "Line cook with 15 years of experience.", "tenure"),
        ("basics.summary", "Head chef with a love of seasonal food.", "title"),
        ("basics.summary", "Award-winning line cook.", "credential"),
        ("skills.+", {"name": "Sous-vide"}, "skill"),
        ("skills.1.level", "expert", "proficiency"),
        ("languages.0.fluency", "fluent", "proficiency"),
        ("languages.+", {"language": "French"}, "proficiency"),
        ("certificates.0.name", "Food Hygiene Level 3", "credential"),
        ("certificates.+", {"name": "First Aid"}, "credential"),
        ("education.0.studyType", "Bachelor", "education"),
    ],
)
def test_a_fabrication_is_found(path: str, value: Any, category: str) -> None:
    report = edited(path, value)
    assert report.verdict is Groundedness.UNGROUNDED
    assert category in categories(report)
    assert all(f.words and f.reason for f in report.findings)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (f"{BULLETS}.0", "Cut food waste by 18 percent through better stock rotation."),
        (f"{BULLETS}.0", "Better stock rotation: food waste reduced by 18%."),
        (f"{BULLETS}.1", "Taught 4 apprentices."),
        (f"{BULLETS}.1", "Trained apprentices."),
        (f"{BULLETS}.1", "Trained 4 apprentices and reduced food waste by 18 %."),
        (f"{BULLETS}.2", "Helped the head chef plan menus."),
        (f"{BULLETS}.3", "Shortened daily ordering by 75 %, from 40 minutes to 10."),
        ("work.0.startDate", "2019"),
        ("basics.name", "Ola Lodzka"),
        ("basics.summary", "Line cook with more than three years of experience at Hotel Krone."),
        ("basics.summary", "Line cook with over six years of experience."),
        ("basics.summary", "Line cook experienced in stock rotation and training apprentices."),
        ("skills.+", {"name": "Stock rotation"}),
        ("skills.0.name", "Hazard analysis and critical control points"),
        ("basics.label", "Cook"),
    ],
)
def test_a_truth_said_otherwise_passes(path: str, value: Any) -> None:
    report = edited(path, value)
    assert report.findings == ()
    assert report.verdict is Groundedness.GROUNDED


def test_the_profile_itself_passes_with_evidence_for_each_claim() -> None:
    profile = Resume.from_json(PROFILE)
    report = check_resume(profile, profile)
    assert report.findings == ()
    assert report.gate_version == GATE_VERSION
    claim = next(c for c in report.claims if c.path == "work[0].highlights[1]")
    assert claim.evidence[0].path == "work[0].highlights[1]"
    assert claim.evidence[0].quote == "Trained four apprentices."


@pytest.mark.parametrize(
    "text",
    [
        "I have not worked with sous-vide, but I would love to learn it.",
        "You buy from local farms and serve 300 guests a week, and that appeals to me.",
        "At Hotel Krone I reduced food waste by 18 % and trained four apprentices.",
        "I look forward to hearing from you.",
        "From March 2019 to May 2022 I worked as a line cook at Hotel Krone.",
        "I would be happy to lead a brigade of ten one day.",
    ],
)
def test_a_truthful_sentence_of_a_letter_passes(text: str) -> None:
    assert letter(f"Dear Bistro Nord,\n\n{text}\n\nKind regards,\n\nOla Łódzka").findings == ()


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("I have years of experience with sous-vide.", None),
        ("At Gasthaus Adler I reduced food waste by 18 %.", None),
        ("At Hotel Krone I led a brigade of ten.", "ownership"),
        ("My grandmother taught me to cook.", "story"),
        ("I have followed Bistro Nord for years.", "relationship"),
        ("I can start immediately.", "availability"),
        ("I have never missed a shift.", None),
        ("I have cooked for fifteen years.", "tenure"),
        ("You serve 500 guests a week.", "number"),
    ],
)
def test_an_invented_sentence_of_a_letter_is_found(text: str, category: str | None) -> None:
    report = letter(f"Dear Bistro Nord,\n\n{text}\n\nKind regards,\n\nOla Łódzka")
    assert report.findings
    assert all(f.path == "paragraphs[1].sentences[0]" for f in report.findings)
    assert category is None or category in categories(report)


def test_in_a_language_it_does_not_know_only_the_profiles_own_words_pass() -> None:
    hungarian = (
        "Tisztelt Hölgyem vagy Uram, szeretnék jelentkezni a meghirdetett szakács állásra, mert "
        "nagyon érdekel az éttermük, és szívesen dolgoznék önöknél a konyhában minden nap."
    )
    report = letter(f"{hungarian}\n\nTrained four apprentices.")
    assert categories(report) == {"language"}
    assert {f.path for f in report.findings} == {"paragraphs[0].sentences[0]"}


def test_the_posting_supports_nothing_of_a_resume() -> None:
    report = edited("skills.+", {"name": "sous-vide"})
    assert "posting says" in report.findings[0].reason


def test_the_same_input_gives_the_same_report() -> None:
    assert edited(f"{BULLETS}.2", "Led menus.") == edited(f"{BULLETS}.2", "Led menus.")


def test_a_resume_is_judged_within_50_ms() -> None:
    profile = Resume.from_json(PROFILE)
    check_resume(profile, profile)
    start = time.process_time()
    edited(f"{BULLETS}.0", "Cut food waste by 18 percent through better stock rotation.")
    assert time.process_time() - start < 0.05


@pytest.mark.parametrize(
    ("path", "value", "category"),
    [
        (f"{BULLETS}.1", "Trained all apprentices.", "scope"),
        (f"{BULLETS}.0", "Reduced food waste throughout the hotel.", "scope"),
        (f"{BULLETS}.1", "Started trained apprentices.", "ownership"),
    ],
)
def test_a_bullet_widened_beyond_its_fact_is_found(path: str, value: str, category: str) -> None:
    assert category in categories(edited(path, value))


@pytest.mark.parametrize(
    "text",
    [
        "I enclose my CV and would welcome a conversation.",
        "May I visit you for an interview?",
        "I have never coordinated a brigade of ten.",
        "My experience with sous-vide is nil, but I pick up new tools fast.",
        "I spent three and a half years at Gasthaus Adler as a kitchen assistant.",
    ],
)
def test_courtesy_gaps_and_halves_pass_in_a_letter(text: str) -> None:
    found = letter(f"Dear Bistro Nord,\n\n{text}\n\nKind regards,\n\nOla Łódzka").findings
    tenure = "three and a half" in text  # three years and two months: rounded up by too much
    assert bool(found) is tenure


def test_a_currency_before_its_amount_and_a_compound_are_read() -> None:
    profile = copy.deepcopy(PROFILE)
    profile["work"][0]["highlights"] = ["Scheduled 60 truck loads, saving 110,000 euros."]
    document = copy.deepcopy(profile)
    document["work"][0]["highlights"] = ["Scheduled 60 truckloads, saving EUR 110,000."]
    held, stated = Resume.from_json(profile), Resume.from_json(document)
    assert check_resume(stated, held, today=TODAY).findings == ()
    document["work"][0]["highlights"] = ["Scheduled 60 truckloads, saving USD 110,000."]
    assert check_resume(Resume.from_json(document), held, today=TODAY).findings
