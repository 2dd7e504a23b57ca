"""A document cut into its sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.documents.resumes.headings import Kind, section_of
from copilot.documents.resumes.source import CELL, Line, Source

_INLINE = re.compile(r"^(?P<head>[^:\t]{3,40}?)\s*(?::|\t|\s[-–—]\s)\s*(?=\S)")
# Sections that may stand on one line with their heading: "Languages: Polish, English".
_INLINE_KINDS = frozenset(
    {Kind.LANGUAGES, Kind.SKILLS, Kind.INTERESTS, Kind.SUMMARY, Kind.EDUCATION, Kind.CERTIFICATES,
     Kind.REFERENCES, Kind.AWARDS, Kind.WORK}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    kind: Kind
    heading: tuple[int, int] | None
    title: str
    lines: tuple[Line, ...]


def sections_of(source: Source) -> list[Section]:
    """In reading order; the first is the header, which may be empty."""
    body_size = _body_size(source.lines)
    found: list[tuple[Kind, tuple[int, int] | None, str, list[Line]]] = [
        (Kind.HEADER, None, "", [])
    ]
    for index, line in enumerate(source.lines):
        after = source.lines[index + 1] if index + 1 < len(source.lines) else None
        kind = _heading(line, after, body_size, found[-1][0])
        if kind is not None:
            found.append((kind, (line.start, line.end), line.body.strip(" :\t-–—"), []))
            continue
        inline = _inline_heading(line, found[-1][0])
        if inline is not None:
            kind, length = inline
            rest = Line(_cut(line, length), line.start + length, 0)
            found.append(
                (
                    kind,
                    (line.start, line.start + length),
                    line.text[:length].strip(" :\t-–—"),
                    [rest],
                )
            )
            continue
        found[-1][3].append(line)
    return [Section(kind, span, title, tuple(lines)) for kind, span, title, lines in found]


def _cut(line: Line, length: int):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(line.draft, text=line.text[length:], item=False)


def _body_size(lines: Sequence[Line]) -> float:
    sizes: dict[float, int] = {}
    for line in lines:
        size = round(line.draft.size, 1)
        sizes[size] = sizes.get(size, 0) + len(line.text)
    return max(sizes, key=lambda size: sizes[size]) if sizes else 0.0


def _heading(line: Line, after: Line | None, body_size: float, within: Kind) -> Kind | None:
    if CELL in line.text.strip() or line.draft.item:
        return None
    text = line.text
    kind = section_of(line.body if line.bullet else text)
    if kind is None:
        return None
    draft = line.draft
    bare = text.strip()
    shown = (
        draft.level > 0
        or draft.bold
        or draft.size > 1.08 * body_size > 0
        or bare.isupper()
        or bare.endswith((":", ":-", ":–"))
    )
    if line.bullet and not shown:
        return None
    if shown:
        # "Sprachen:" inside a table of facts, "Tools:" inside an entry, are labels.
        return kind
    words = bare.split()
    if bare[:1].islower():
        return None
    titled = bare.istitle() or len(words) <= 3
    if (
        within is Kind.SKILLS
        and not line.gap
        and not draft.top
        and kind
        in (
            Kind.SKILLS,
            Kind.PROJECTS,
            Kind.CERTIFICATES,
            Kind.LANGUAGES,
            Kind.PUBLICATIONS,
            Kind.SUMMARY,
            Kind.EDUCATION,
        )
    ):
        return (
            kind
            if body_size == 0
            and kind is not Kind.SKILLS
            and titled
            and after is not None
            and after.gap
            else None
        )
    return kind if titled and (line.gap or draft.top or body_size == 0 or len(words) <= 4) else None


def _inline_heading(line: Line, within: Kind) -> tuple[Kind, int] | None:
    match = _INLINE.match(line.text)
    if match is None or line.bullet:
        return None
    head = match["head"].strip()
    kind = section_of(head)
    if kind not in _INLINE_KINDS:
        return None
    marked = head.isupper() or line.draft.bold
    separator = line.text[match.end("head") : match.end()]
    if kind in (Kind.LANGUAGES, Kind.INTERESTS) and (within is not Kind.WORK or marked):
        if within in (Kind.SKILLS,) and not marked and kind is Kind.LANGUAGES:
            # Programming languages, in a list of skills.
            return None
        return kind, match.end()
    if marked and head.isupper() and ("\t" in separator or ":" in separator):
        return kind, match.end()
    if (
        within is Kind.HEADER
        and kind in (Kind.SKILLS, Kind.EDUCATION, Kind.SUMMARY)
        and (":" in separator)
    ):
        return kind, match.end()
    return None
