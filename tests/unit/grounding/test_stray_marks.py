"""What a reader of PDF files leaves behind must not stop the gate."""

from __future__ import annotations

from copilot.domain.claims import Groundedness
from copilot.domain.resume import Resume
from copilot.grounding import check_resume


def test_an_accent_without_its_letter_is_passed_over() -> None:
    resume = Resume.from_json(
        {
            "work": [
                {"name": "Rosie \u0301s Kitchen", "highlights": ["Baked for Rosie \u0301 s guests"]}
            ]
        }
    )
    assert check_resume(resume, resume).verdict is Groundedness.GROUNDED
