"""What a running text says of the posting that it is."""

from __future__ import annotations

from copilot.documents.postings import places
from copilot.documents.postings.employers import find_company
from copilot.documents.postings.facts import Facts
from copilot.documents.postings.labels import read_labelled_lines
from copilot.documents.postings.markdown import plain, unwrapped
from copilot.documents.postings.spoken_roles import find_title, role_spoken_of
from copilot.documents.postings.titles import (
    company_of_heading,
    headings,
)
from copilot.documents.postings.work_phrases import find_work
from copilot.domain.posting import FieldSource


def text_facts(markdown: str) -> list[Facts]:
    """What the running text says, labelled lines first."""
    words = unwrapped(plain(markdown))
    lines = [line for line in words.split("\n") if line.strip()]
    labelled = read_labelled_lines(lines)
    heads = headings(markdown)
    title = labelled.title or find_title(lines, heads)
    named = next((name for head in heads if (name := company_of_heading(head))), None)
    company = labelled.company or named or find_company(words, title, heads)
    found = labelled.locations or places.find_places(words)
    facts = [labelled, Facts(FieldSource.TEXT, title=title, company=company, locations=found)]
    if title is None:
        facts.append(Facts(FieldSource.WORK, title=find_work(words)))
        facts.append(Facts(FieldSource.TEXT, title=role_spoken_of(lines)))
    return facts
