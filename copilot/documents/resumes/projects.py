"""Projects: a name, an address, dates, who took part and as what, and what was done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from copilot.documents.resumes.addresses import is_address
from copilot.documents.resumes.fragments import Fragment, fragments, is_label
from copilot.documents.resumes.heads import Block, blocks_of
from copilot.documents.resumes.paragraphs import paragraphs
from copilot.documents.resumes.source import Found, Line, Source
from copilot.documents.resumes.vocabulary import is_place, organisation_score, role_score
from copilot.documents.resumes.work import date_fields

_SURE_ROLE = 0.7
_KEYWORD_WORDS = 3.0
"""Words between the commas of a line of keywords, on average; sentences have more."""
_KEYWORDS = re.compile(r"\s*[,;]\s*")


@dataclass(slots=True)
class Project:
    """``fields`` by their JSON name."""

    fields: dict[str, Found] = field(default_factory=dict)
    roles: list[Found] = field(default_factory=list)
    description: Found | None = None
    highlights: list[Found] = field(default_factory=list)
    keywords: list[Found] = field(default_factory=list)


def read_projects(source: Source, lines: Sequence[Line]) -> list[Project]:
    projects = [_project(source, block) for block in blocks_of(lines)]
    return [p for p in projects if p.fields or p.description or p.highlights]


def _project(source: Source, block: Block) -> Project:
    project = Project()
    date_fields(project.fields, block.dates)
    for piece in fragments(source, block.head, block.dates):
        _piece(source, piece, project)
    body = list(block.body)
    if _is_keywords(body):
        last = body.pop()
        project.keywords = _listed(source, last)
    points = paragraphs(source, body, 0.8)
    items = any(line.is_item for line in body)
    if points and ((not items and len(points) == 1) or (items and not body[0].is_item)):
        project.description, points = points[0], points[1:]
    project.highlights = points
    return project


def _piece(source: Source, piece: Fragment, project: Project) -> None:
    if is_label(piece.text):
        return
    value = source.found(piece.start, piece.end, 0.7)
    if value is None:
        return
    if is_address(piece.text):
        project.fields.setdefault("url", value)
    elif role_score(piece.text) >= _SURE_ROLE and ("name" in project.fields or piece.row):
        project.roles.append(value)
    elif "name" not in project.fields:
        project.fields["name"] = value
    elif organisation_score(piece.text) and not is_place(piece.text):
        project.fields.setdefault("entity", value)


def _is_keywords(body: Sequence[Line]) -> bool:
    """Whether the last line is a list of keywords below sentences."""
    if len(body) < 2 or body[-1].is_item:
        return False
    before, last = body[-2].text.rstrip(), body[-1].text.rstrip()
    parts = _KEYWORDS.split(last)
    return (
        len(parts) > 1
        and before.endswith((".", "!", "?"))
        and not last.endswith((".", "!", "?", ":"))
        and len(last.split()) <= _KEYWORD_WORDS * len(parts)
    )


def _listed(source: Source, line: Line) -> list[Found]:
    founds = []
    begin = line.body_start
    for match in (*_KEYWORDS.finditer(source.text, begin, line.end), None):
        end = line.end if match is None else match.start()
        value = source.found(begin, end, 0.8)
        if value is not None:
            founds.append(value)
        begin = line.end if match is None else match.end()
    return founds
