"""How many pages a résumé takes, and the search for the fewest cuts that end it well."""

from __future__ import annotations

import io
import random

import pypdf
import pytest

from copilot.documents.rendering import (
    DocumentFormat,
    Extent,
    Paper,
    Template,
    fewest_cuts,
    measure_resume,
    render_resume,
)
from copilot.documents.rendering.fitting import LEAST_FILL
from tests.unit.documents.rendering.people import PEOPLE


@pytest.mark.parametrize("template", Template)
@pytest.mark.parametrize("name", PEOPLE)
def test_the_measured_pages_are_those_of_the_pdf(name, template):
    resume, language = PEOPLE[name]
    for paper in Paper:
        look = {"template": template, "paper": paper, "language": language}
        pages = pypdf.PdfReader(io.BytesIO(render_resume(resume, DocumentFormat.PDF, **look))).pages
        extent = measure_resume(resume, **look)
        assert extent.pages == len(pages)
        assert 0 < extent.last_page <= 1


def test_more_text_takes_more_room():
    resume, _ = PEOPLE["nurse"]
    lines = resume.work[0].highlights
    shorter = resume.model_copy(
        update={"work": (resume.work[0].model_copy(update={"highlights": lines[:1]}),)}
    )
    assert measure_resume(shorter).last_page < measure_resume(resume).last_page


class Sheets:
    """A document of so many lines of 40 to a page; each cut takes its own number of lines."""

    def __init__(self, lines: int, cuts: list[int]) -> None:
        self.lines, self.cuts, self.asked = lines, cuts, 0

    def extent_with(self, cuts: int) -> Extent:
        self.asked += 1
        lines = self.lines - sum(self.cuts[:cuts])
        pages = -(-lines // 40)
        return Extent(pages, (lines - 40 * (pages - 1)) / 40)

    def fitted(self, most_pages: int, idle_cuts: int = 0):
        return fewest_cuts(
            self.extent_with, cuts=len(self.cuts), most_pages=most_pages, idle_cuts=idle_cuts
        )


def test_what_fits_stays_whole():
    for lines in (3, 40, 60, 80):
        assert Sheets(lines, [1] * 30).fitted(2).cuts == 0


def test_a_spill_is_cut_back_to_a_full_page():
    fit = Sheets(45, [1] * 30).fitted(2)
    assert (fit.cuts, fit.extent) == (5, Extent(1, 1.0))
    assert Sheets(85, [2] * 30).fitted(3).extent == Extent(2, 39 / 40)


def test_more_than_the_pages_asked_for_is_cut_to_them():
    sheets = Sheets(200, [1] * 150)
    fit = sheets.fitted(2)
    assert (fit.cuts, fit.extent.pages) == (120, 2)
    assert sheets.asked <= 6
    uneven = Sheets(400, [1] * 100 + [40] * 10)
    assert uneven.fitted(2).extent.pages == 2
    assert uneven.asked <= 14
    assert Sheets(60, [1] * 30).fitted(1).cuts == 20


def test_a_page_that_cuts_cannot_save_keeps_what_stands_on_it():
    assert Sheets(50, [1] * 4).fitted(1).cuts == 0
    assert Sheets(43, [1] * 2).fitted(2).cuts == 0
    # Three pages were asked down to one; two can be had.
    fit = Sheets(100, [1] * 30).fitted(1)
    assert (fit.cuts, fit.extent.pages) == (20, 2)


def test_idle_cuts_save_a_page_if_they_alone_can():
    assert Sheets(60, [2] * 30).fitted(2, idle_cuts=10).cuts == 10
    assert Sheets(60, [2] * 30).fitted(2, idle_cuts=9).cuts == 0
    assert Sheets(40, [2] * 10).fitted(2, idle_cuts=10).cuts == 0


def test_the_last_page_is_never_nearly_empty_if_cuts_can_help():
    for lines in range(41, 130):
        extent = Sheets(lines, [1, 3, 2] * 40).fitted(2).extent
        assert extent.pages == 1 or extent.last_page >= LEAST_FILL


def test_the_search_finds_the_fewest_cuts_whatever_their_heights():
    for seed in range(60):
        heights = random.Random(seed).choices((1, 1, 2, 3, 9), k=40)
        sheets = Sheets(150, heights)
        fit = sheets.fitted(2)
        fewest = next(n for n in range(41) if 150 - sum(heights[:n]) <= 80)
        if sum(heights) >= 70:
            assert fit.cuts == fewest
