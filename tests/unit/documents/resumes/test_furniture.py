"""What stands on every page is told once; page numbers are not content."""

from __future__ import annotations

import pytest
import typst

from copilot.documents.media import MediaType
from copilot.documents.resumes import ResumeReading, read_resume

_JOBS = "\n".join(
    f"""*Lock Keeper* #h(1fr) {year} -- {year + 1}\\
Canal Trust
- Let {year - 1900} boats a day through the upper lock.
- Greased the paddles of gate {year - 1990}."""
    for year in range(2016, 2004, -1)
)


def _read(margin: str) -> ResumeReading:
    source = f"""#set page(height: 15cm, {margin})
Wenzel Kaltwasser

Lock Keeper

wenzel\\@kaltwasser.example

= Experience
{_JOBS}
= Interests
Rowing, Chess
"""
    return read_resume(bytes(typst.compile(source.encode(), format="pdf")), MediaType.PDF)


_FOOTERS = [
    'footer: context align(center, counter(page).display("1 / 1", both: true))',
    'footer: context [Page #counter(page).display() of #counter(page).final().first()]',
    "footer: context align(right, counter(page).display())",
    "header: context [Wenzel Kaltwasser #h(1fr) Page #counter(page).display()]",
    "header: [wenzel\\@kaltwasser.example #h(1fr) +44 20 7946 0018]",
    "footer: [Wenzel Kaltwasser]",
    "footer: [Printed on request of the candidate]",
]  # fmt: skip


@pytest.mark.parametrize("margin", _FOOTERS)
def test_page_furniture_is_no_content(margin: str) -> None:
    plain, furnished = _read("numbering: none"), _read(margin)
    assert plain.text.count("Canal Trust") == furnished.text.count("Canal Trust") == 12
    assert furnished.resume.work == plain.resume.work
    stated = "Printed" in margin
    assert furnished.resume.interests[: 2 if stated else None] == plain.resume.interests
    assert furnished.text.count("Page") == 0
    assert furnished.text.count("Printed on request") <= 1
    assert furnished.text.count("+44 20 7946 0018") <= 1


def test_a_header_that_stands_once_is_kept() -> None:
    reading = _read("header: [wenzel\\@kaltwasser.example #h(1fr) +44 20 7946 0018]")
    assert reading.resume.basics.phone == "+44 20 7946 0018"


def test_years_at_the_edge_of_a_page_are_content() -> None:
    years = [entry.start_date for entry in _read("numbering: none").resume.work]
    assert years == [str(year) for year in range(2016, 2004, -1)]
