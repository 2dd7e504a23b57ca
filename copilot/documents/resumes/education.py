"""Education: institution, degree, area, dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from copilot.documents.resumes.fragments import Dated, Fragment, comma_parts, dated, fragments
from copilot.documents.resumes.source import Found, Line, Source
from copilot.documents.resumes.vocabulary import find_degree, institution_score, is_place

_SCORE = re.compile(
    r"(?i)\b(?:gpa|cgpa|grade|note|abschlussnote|ocena|wynik|mention|score|percentage|aggregate"
    r"|final mark|nota)"
    r"\s*(?:of)?\s*[:=\-]?\s*(?P<score>[\d.,]+\s*(?:/\s*[\d.,]+|%)?|[A-Z][+-]?(?!\w))"
    r"|(?P<plain>\b\d{2}(?:[.,]\d+)?\s*%|\b[0-4][.,]\d{1,2}\s*/\s*\d(?:[.,]\d)?)"
)
_OF = re.compile(
    r"(?i)^\s+(?:of|de|en|nauk)\s+[A-Za-zÀ-ÿ&]+(?:\s+(?:and|&|et|y|of)\s+[A-Za-zÀ-ÿ]+)?"
)
_IN = re.compile(
    r"(?i)^\W*(?:degree\W*)?(?:\b(?:in|im|w|en|em|zum|zur|als|fach|fachrichtung|kierunek"
    r"|na kierunku|specialty|specialization|specialisation|major(?:ing)? in|mention"
    r"|specialite)\b\s*:?\s*)?"
)
_COURSES = re.compile(
    r"(?i)^\W*(?:relevant\s+)?(?:courses?(?:work)?|modules|przedmioty|kurse)\s*:\s*"
)
_ACRONYM = re.compile(r"^[A-Z][A-Z.&-]{1,8}(?![a-z])")
_PROSE_WORDS = 14
_UNKNOWN = 0.4
"""Confidence in what no vocabulary knows."""


@dataclass(slots=True)
class Study:
    fields: dict[str, Found] = field(default_factory=dict)
    courses: list[Found] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    """Dates that were read; they may stand on lines of their own."""


def read_education(source: Source, lines: Sequence[Line]) -> list[Study]:
    studies: list[Study] = []
    current: Study | None = None
    for line in lines:
        if current is not None and (courses := _COURSES.match(line.text)):
            current.courses += _listed(source, line.start + courses.end(), line.end)
            current.marks.append((line.start, line.start + courses.end()))
            continue
        if (
            line.is_item
            and len(line.text.split()) > _PROSE_WORDS
            and find_degree(line.text) is None
        ):
            continue
        facts = _facts(source, line)
        if not facts.fields and not facts.dates:
            continue
        if current is not None:
            _see_institution(current, facts)
        if current is None or _begins(current, facts, line):
            current = Study()
            studies.append(current)
        for key, value in facts.fields.items():
            current.fields.setdefault(key, value)
        _add_dates(current, facts.dates)
    return [study for study in studies if {"institution", "studyType", "area"} & set(study.fields)]


@dataclass(slots=True)
class _Facts:
    fields: dict[str, Found]
    dates: list[Dated]
    placed: bool = False
    """The line names a place too."""


def _see_institution(current: Study, facts: _Facts) -> None:
    """An acronym below a degree or its area is where it was earned; so is a name that no
    vocabulary knows, below a degree with its area, if a place stands beside it."""
    named = facts.fields.get("area")
    if (
        named is None
        or named.confidence > _UNKNOWN
        or {"studyType", "institution"} & set(facts.fields)
    ):
        return
    if "institution" in current.fields or not {"studyType", "area"} & set(current.fields):
        return
    acronym = bool(_ACRONYM.match(named.value))
    if acronym or (facts.placed and {"studyType", "area"} <= set(current.fields)):
        del facts.fields["area"]
        facts.fields["institution"] = replace(named, confidence=0.5)


def _begins(current: Study, facts: _Facts, line: Line) -> bool:
    has = current.fields
    new = facts.fields
    if "institution" in new and "institution" in has:
        return True
    if "studyType" in new and "studyType" in has:
        return True
    if facts.dates and "endDate" in has and line.gap:
        return True
    if facts.dates and "endDate" in has and ("institution" in new or "studyType" in new):
        return True
    return bool(line.gap and new and "institution" in has and "studyType" in has and "area" in new)


def _facts(source: Source, line: Line) -> _Facts:
    facts = _Facts({}, dated(line))
    score = _SCORE.search(line.text)
    if score is not None:
        group = "score" if score["score"] else "plain"
        value = source.found(line.start + score.start(group), line.start + score.end(group), 0.8)
        if value is not None:
            facts.fields["score"] = value
    long = len(line.text.split()) > _PROSE_WORDS + 6
    for piece in fragments(source, [line], facts.dates):
        if (
            score is not None
            and piece.start < line.start + score.end()
            and (piece.end > line.start + score.start())
        ):
            cut = line.start + score.start()
            if cut - piece.start < 3:
                continue
            kept = Fragment(piece.start, cut, source.text[piece.start : cut], piece.row)
        else:
            kept = piece
        for part in _parts(kept):
            _classify(source, part, facts, long=long)
    return facts


def _parts(piece: Fragment) -> list[Fragment]:
    """The piece whole, or cut where a comma parts the degree from the institution."""
    parts = comma_parts(piece)
    if len(parts) < 2:
        return [piece]
    tellings = [
        "degree" if find_degree(p.text) and not institution_score(p.text) >= 0.8
        else "institution" if institution_score(p.text) else "place" if is_place(p.text) else ""
        for p in parts
    ]  # fmt: skip
    groups: list[list[Fragment]] = []
    group_kind = ""
    for part, kind in zip(parts, tellings, strict=True):
        if groups and (not kind or kind == group_kind):
            groups[-1].append(part)
        else:
            groups.append([part])
            group_kind = kind
    return [
        Fragment(
            group[0].start,
            group[-1].end,
            piece.text[group[0].start - piece.start : group[-1].end - piece.start],
            piece.row,
        )
        for group in groups
    ]


def _classify(source: Source, part: Fragment, facts: _Facts, *, long: bool) -> None:
    degree = find_degree(part.text)
    school = institution_score(part.text)
    if degree is not None and school and _names_school(part.text, degree):
        degree = None
    if degree is not None and "studyType" not in facts.fields:
        if school and degree.start() > 0 and not _is_school_degree(degree[0]):
            # "University of Northport BSc Biology"
            _put(source, facts, "institution", part.start, part.start + degree.start(), 0.7)
            _degree(source, facts, part, degree.start(), degree.end())
            return
        if not school or _is_school_degree(degree[0]):
            _degree(source, facts, part, degree.start(), degree.end())
            return
    if school and "institution" not in facts.fields:
        _put(source, facts, "institution", part.start, part.end, 0.9)
        return
    if is_place(part.text):
        facts.placed = True
        return
    if long:
        return
    if "studyType" in facts.fields and "area" not in facts.fields and len(part.text.split()) <= 8:
        _put(source, facts, "area", part.start, part.end, 0.6)
        return
    if (
        "institution" not in facts.fields
        and len(part.text.split()) <= 8
        and part.text[:1].isupper()
    ):
        _put(source, facts, "institution" if facts.fields.get("studyType") else "area", part.start,
             part.end, _UNKNOWN)  # fmt: skip


def _names_school(text: str, degree: re.Match[str]) -> bool:
    """ "Northfield High School" is a school, "High School Diploma" is not."""
    lead = text[: degree.start()].split()
    tail = text[degree.end() :].strip()
    return bool(
        re.search(r"(?i)school", degree[0])
        and lead
        and lead[0][:1].isupper()
        and not re.match(r"(?i)diploma|certificate", tail)
    )


def _is_school_degree(text: str) -> bool:
    return bool(re.search(r"(?i)school|secondary|schul|studia|technik", text))


def _degree(source: Source, facts: _Facts, part: Fragment, start: int, end: int) -> None:
    lead = part.text[:start].strip(" ,-–:")
    if 0 < len(lead.split()) <= 2 and not lead.endswith(")"):
        start = 0
    rest = part.text[end:]
    of = _OF.match(rest)
    if of is not None:
        end += of.end()
        rest = part.text[end:]
    closing = re.match(r"^\s*\([^)]{1,20}\)", rest)
    if closing is not None:
        end += closing.end()
        rest = part.text[end:]
    _put(source, facts, "studyType", part.start + start, part.start + end, 0.9)
    into = _IN.match(rest)
    begin = end + (into.end() if into else 0)
    if part.text[begin:].strip():
        _put(source, facts, "area", part.start + begin, part.end, 0.75)
    elif start > 0 and lead:
        _put(source, facts, "area", part.start, part.start + start, 0.6)


def _put(source: Source, facts: _Facts, key: str, start: int, end: int, confidence: float) -> None:
    value = source.found(start, end, confidence)
    if value is not None and any(map(str.isalpha, value.value)):
        facts.fields.setdefault(key, value)


def _add_dates(study: Study, dates: Sequence[Dated]) -> None:
    for entry in dates:
        if "endDate" in study.fields or "startDate" in study.fields:
            return
        where = ((entry.start, entry.end),)
        if entry.period.is_range:
            if entry.period.first:
                study.fields["startDate"] = Found(entry.period.first, where, 0.9)
            if entry.period.last:
                study.fields["endDate"] = Found(entry.period.last, where, 0.9)
        elif entry.period.first:
            study.fields["endDate"] = Found(entry.period.first, where, 0.7)


def _listed(source: Source, start: int, end: int) -> list[Found]:
    values = []
    begin = start
    for match in re.finditer(r"[,;]\s*|$", source.text[start:end]):
        value = source.found(begin, start + match.start(), 0.8)
        if value is not None:
            values.append(value)
        begin = start + match.end()
    return values
