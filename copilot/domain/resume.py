"""A résumé in the JSON Resume form.

Field names in JSON follow https://jsonresume.org/schema (version 1.0.0), camelCase; in Python they
are snake_case. Fields that the schema does not name are kept and written out again, because the
schema allows them and nothing of a person's document may be lost.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.alias_generators import to_camel

from copilot.errors import InvalidResume

# The schema's iso8601 pattern: a year, a month or a day.
PartialDate = Annotated[
    str, StringConstraints(pattern=r"^[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")
]


class ResumeValue(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="allow",
        alias_generator=to_camel,
        populate_by_name=True,
        str_strip_whitespace=True,
    )


class Location(ResumeValue):
    address: str | None = None
    postal_code: str | None = None
    city: str | None = None
    country_code: str | None = None
    region: str | None = None


class OnlineProfile(ResumeValue):
    network: str | None = None
    username: str | None = None
    url: str | None = None


class Basics(ResumeValue):
    name: str | None = None
    label: str | None = None
    image: str | None = None
    email: str | None = None
    phone: str | None = None
    url: str | None = None
    summary: str | None = None
    location: Location | None = None
    profiles: tuple[OnlineProfile, ...] = ()


class Work(ResumeValue):
    name: str | None = None
    location: str | None = None
    description: str | None = None
    position: str | None = None
    url: str | None = None
    start_date: PartialDate | None = None
    end_date: PartialDate | None = None
    """None with a start date means: until today."""
    summary: str | None = None
    highlights: tuple[str, ...] = ()


class Volunteer(ResumeValue):
    organization: str | None = None
    position: str | None = None
    url: str | None = None
    start_date: PartialDate | None = None
    end_date: PartialDate | None = None
    summary: str | None = None
    highlights: tuple[str, ...] = ()


class Education(ResumeValue):
    institution: str | None = None
    url: str | None = None
    area: str | None = None
    study_type: str | None = None
    start_date: PartialDate | None = None
    end_date: PartialDate | None = None
    score: str | None = None
    courses: tuple[str, ...] = ()


class Award(ResumeValue):
    title: str | None = None
    date: PartialDate | None = None
    awarder: str | None = None
    summary: str | None = None


class Certificate(ResumeValue):
    name: str | None = None
    date: PartialDate | None = None
    url: str | None = None
    issuer: str | None = None


class Publication(ResumeValue):
    name: str | None = None
    publisher: str | None = None
    release_date: PartialDate | None = None
    url: str | None = None
    summary: str | None = None


class Skill(ResumeValue):
    name: str | None = None
    level: str | None = None
    keywords: tuple[str, ...] = ()


class Language(ResumeValue):
    language: str | None = None
    fluency: str | None = None


class Interest(ResumeValue):
    name: str | None = None
    keywords: tuple[str, ...] = ()


class Reference(ResumeValue):
    name: str | None = None
    reference: str | None = None


class Project(ResumeValue):
    name: str | None = None
    description: str | None = None
    highlights: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    start_date: PartialDate | None = None
    end_date: PartialDate | None = None
    url: str | None = None
    roles: tuple[str, ...] = ()
    entity: str | None = None
    type: str | None = None


class Resume(ResumeValue):
    basics: Basics = Field(default_factory=Basics)
    work: tuple[Work, ...] = ()
    volunteer: tuple[Volunteer, ...] = ()
    education: tuple[Education, ...] = ()
    awards: tuple[Award, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    publications: tuple[Publication, ...] = ()
    skills: tuple[Skill, ...] = ()
    languages: tuple[Language, ...] = ()
    interests: tuple[Interest, ...] = ()
    references: tuple[Reference, ...] = ()
    projects: tuple[Project, ...] = ()
    meta: dict[str, Any] | None = None

    def __hash__(self) -> int:
        # By its text: fields that the schema does not name may hold lists and objects.
        return hash(self.canonical())

    @classmethod
    def from_json(cls, document: object) -> Resume:
        """Read a JSON Resume document (a decoded JSON object).

        Raises InvalidResume that names the first fields at fault, never their content.
        """
        try:
            return cls.model_validate(_with_current_names(_without_nulls(document)))
        except ValidationError as error:
            faults = [
                {"path": ".".join(map(str, e["loc"])), "reason": e["msg"]}
                for e in error.errors(include_url=False, include_input=False)[:10]
            ]
            first = faults[0]
            raise InvalidResume(
                f"{first['path'] or 'the document'}: {first['reason']}", fields=faults
            ) from None

    def to_json(self) -> dict[str, Any]:
        """A JSON Resume document without empty members."""
        return _without_empty(self.model_dump(by_alias=True, exclude_none=True, mode="json"))

    def canonical(self) -> str:
        """The same text for the same résumé: what hashes and caches are keyed by."""
        return json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


# What versions of the schema before 1.0.0 called some members; many documents still do.
_FORMER_NAMES = {
    "basics": {"website": "url", "picture": "image"},
    "work": {"company": "name", "website": "url"},
    "volunteer": {"website": "url"},
    "education": {"gpa": "score"},
    "publications": {"website": "url"},
}


def _with_current_names(document: object) -> object:
    if not isinstance(document, dict):
        return document
    renamed = dict(document)
    for section, names in _FORMER_NAMES.items():
        node = document.get(section)
        if isinstance(node, list):
            renamed[section] = [_renamed(entry, names) for entry in node]
        elif isinstance(node, dict):
            renamed[section] = _renamed(node, names)
    return renamed


def _renamed(entry: object, names: dict[str, str]) -> object:
    """A member keeps its former name where the current one is taken."""
    if not isinstance(entry, dict):
        return entry
    return {
        names[key] if key in names and names[key] not in entry else key: value
        for key, value in entry.items()
    }


def _without_nulls(node: object) -> object:
    if isinstance(node, dict):
        return {k: _without_nulls(v) for k, v in node.items() if v is not None}
    if isinstance(node, list):
        return [_without_nulls(v) for v in node if v is not None]
    return node


def _without_empty(node: dict[str, Any]) -> dict[str, Any]:
    pruned = {key: _pruned(value) for key, value in node.items()}
    return {key: value for key, value in pruned.items() if value not in (None, "", [], {})}


def _pruned(value: Any) -> Any:
    if isinstance(value, dict):
        return _without_empty(value)
    if isinstance(value, list):
        return [_pruned(entry) for entry in value]
    return value
