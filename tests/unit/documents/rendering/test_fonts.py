"""The fonts that ship hold what résumés are written in, and say what they do not hold."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from copilot.documents import rendering
from copilot.documents.rendering import (
    DocumentFormat,
    Template,
    render_resume,
    undrawable_characters,
)
from copilot.documents.rendering.coverage import _covered
from copilot.domain.resume import Resume
from tests.unit.documents.rendering.readback import pdf_text, pdfium_text

FONTS = Path(rendering.__file__).parent / "fonts"


def test_the_list_of_covered_characters_is_that_of_the_fonts():
    held: set[int] = set()
    for file in FONTS.glob("*.ttf"):
        with TTFont(file, lazy=True) as font:
            held |= set(font.getBestCmap())
    assert {code for code in range(0x20000) if _covered(code)} == {c for c in held if c < 0x20000}


def test_each_family_comes_with_its_licence():
    families = {file.name.split("-")[0] for file in FONTS.glob("*.ttf")}
    licences = {file.name.removesuffix("-OFL.txt") for file in FONTS.glob("*-OFL.txt")}
    assert families == licences
    for file in FONTS.glob("*-OFL.txt"):
        assert "SIL Open Font License, Version 1.1" in file.read_text(encoding="utf-8")
    assert sum(file.stat().st_size for file in FONTS.iterdir()) < 3.2e6


@pytest.mark.parametrize(
    "alphabet",
    [
        "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿŒœŠšŽžẞ",
        "ĄąĆćĘęŁłŃńŚśŹźŻżČčĎďĚěŇňŘřŤťŮůŐőŰűĀāĒēĢģĪīĶķĻļŅņŠšŪūĖėĮįŲųĂăȘșȚțĞğİıŞşĦħĠġ",
        "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ",
        "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюяҐґЄєІіЇїЎўЉљЊњЋћЂђЏџЈј",
        "–—‘’‚“”„«»‹›…•·€£¥©®™°±×÷½¼²³µ§¶†‡№≥≤≈≠→←↑↓✓★☆■▪●○◦➢",
    ],
)
@pytest.mark.parametrize("template", Template)
def test_alphabets_are_drawn(template, alphabet):
    assert undrawable_characters(alphabet) == ()
    spaced = " ".join(alphabet)
    resume = Resume.from_json({"work": [{"position": "X", "highlights": [spaced]}]})
    document = render_resume(resume, DocumentFormat.PDF, template=template)
    for read in (pdf_text, pdfium_text):
        text = read(document)
        assert [letter for letter in alphabet if letter not in text] == []


def test_what_cannot_be_drawn_is_named_and_logged_without_the_text(caplog):
    resume = Resume.from_json({"basics": {"name": "Wei Wang 王伟王"}})
    assert undrawable_characters(resume.canonical()) == ("王", "伟")
    with caplog.at_level(logging.WARNING):
        render_resume(resume, DocumentFormat.PDF)
    (record,) = caplog.records
    assert (record.message, record.characters) == ("glyphs_missing", 2)
    assert "王伟" in render_resume(resume, DocumentFormat.TEXT).decode()


def test_emoji_and_their_joiners_are_no_missing_characters():
    assert undrawable_characters("👩‍💻 🎉 ❤️ ☕ 🇵🇱") == ()
