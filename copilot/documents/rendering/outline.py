"""The résumé as a reader meets it: a head and sections in order. Every format renders this one
outline, so that all formats hold the same content, in the same order, once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from copilot.documents.rendering.printable import (
    live_address,
    paragraphs,
    printable,
    shown_address,
    telephone,
)
from copilot.documents.rendering.wording import Wording
from copilot.domain.resume import Basics, Location, Resume

_NO_DATE = date(2000, 1, 1)
"""Stands in document properties where a résumé states no date: the clock would make the same
résumé give other bytes."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A short text with the address it links to."""

    text: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    name: str
    label: str
    contacts: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One job, degree, project …"""

    title: str
    organisation: str = ""
    place: str = ""
    dates: str = ""
    address: Piece | None = None
    paragraphs: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """Secondary lines below the bullets: courses, grade, keywords."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the form *label: detail*; either may be empty."""

    label: str
    detail: str


@dataclass(frozen=True, slots=True)
class Section:
    kind: str
    """The member of the JSON Resume document it shows."""
    heading: str
    paragraphs: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    title: str
    """Of the document, for its properties."""
    language: str
    date: date
    head: Head
    sections: tuple[Section, ...] = field(default_factory=tuple)


def outline_of(resume: Resume, words: Wording) -> Outline:
    head = head_of(resume.basics, words)
    sections = {
        "summary": Section("summary", words.summary, paragraphs=paragraphs(resume.basics.summary)),
        "work": Section("work", words.work, entries=_work(resume, words)),
        "projects": Section("projects", words.projects, entries=_projects(resume, words)),
        "volunteer": Section("volunteer", words.volunteer, entries=_volunteer(resume, words)),
        "education": Section("education", words.education, entries=_education(resume, words)),
        "certificates": Section(
            "certificates", words.certificates, entries=_certificates(resume, words)
        ),
        "skills": Section("skills", words.skills, facts=_skills(resume)),
        "languages": Section("languages", words.languages, facts=_languages(resume)),
        "publications": Section(
            "publications", words.publications, entries=_publications(resume, words)
        ),
        "awards": Section("awards", words.awards, entries=_awards(resume, words)),
        "interests": Section("interests", words.interests, facts=_interests(resume)),
        "references": Section("references", words.references, entries=_references(resume)),
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


def head_of(basics: Basics, words: Wording) -> Head:
    contacts: list[Piece] = []
    if basics.location and (place := _place(basics.location, words)):
        contacts.append(Piece(place))
    if phone := printable(basics.phone):
        contacts.append(Piece(phone, telephone(phone)))
    if email := printable(basics.email):
        contacts.append(Piece(email, live_address(email)))
    if url := printable(basics.url):
        contacts.append(_link(url))
    for profile in basics.profiles:
        network, username = printable(profile.network), printable(profile.username)
        url = printable(profile.url)
        shown = shown_address(url) if url else ""
        # What the address says already is not said again.
        if username.casefold() in shown.casefold():
            username = ""
        if network.casefold().replace(" ", "") in shown.casefold():
            network = ""
        text = ": ".join(filter(None, (network, ", ".join(filter(None, (username, shown))))))
        if text:
            contacts.append(Piece(text, live_address(url) if url else None))
    return Head(printable(basics.name), printable(basics.label), tuple(contacts))


def _place(location: Location, words: Wording) -> str:
    town = " ".join(filter(None, (printable(location.postal_code), printable(location.city))))
    country = printable(location.country_code)
    parts = (
        printable(location.address),
        town,
        printable(location.region),
        words.country(country) if country else "",
    )
    return ", ".join(filter(None, parts))


def _link(url: str) -> Piece:
    return Piece(shown_address(url), live_address(url))


def _optional_link(url: str | None) -> Piece | None:
    clean = printable(url)
    return _link(clean) if clean else None


def _lines(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for line in map(printable, values) if line)


def _joined(values: tuple[str, ...]) -> str:
    """A list in one line; semicolons where an item holds a comma itself."""
    items = _lines(values)
    return ("; " if any("," in item for item in items) else ", ").join(items)


def _entry(
    title: str | None,
    organisation: str | None = None,
    *,
    place: str | None = None,
    dates: str = "",
    url: str | None = None,
    texts: tuple[str | None, ...] = (),
    bullets: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
) -> Entry:
    """An entry without a title takes its organisation for one: nothing hangs below an empty
    head."""
    first, second = printable(title), printable(organisation)
    if not first:
        first, second = second, ""
    return Entry(
        title=first,
        organisation=second,
        place=printable(place),
        dates=dates,
        address=_optional_link(url),
        paragraphs=tuple(line for text in texts for line in paragraphs(text)),
        bullets=_lines(bullets),
        notes=tuple(filter(None, notes)),
    )


def _shown(entries: list[Entry]) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry != Entry(title=""))


def _work(resume: Resume, words: Wording) -> tuple[Entry, ...]:
    return _shown(
        [
            _entry(
                job.position,
                job.name,
                place=job.location,
                dates=words.date_range(job.start_date, job.end_date),
                url=job.url,
                texts=(job.description, job.summary),
                bullets=job.highlights,
            )
            for job in resume.work
        ]
    )


def _volunteer(resume: Resume, words: Wording) -> tuple[Entry, ...]:
    return _shown(
        [
            _entry(
                role.position,
                role.organization,
                dates=words.date_range(role.start_date, role.end_date),
                url=role.url,
                texts=(role.summary,),
                bullets=role.highlights,
            )
            for role in resume.volunteer
        ]
    )


def _education(resume: Resume, words: Wording) -> tuple[Entry, ...]:
    entries = []
    for degree in resume.education:
        grade, courses = printable(degree.score), _joined(degree.courses)
        entries.append(
            _entry(
                ", ".join(filter(None, (printable(degree.study_type), printable(degree.area)))),
                degree.institution,
                dates=words.date_range(degree.start_date, degree.end_date),
                url=degree.url,
                notes=(
                    f"{words.grade}: {grade}" if grade else "",
                    f"{words.courses}: {courses}" if courses else "",
                ),
            )
        )
    return _shown(entries)


def _awards(resume: Resume, words: Wording) -> tuple[Entry, ...]:
    return _shown(
        [
            _entry(
                award.title,
                award.awarder,
                dates=words.partial_date(award.date) if award.date else "",
                texts=(award.summary,),
            )
            for award in resume.awards
        ]
    )


def _certificates(resume: Resume, words: Wording) -> tuple[Entry, ...]:
    return _shown(
        [
            _entry(
                certificate.name,
                certificate.issuer,
                dates=words.partial_date(certificate.date) if certificate.date else "",
                url=certificate.url,
            )
            for certificate in resume.certificates
        ]
    )


def _publications(resume: Resume, words: Wording) -> tuple[Entry, ...]:
    return _shown(
        [
            _entry(
                work.name,
                work.publisher,
                dates=words.partial_date(work.release_date) if work.release_date else "",
                url=work.url,
                texts=(work.summary,),
            )
            for work in resume.publications
        ]
    )


def _projects(resume: Resume, words: Wording) -> tuple[Entry, ...]:
    return _shown(
        [
            _entry(
                project.name,
                ", ".join(
                    filter(
                        None,
                        (
                            *_lines(project.roles),
                            printable(project.entity),
                            printable(project.type),
                        ),
                    )
                ),
                dates=words.date_range(project.start_date, project.end_date),
                url=project.url,
                texts=(project.description,),
                bullets=project.highlights,
                notes=(_joined(project.keywords),),
            )
            for project in resume.projects
        ]
    )


def _references(resume: Resume) -> tuple[Entry, ...]:
    return _shown([_entry(person.name, texts=(person.reference,)) for person in resume.references])


def _skills(resume: Resume) -> tuple[Fact, ...]:
    return _facts(
        [(_with_level(skill.name, skill.level), skill.keywords) for skill in resume.skills]
    )


def _languages(resume: Resume) -> tuple[Fact, ...]:
    return _facts([(_with_level(entry.language, entry.fluency), ()) for entry in resume.languages])


def _interests(resume: Resume) -> tuple[Fact, ...]:
    return _facts([(printable(entry.name), entry.keywords) for entry in resume.interests])


def _with_level(name: str | None, level: str | None) -> str:
    first, second = printable(name), printable(level)
    return f"{first} ({second})" if first and second else first or second


def _facts(items: list[tuple[str, tuple[str, ...]]]) -> tuple[Fact, ...]:
    """Items without keywords that follow each other share a line."""
    facts: list[Fact] = []
    flat: list[str] = []
    for label, keywords in items:
        detail = _joined(keywords)
        if not detail:
            flat.append(label)
            continue
        if flat:
            facts.append(Fact("", _joined(tuple(flat))))
            flat = []
        facts.append(Fact(label, detail))
    if flat:
        facts.append(Fact("", _joined(tuple(flat))))
    return tuple(fact for fact in facts if fact.label or fact.detail)


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
