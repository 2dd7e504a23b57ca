"""The résumé as a reader meets it: a head and sections in order. Every format renders this one
outline, so that all formats hold the same content, in the same order, once."""

from __future__ import annotations

from datetime import date

from copilot.documents.rendering.elements import Outline, Section
from copilot.documents.rendering.entries import (
    awards_entries,
    certificates_entries,
    education_entries,
    interests_facts,
    languages_facts,
    projects_entries,
    publications_entries,
    references_entries,
    skills_facts,
    volunteer_entries,
    work_entries,
)
from copilot.documents.rendering.head import head_of
from copilot.documents.rendering.printable import paragraphs
from copilot.documents.rendering.wording import Wording
from copilot.domain.resume import Resume

_NO_DATE = date(2000, 1, 1)
"""Stands in document properties where a résumé states no date: the clock would make the same
résumé give other bytes."""


def outline_of(resume: Resume, words: Wording) -> Outline:
    head = head_of(resume.basics, words)
    sections = {
        "summary": Section("summary", words.summary, paragraphs=paragraphs(resume.basics.summary)),
        "work": Section("work", words.work, entries=work_entries(resume, words)),
        "projects": Section("projects", words.projects, entries=projects_entries(resume, words)),
        "volunteer": Section(
            "volunteer", words.volunteer, entries=volunteer_entries(resume, words)
        ),
        "education": Section(
            "education", words.education, entries=education_entries(resume, words)
        ),
        "certificates": Section(
            "certificates", words.certificates, entries=certificates_entries(resume, words)
        ),
        "skills": Section("skills", words.skills, facts=skills_facts(resume)),
        "languages": Section("languages", words.languages, facts=languages_facts(resume)),
        "publications": Section(
            "publications", words.publications, entries=publications_entries(resume, words)
        ),
        "awards": Section("awards", words.awards, entries=awards_entries(resume, words)),
        "interests": Section("interests", words.interests, facts=interests_facts(resume)),
        "references": Section("references", words.references, entries=references_entries(resume)),
    }
    order = list(sections)
    if _is_graduate(resume):
        order.remove("education")
        order.insert(1, "education")
    return Outline(
        title=" – ".join(filter(None, (head.name or head.label, words.resume))),
        language=words.language,
        date=_document_date(resume),
        head=head,
        sections=tuple(
            section
            for section in map(sections.__getitem__, order)
            if section.paragraphs or section.entries or section.facts
        ),
    )


def _is_graduate(resume: Resume) -> bool:
    """Whether study comes before work: at most one job, begun before the studies ended."""
    if len(resume.work) > 1 or not resume.education:
        return False
    if not resume.work:
        return True
    if any(study.start_date and not study.end_date for study in resume.education):
        return True
    last_study = max((study.end_date or "" for study in resume.education), default="")
    return last_study > (resume.work[0].start_date or "9")


def _document_date(resume: Resume) -> date:
    """When the résumé says it was last changed, else the latest day on which it says that
    something began or was given."""
    stated = [str((resume.meta or {}).get("lastModified", ""))[:10]]
    began: list[str | None] = [
        *(entry.start_date for entry in resume.work),
        *(entry.start_date for entry in resume.volunteer),
        *(entry.start_date for entry in resume.education),
        *(entry.start_date for entry in resume.projects),
        *(entry.date for entry in resume.awards),
        *(entry.date for entry in resume.certificates),
        *(entry.release_date for entry in resume.publications),
    ]
    for text in (*stated, *sorted(filter(None, began), reverse=True)):
        try:
            return date.fromisoformat(text + "-01-01"[max(len(text) - 4, 0) :])
        except ValueError:
            continue
    return _NO_DATE
