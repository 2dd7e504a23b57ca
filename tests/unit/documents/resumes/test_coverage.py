"""Nothing of a document is lost, and nothing is made up."""

from __future__ import annotations

import json
import re

import pytest

from copilot.documents.media import MediaType
from copilot.documents.resumes import read_resume
from tests.unit.documents.resumes import typesetting
from tests.unit.documents.resumes.comparing import folded, lost_words
from tests.unit.documents.resumes.people import PEOPLE, Person
from tests.unit.documents.resumes.typesetting import HEADINGS

_MAKERS = {
    MediaType.PDF: typesetting.pdf,
    MediaType.DOCX: typesetting.docx_with_table,
    MediaType.TEXT: typesetting.text,
}
# A résumé with text that no field can take.
_ODD = """Ottilie Grauwacke
Geologist
ottilie@example.org

The kettle is always on.

WORK EXPERIENCE

Geologist, Basalt & Sons Ltd
May 2018 to Present
- Logged 4 km of drill core.

EDUCATION

BSc, Geology
University of Upper Tarn
2014 - 2017
Room with a view of the quarry and a very long walk to the only lecture hall in the county town.

BOATING QUIBBLES

Valid for the lake only.
"""


@pytest.mark.parametrize("media_type", _MAKERS)
@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.key)
def test_every_word_is_in_a_field_or_among_the_unplaced(
    person: Person, media_type: MediaType
) -> None:
    reading = read_resume(_MAKERS[media_type](person), media_type)
    headings = set(folded(" ".join(HEADINGS[person.language])).split())
    assert [word for word in lost_words(reading) if folded(word) not in headings] == []


def test_text_without_a_field_is_kept() -> None:
    reading = read_resume(_ODD.encode(), MediaType.TEXT)
    unplaced_or_read = folded(
        " ".join(reading.unplaced) + json.dumps(reading.resume.to_json(), ensure_ascii=False)
    )
    for words in ("kettle is always on", "boating quibbles", "valid for the lake only",
                  "the only lecture hall"):  # fmt: skip
        assert words in unplaced_or_read
    assert any("lecture hall" in text for text in reading.unplaced)


@pytest.mark.parametrize("person", PEOPLE[::4], ids=lambda person: person.key)
def test_spans_point_at_the_words_of_their_fields(person: Person) -> None:
    reading = read_resume(typesetting.pdf(person), MediaType.PDF)
    document = reading.resume.to_json()
    for path, span in reading.spans.items():
        value = document
        for key in re.findall(r"[A-Za-z]+|\d+", path):
            value = value[int(key) if key.isdigit() else key]  # type: ignore[index]
        words = reading.text[span.start : span.end]
        assert 0 <= reading.confidence[path] <= 1
        if re.search(r"(?:startDate|endDate|date|network|countryCode)$", path):
            continue
        assert folded(str(value)).replace(" ", "") in folded(words).replace(" ", "")


def test_pages_of_spans() -> None:
    person = next(person for person in PEOPLE if person.layout == "long")
    reading = read_resume(typesetting.pdf(person), MediaType.PDF)
    assert reading.spans["basics.name"].page == 1
    assert reading.spans["education[0].institution"].page == 2


@pytest.mark.parametrize(
    "text",
    [
        "Accountant\n\nSummary\nCareful with figures and deadlines.\n\nSkills\nLedger, Payroll",
        "WORK EXPERIENCE\n\nCashier\nMarlow Market\n2015 - 2018",
        "RESUME\n\nEducation\nBSc Biology, University of Tarn, 2012",
    ],
)
def test_a_name_is_never_invented(text: str) -> None:
    assert read_resume(text.encode(), MediaType.TEXT).resume.basics.name is None


def test_the_headline_stands_in_where_there_is_no_name() -> None:
    reading = read_resume(b"SENIOR BEEKEEPING CONSULTANT\n\nSummary\nKeeps bees.", MediaType.TEXT)
    assert reading.resume.basics.label == "SENIOR BEEKEEPING CONSULTANT"


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.key)
def test_the_language_is_told(person: Person) -> None:
    assert read_resume(typesetting.text(person), MediaType.TEXT).language == person.language
