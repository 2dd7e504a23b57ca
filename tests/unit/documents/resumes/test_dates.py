"""Dates and periods in the ways people write them."""

from __future__ import annotations

import pytest

from copilot.documents.resumes.dates import periods

_RANGES = {
    "January 2014 to Current": ("2014-01", None, True),
    "Jan 2014 - Mar 2016": ("2014-01", "2016-03", False),
    "Sept. 2009 – Present": ("2009-09", None, True),
    "06/2011 to 12/2013": ("2011-06", "2013-12", False),
    "2015-04 – 2017-08": ("2015-04", "2017-08", False),
    "01.03.2015 – 31.08.2018": ("2015-03-01", "2018-08-31", False),
    "2016 - now": ("2016", None, True),
    "2014 – 16": ("2014", "2016", False),
    "Jan – Mar 2019": ("2019-01", "2019-03", False),
    "seit April 2018": ("2018-04", None, True),
    "März 2012 bis heute": ("2012-03", None, True),
    "od maja 2016 do obecnie": ("2016-05", None, True),
    "październik 2011 – luty 2015": ("2011-10", "2015-02", False),
    "depuis janvier 2017": ("2017-01", None, True),
    "févr. 2011 à décembre 2016": ("2011-02", "2016-12", False),
    "desde marzo de 2018 hasta la actualidad": ("2018-03", None, True),
    "junio 2011 - actualidad": ("2011-06", None, True),
    "Feb '15 – Dec '17": ("2015-02", "2017-12", False),
    "May 3, 2010 to June 9, 2012": ("2010-05-03", "2012-06-09", False),
    "Summer 2013 - Fall 2014": ("2013", "2014", False),
}
_SINGLE = {"Spring 2010": "2010", "May 2017": "2017-05", "2012": "2012", "09/2008": "2008-09"}


@pytest.mark.parametrize("text", _RANGES)
def test_a_period(text: str) -> None:
    first, last, current = _RANGES[text]
    (period,) = periods(text)
    assert (period.first, period.last, period.current) == (first, last, current)
    assert period.is_range
    assert text[period.start : period.end].strip() == text


@pytest.mark.parametrize("text", _SINGLE)
def test_a_date(text: str) -> None:
    (period,) = periods(text)
    assert period.first == _SINGLE[text]
    assert not period.is_range


@pytest.mark.parametrize(
    "text",
    ["grew sales by 2,000 units", "ISO 9001", "about $2000 a week", "a team of 12", "Room 1204",
     "ext. 20156", "Windows 98", "20 people in May"],
)  # fmt: skip
def test_other_numbers_are_no_dates(text: str) -> None:
    assert list(periods(text)) == []


def test_the_length_after_a_period_belongs_to_it() -> None:
    (period,) = periods("Mar 2016 - Apr 2020 (4 years 2 months)")
    assert period.end == len("Mar 2016 - Apr 2020 (4 years 2 months)")
