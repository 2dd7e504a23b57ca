"""What an ordinary letter says passes; what an ordinary lie says does not."""

from __future__ import annotations

import pytest

from tests.unit.grounding.test_mechanisms import letter, summary


@pytest.mark.parametrize(
    "text",
    [
        "What I cannot offer yet: site safety, an archive, a reach truck licence.",
        "Site safety I do not know.",
        "Archive management, site safety and leading six guides would all be new to me.",
        "A reach truck and a locked archive are not on my CV.",
        "Could we set up a call on a Friday?",
        "I have led tours, not guides; I have supervised nobody.",
        "Drop me a line, whichever way suits you.",
        "I also moved the number of visits from 300 to 420 a year.",
    ],
)
def test_an_ordinary_letter_passes(text: str) -> None:
    assert letter(text).findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "I gave 90 guided tours a year and filed the tax returns.",
        "Archive management is nothing new to me.",
        "I spoke with your curator at a fair.",
        "I have worked for the Maritime Museum before.",
        "I already know some of your guides.",
        "I have no notice period and could join you from the first of next month.",
        "I am between jobs and can work nights.",
        "I am the only one in charge of the house.",
        "I moved to the harbour in March.",
    ],
)
def test_an_ordinary_lie_does_not(text: str) -> None:
    assert letter(text).findings


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Museum guide with a little over six years at a museum.", True),
        ("Museum guide with a decade of experience.", False),
    ],
)
def test_a_tenure_is_counted_as_people_say_it(text: str, passes: bool) -> None:
    assert (not summary(text).findings) is passes
