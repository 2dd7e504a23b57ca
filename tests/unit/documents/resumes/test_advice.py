"""The person is told what to check."""

from __future__ import annotations

from copilot.documents.media import MediaType
from copilot.documents.resumes import read_resume

_HEAD = "Odile Brambling\nSail Maker\nodile@brambling.example\n\n"
_JOB = "EXPERIENCE\n\nSail Maker, Brambling Sails Ltd\nMay 2018 - Mar 2020\n- Cut jibs.\n"


def _warnings(text: str) -> str:
    return " ".join(read_resume(text.encode(), MediaType.TEXT).warnings)


def test_a_complete_resume_has_no_warnings() -> None:
    assert _warnings(_HEAD + _JOB) == ""


def test_work_without_dates() -> None:
    assert "No dates were found" in _warnings(_HEAD + _JOB.replace("May 2018 - Mar 2020\n", ""))


def test_no_work() -> None:
    assert "No work experience was found" in _warnings(_HEAD + "SKILLS\n\nSewing, Splicing")


def test_nobody_named() -> None:
    assert "No name and no e-mail address was found" in _warnings(_JOB)


def test_parts_without_a_field() -> None:
    text = _HEAD + "The kettle is on.\n\n" + _JOB
    assert "1 part of the document could not be placed" in _warnings(text)


def test_characters_without_a_letter() -> None:
    assert "1 character of the document could not be read" in _warnings(
        _HEAD + _JOB.replace("jibs", "ji\ufffds")
    )
