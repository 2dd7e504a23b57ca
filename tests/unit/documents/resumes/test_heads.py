"""Heads of entries in the orders and with the signs that people use."""

from __future__ import annotations

import pytest

from copilot.documents.media import MediaType
from copilot.documents.resumes import read_resume

# Head lines → position, employer, place.
_HEADS = {
    "Staff Nurse, Cardiology\tMay 2018 - Mar 2020\nMooring Clinic · Limerick": (
        "Staff Nurse, Cardiology", "Mooring Clinic", "Limerick"),
    "Staff Nurse, Cardiology · Mooring Clinic\tMay 2018 - Mar 2020": (
        "Staff Nurse, Cardiology", "Mooring Clinic", None),
    "Sail Maker, Brambling Sails Ltd\nMay 2018 - Mar 2020": (
        "Sail Maker", "Brambling Sails Ltd", None),
    "Sail Maker, Brambling Sails, Inc.\nMay 2018 - Mar 2020": (
        "Sail Maker", "Brambling Sails, Inc.", None),
    "Project Manager, The Harbour Trust\tMay 2018 - Mar 2020": (
        "Project Manager", "The Harbour Trust", None),
    "Harbour Master | Port of Ness | Gdynia, Poland | May 2018 - Mar 2020": (
        "Harbour Master", "Port of Ness", "Gdynia, Poland"),
    "Sail Maker in Brambling Sails Limited\nMay 2018 - Mar 2020": (
        "Sail Maker", "Brambling Sails Limited", None),
    "Brambling Sails Ltd as Sail Maker\nMay 2018 - Mar 2020": (
        "Sail Maker", "Brambling Sails Ltd", None),
}  # fmt: skip


def test_a_period_before_a_long_description() -> None:
    text = (
        "Odile Brambling\nodile@brambling.example\n\nEXPERIENCE\n\n"
        "Sail Maker, Brambling Sails Ltd\n"
        "May 2018 - Mar 2020  Cut and sewed the jibs, mainsails and covers of more than four "
        "hundred boats of the harbour, from the drawing to the first trip under sail.\n"
    )
    (entry,) = read_resume(text.encode(), MediaType.TEXT).resume.work
    assert (entry.position, entry.start_date) == ("Sail Maker", "2018-05")
    assert "first trip under sail" in " ".join((entry.summary or "", *entry.highlights))


@pytest.mark.parametrize("head", _HEADS)
def test_a_head(head: str) -> None:
    text = f"Odile Brambling\nodile@brambling.example\n\nEXPERIENCE\n\n{head}\n- Cut jibs.\n"
    (entry,) = read_resume(text.encode(), MediaType.TEXT).resume.work
    assert (entry.position, entry.name, entry.location) == _HEADS[head]
    assert (entry.start_date, entry.end_date) == ("2018-05", "2020-03")
    assert " ".join((*entry.highlights, entry.summary or "")).strip() == "Cut jibs."


@pytest.mark.parametrize(
    ("lines", "institution"),
    [
        ("BSc in Botany\nKOTBU - Cottbus, Germany\n2009 to 2012", "KOTBU"),
        ("BSc in Botany\nHallmark Hall, Gdynia, Poland\n2009 to 2012", "Hallmark Hall"),
        ("BSc in Botany\nHerbal Chemistry\n2009 to 2012", None),
    ],
)
def test_where_a_degree_was_earned_needs_no_known_word(lines: str, institution: str | None) -> None:
    text = f"Odile Brambling\nodile@brambling.example\n\nEDUCATION\n\n{lines}\n"
    (entry, *_) = read_resume(text.encode(), MediaType.TEXT).resume.education
    assert (entry.study_type, entry.area, entry.institution) == ("BSc", "Botany", institution)


@pytest.mark.parametrize(
    ("line", "city", "region", "country"),
    [
        ("Gdynia, Poland", "Gdynia", None, "PL"),
        ("Wien, Österreich", "Wien", None, "AT"),
        ("Austin, TX", "Austin", "TX", None),
        ("Austin, Texas, USA", "Austin", "Texas", "US"),
        ("Kaistr. 4, 20457 Hamburg, Deutschland", "Hamburg", None, "DE"),
    ],
)
def test_a_place(line: str, city: str, region: str | None, country: str | None) -> None:
    text = f"Odile Brambling\n{line}\nodile@brambling.example\n\nSKILLS\n\nSewing, Splicing\n"
    place = read_resume(text.encode(), MediaType.TEXT).resume.basics.location
    assert place is not None
    assert (place.city, place.region, place.country_code) == (city, region, country)
