"""What the mechanisms of the gate promise, one line each: a fabrication and its truthful twin."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from copilot.domain.claims import GateReport
from copilot.domain.resume import Resume
from copilot.grounding import check_letter, check_resume

TODAY = date(2026, 6, 1)
PROFILE: dict[str, Any] = {
    "basics": {
        "name": "Nadia Okafor",
        "label": "Museum Guide",
        "summary": "Museum guide for local history.",
    },
    "work": [
        {
            "name": "Harbour Museum",
            "position": "Museum Guide",
            "startDate": "2020-04",
            "highlights": [
                "Gave 90 guided tours a year to school classes.",
                "Raised the number of visits from 300 to 420 a year.",
                "Lowered missed bookings from 15% to 9%.",
                "Coordinated comments from five teachers on the draft tour plan.",
                "Showed one volunteer how to open the till.",
                "Prepared the yearly plan together with the curator.",
                "Wrote three help-desk pages.",
                "Co-edited two catalogues.",
            ],
        },
    ],
    "certificates": [{"name": "Forklift licence", "date": "2019"}],
    "skills": [{"name": "Customer relationship management"}],
    "languages": [
        {"language": "English", "fluency": "native"},
        {"language": "French", "fluency": "A2"},
        {"language": "Italian", "fluency": "C1"},
    ],
    "awards": [{"title": "Heritage Prize Finalist", "date": "2022"}],
}
POSTING = (
    "The Maritime Museum seeks a Head of Learning. You lead six guides and plan site safety. "
    "Reach truck licence and archive management wanted. The museum has 40 rooms."
)


def bullet(index: int, text: str) -> GateReport:
    document = copy.deepcopy(PROFILE)
    document["work"][0]["highlights"][index] = text
    return check_resume(Resume.from_json(document), Resume.from_json(PROFILE), POSTING, today=TODAY)


def summary(text: str) -> GateReport:
    document = copy.deepcopy(PROFILE)
    document["basics"]["summary"] = text
    return check_resume(Resume.from_json(document), Resume.from_json(PROFILE), POSTING, today=TODAY)


def letter(text: str) -> GateReport:
    whole = f"Dear Maritime Museum,\n\n{text}\n\nKind regards,\n\nNadia Okafor"
    return check_letter(whole, Resume.from_json(PROFILE), POSTING, today=TODAY)


@pytest.mark.parametrize(
    ("index", "text"),
    [
        (1, "Raised the number of visits by 420 a year."),
        (2, "Lowered missed bookings by 15%."),
        (2, "Lowered missed bookings by 6%."),
        (3, "Approved the draft tour plan with five teachers."),
        (4, "Showed volunteers how to open the till."),
        (5, "Prepared the yearly plan."),
        (6, "Wrote three help-desk pages on time."),
        (7, "Edited two catalogues."),
        (0, "Gave 90 guided tours a year to school classes, lowering missed bookings to 9%."),
        (0, "Team leader for guided tours."),
        (0, "Gave guided tours to school classes and treated guests."),
        (3, "Coordinated comments from five teachers every week."),
    ],
)
def test_a_bullet_says_no_more_than_its_fact(index: int, text: str) -> None:
    assert bullet(index, text).findings


@pytest.mark.parametrize(
    ("index", "text"),
    [
        (0, "Led 90 guided tours a year for school classes."),
        (1, "Increased visits by 120 a year."),
        (1, "Raised visits by 40%, from 300 to 420 a year."),
        (2, "Lowered missed bookings by 6 percentage points."),
        (2, "Brought the share of missed bookings down from 15% to 9%."),
        (4, "Taught one volunteer to open the till."),
        (5, "Prepared the yearly plan jointly with the curator."),
        (7, "Coedited 2 catalogues."),
        (0, "Responsible for 90 guided tours a year for school classes."),
    ],
)
def test_a_paraphrase_of_the_same_strength_passes(index: int, text: str) -> None:
    assert bullet(index, text).findings == ()


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Museum guide for local history, fluent in English and Italian.", True),
        ("Museum guide for local history, fluent in English and French.", False),
        ("Bilingual museum guide, licensed to drive a forklift.", True),
        ("Museum guide with a reach truck licence.", False),
        ("Museum guide and winner of the Heritage Prize.", False),
        ("Museum guide and finalist for the Heritage Prize.", True),
        ("Museum guide certified in customer relationship management.", False),
        ("Museum guide with CRM experience.", True),
        ("Museum guide and historian.", False),
    ],
)
def test_a_summary_draws_on_what_is_held(text: str, passes: bool) -> None:
    assert (not summary(text).findings) is passes


@pytest.mark.parametrize(
    "text",
    [
        "I would love to hear the questions that a storm at sea puts into children's heads.",
        "A harbour is a place where stories arrive before the ships do.",
        "I think a good guide knows when to be silent.",
        "Archives I know only from the reading room, so there I would have to learn.",
        "Site safety would be new territory for me.",
        "Forty rooms mean forty beginnings, and that thought makes me happy.",
        "How do you explain the tide to somebody who has never seen it?",
        "I have never led guides, and I have no experience of complaint handling.",
        "In quiet hours I am patient, curious and tirelessly attentive.",
    ],
)
def test_wishes_opinions_gaps_and_remarks_pass_in_a_letter(text: str) -> None:
    assert letter(text).findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "I am confident planning site safety.",
        "I understand archive management.",
        "I know how to lead guides.",
        "I applied archive management in my last role.",
        "I would be glad to go on with my archive management.",
        "New guides looked to me when the curator was away.",
        "No visitor of mine has ever complained.",
        "All my tours were booked out.",
        "A friend of mine works for you.",
        "I have been a guest at your museum.",
        "I have already found a flat near the harbour.",
        "After my own long illness I came to love museums.",
        "I have never missed a tour.",
    ],
)
def test_claims_in_the_dress_of_a_wish_are_found(text: str) -> None:
    assert letter(text).findings


def test_the_profiles_own_words_pass_whatever_they_are() -> None:
    profile = copy.deepcopy(PROFILE)
    profile["work"][0]["highlights"] += ["Team leader on Sundays. Sold lamps."]
    profile["references"] = [{"name": "A. Curator", "reference": "Reliable. Led by example."}]
    profile["awards"] += [{"title": "Guide of the Year. I built on it.", "date": "2023"}]
    resume = Resume.from_json(profile)
    assert check_resume(resume, resume, POSTING, today=TODAY).findings == ()
