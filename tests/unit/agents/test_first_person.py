"""Résumé lines said in the first person."""

from __future__ import annotations

import pytest

from copilot.agents.extractive.first_person import first_person

_SAID = [
    ("Reduced deploy time by half", False, "I reduced deploy time by half"),
    ("Led and mentored team of 12 engineers", False, "I led and mentored team of 12 engineers"),
    ("Managed team of 12 engineers.", False, "I managed a team of 12 engineers"),
    ("Successfully negotiated six leases", False, "I successfully negotiated six leases"),
    ("Manage the front desk", True, "I manage the front desk"),
    ("Develop plans and assess pupils", False, "I developed plans and assessed pupils"),
    ("Manages 45 key accounts", True, "I manage 45 key accounts"),
    ("Plan events, order supplies", False, "my job was to plan events, order supplies"),
    ("Ran the shop with partners Managed stock", False, "I ran the shop with partners"),
    ("Training new staff in hygiene", False, "my work included training new staff in hygiene"),
    ("Responsible for payroll", False, "I was responsible for payroll"),
    ("Promoted to shift leader in 2020", False, "I was promoted to shift leader in 2020"),
    ("Oversaw three construction sites", False, "I oversaw three construction sites"),
    ("Worked with families in crisis", False, "I worked with families in crisis"),
    (
        "Design and development of websites",
        False,
        "my work included the design and development of websites",
    ),
    ("Experienced in wound care and triage", True, "I am experienced in wound care and triage"),
    ("Experience with lathes", True, "I have experience with lathes"),
    ("I taught evening classes in ceramics", False, "I taught evening classes in ceramics"),
    ("Wrote the style guide. Also drew the maps.", False, "I wrote the style guide"),
]  # fmt: skip

_QUOTED = [
    "Published on PyPI with 2,000 downloads",
    "Support engineer for the night shift",
    "Head of a ward with 30 beds",
    "HACCP records and kitchen hygiene",
    "Manages budgets and develops plans",
    "Responsible",
]


@pytest.mark.parametrize(("line", "current", "said"), _SAID)
def test_clear_forms_are_said_in_the_first_person(line: str, current: bool, said: str) -> None:
    clause = first_person(line, current=current)
    assert (clause.text, clause.quoted) == (said, False)


@pytest.mark.parametrize("line", _QUOTED)
def test_unclear_forms_are_quoted_as_they_stand(line: str) -> None:
    clause = first_person(line, current=False)
    assert (clause.text, clause.quoted) == (line, True)
