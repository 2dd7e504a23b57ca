"""The sections of a JSON Resume document as entries and facts, nothing left out."""

from __future__ import annotations

from copilot.documents.rendering.elements import Entry, Fact, Piece
from copilot.documents.rendering.head import link_to
from copilot.documents.rendering.printable import paragraphs, printable
from copilot.documents.rendering.wording import Wording
from copilot.domain.resume import Resume


def _optional_link(url: str | None) -> Piece | None:
    clean = printable(url)
    return link_to(clean) if clean else None


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


def work_entries(resume: Resume, words: Wording) -> tuple[Entry, ...]:
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


def volunteer_entries(resume: Resume, words: Wording) -> tuple[Entry, ...]:
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


def education_entries(resume: Resume, words: Wording) -> tuple[Entry, ...]:
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


def awards_entries(resume: Resume, words: Wording) -> tuple[Entry, ...]:
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


def certificates_entries(resume: Resume, words: Wording) -> tuple[Entry, ...]:
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


def publications_entries(resume: Resume, words: Wording) -> tuple[Entry, ...]:
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


def projects_entries(resume: Resume, words: Wording) -> tuple[Entry, ...]:
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


def references_entries(resume: Resume) -> tuple[Entry, ...]:
    return _shown([_entry(person.name, texts=(person.reference,)) for person in resume.references])


def skills_facts(resume: Resume) -> tuple[Fact, ...]:
    return _facts(
        [(_with_level(skill.name, skill.level), skill.keywords) for skill in resume.skills]
    )


def languages_facts(resume: Resume) -> tuple[Fact, ...]:
    return _facts([(_with_level(entry.language, entry.fluency), ()) for entry in resume.languages])


def interests_facts(resume: Resume) -> tuple[Fact, ...]:
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
