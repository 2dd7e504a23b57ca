"""Compares a reading with the invented person it was made from."""

from __future__ import annotations

import re
import unicodedata

from copilot.documents.resumes import ResumeReading
from tests.unit.documents.resumes.people import Person


def folded(text: str | None) -> str:
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", text or "").casefold()))


def _day(person: Person, date: str | None) -> str | None:
    return date[:4] if date and person.dates == "year" else date


def faults(person: Person, reading: ResumeReading) -> list[str]:
    """What the reading has wrong, one line each."""
    resume = reading.resume
    found: list[str] = []

    def check(what: str, expected: object, actual: object) -> None:
        if expected != actual:
            found.append(f"{what}: expected {expected!r}, read {actual!r}")

    basics = resume.basics
    check("name", person.name, basics.name)
    check("label", person.label, basics.label)
    check("email", person.email, basics.email)
    check("phone", re.sub(r"\D", "", person.phone), re.sub(r"\D", "", basics.phone or ""))
    check("city", person.city.split(",")[0], basics.location.city if basics.location else None)
    check("summary", person.summary, basics.summary)
    check("jobs", len(person.jobs), len(resume.work))
    for number, (job, work) in enumerate(zip(person.jobs, resume.work, strict=False)):
        at = f"work[{number}]"
        check(f"{at}.position", job.position, work.position)
        check(f"{at}.name", folded(job.employer), folded(work.name))
        check(f"{at}.location", job.place, work.location)
        check(f"{at}.start", _day(person, job.start), work.start_date)
        check(f"{at}.end", _day(person, job.end), work.end_date)
        points = work.highlights or ((work.summary,) if work.summary else ())
        check(f"{at}.highlights", job.points, points)
    check("schools", len(person.schools), len(resume.education))
    for number, (school, study) in enumerate(zip(person.schools, resume.education, strict=False)):
        at = f"education[{number}]"
        check(f"{at}.institution", school.institution, study.institution)
        check(f"{at}.studyType", folded(school.degree), folded(study.study_type))
        check(f"{at}.area", folded(school.area), folded(study.area))
        check(f"{at}.start", _day(person, school.start), study.start_date)
        check(f"{at}.end", _day(person, school.end), study.end_date)
    groups = {skill.name: skill.keywords for skill in resume.skills}
    check("skills", person.skills, groups)
    spoken = tuple((entry.language, entry.fluency) for entry in resume.languages)
    check("languages", person.languages, spoken)
    return found


def lost_words(reading: ResumeReading) -> list[str]:
    """Words of the document that are in no field, no leftover, and no heading or label."""
    kept = bytearray(len(reading.text))
    for span in reading.spans.values():
        kept[span.start : span.end] = b"\x01" * (span.end - span.start)
    leftover = set(folded(" ".join(reading.unplaced)).split())
    return [
        match[0]
        for match in re.finditer(r"\w+", reading.text)
        if not any(kept[match.start() : match.end()]) and folded(match[0]) not in leftover
    ]
