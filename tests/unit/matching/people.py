"""Invented people and postings for the tests of matching."""

from __future__ import annotations

from copilot.domain.posting import Posting, PostingAnalysis, Requirement, RequirementKind
from copilot.domain.resume import Resume

NURSE = Resume.from_json(
    {
        "basics": {
            "name": "Ines Okafor",
            "label": "Registered nurse",
            "summary": "Registered nurse with a heart for surgical patients.",
            "location": {"city": "Leeds", "countryCode": "GB"},
        },
        "work": [
            {
                "name": "Halden Infirmary",
                "position": "Staff nurse",
                "startDate": "2018-01",
                "endDate": "2022-01",
                "highlights": [
                    "Cared for eight surgical patients a shift, from admission to discharge",
                    "Administered intravenous medication and monitored vital signs",
                    "Trained three new nurses in wound care",
                ],
            },
            {
                "name": "Mirfield Care Home",
                "position": "Nurse",
                "startDate": "2021-01",
                "endDate": "2024-01",
                "highlights": ["Planned the care of thirty residents with their families"],
            },
        ],
        "education": [
            {
                "institution": "University of Brackwater",
                "studyType": "Bachelor of Science",
                "area": "Nursing",
                "startDate": "2014",
                "endDate": "2017",
            }
        ],
        "skills": [{"name": "Clinical", "keywords": ["Wound care", "Phlebotomy", "BLS"]}],
        "certificates": [{"name": "Basic Life Support"}],
        "languages": [
            {"language": "English", "fluency": "Native speaker"},
            {"language": "Spanish", "fluency": "A2"},
        ],
    }
)


def asks(
    text: str,
    kind: RequirementKind = RequirementKind.SKILL,
    *,
    must: bool = True,
    skills: tuple[str, ...] = (),
    years: float | None = None,
    number: int = 1,
) -> Requirement:
    return Requirement(
        id=f"r{number}",
        text=text,
        quote=text,
        kind=kind,
        must_have=must,
        skills=skills,
        years=years,
        confidence=1.0,
    )


def analysis(*requirements: Requirement) -> PostingAnalysis:
    return PostingAnalysis(
        requirements=requirements, confidence=1.0, engine="extractive", prompt_version="1"
    )


def posting(title: str = "Staff nurse", **fields: object) -> Posting:
    return Posting.model_validate({"title": title, "description": "A ward in Leeds.", **fields})
