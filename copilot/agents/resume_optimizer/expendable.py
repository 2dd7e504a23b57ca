"""What a tailored résumé can do without, in the order in which it goes when pages are full.

Jobs, degrees, skills, languages and contact data never go, nor the best answer to a must-have
requirement, nor the only line that shows a must-have skill. Of the rest goes first what answers
nothing that the posting asks for, the oldest first; then what answers least.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from copilot.agents.contracts import DraftRequest
from copilot.agents.extractive.relevance import Relevance
from copilot.domain.match import Fulfilment
from copilot.domain.resume import Resume, Work
from copilot.skills import find_skills, same_skill

_RECENT_JOBS = 2
_KEPT_RECENT, _KEPT_OLDER, _KEPT_ELSEWHERE = 3, 1, 1
"""Highlights that an entry keeps as long as other entries have more to give."""
_KEPT_HONOURS = 2
"""Awards, publications and projects that stay as long as other places have more to give, though
they answer nothing."""
_FADES = 0.85
"""What a line is worth less for each job that came after it."""

# The order of going. Within one the least valuable goes first, then the oldest, then the last.
_SIDE_MATTER, _IDLE, _IDLE_RECENT, _LINE, _HONOUR, _LAST_LINE, _CREDENTIAL, _NEWEST = range(8)
_LAST_IDLE = _IDLE_RECENT


@dataclass(frozen=True, slots=True)
class Expendable:
    path: str
    """Into the profile's JSON Resume document: a line, a text or an entry."""
    idle: bool
    """Answers nothing that the posting asks for, and makes no entry look bare."""


@dataclass(frozen=True, slots=True)
class _Ranked:
    path: str
    rank: int
    value: float
    age: int


def expendable(request: DraftRequest, standing: Sequence[str]) -> tuple[Expendable, ...]:
    """What may go, the first to go first. ``standing`` names what the tailored document still
    holds of the profile's highlights, texts and entries, as paths in the order of the document."""
    worth = _Worth(request)
    kept = _protected(request, worth.relevance, standing)
    places = {path: place for place, path in enumerate(standing)}
    return tuple(
        Expendable(item.path, item.rank <= _LAST_IDLE)
        for item in sorted(
            _ranked(request.profile, places, worth),
            key=lambda item: (item.rank, item.value, -item.age, -places[item.path]),
        )
        if not any(_within(path, item.path) for path in kept)
    )


class _Worth:
    """The value of a place for the posting; 0 if it answers nothing."""

    def __init__(self, request: DraftRequest) -> None:
        self.relevance = Relevance(request)
        self._asked = {s for r in request.analysis.requirements for s in r.skills}
        self._matched = [
            (evidence.path, evidence.strength)
            for entry in request.match.requirements
            if entry.verdict is not Fulfilment.MISSING
            for evidence in entry.evidence
        ]

    def of_text(self, path: str) -> float:
        parts = [key for key in self.relevance.lines if key == path or key.startswith(f"{path}/")]
        return max(
            (self.relevance.of(key) for key in parts if self.relevance.best_requirement(key)),
            default=0.0,
        )

    def of_entry(self, path: str, text: str) -> float:
        inside = [strength for place, strength in self._matched if _within(place, path)]
        named = {mention.name for mention in find_skills(text)}
        hits = sum(1 for s in self._asked if any(same_skill(s, name) for name in named))
        return max(inside, default=0.0) + hits


def _protected(
    request: DraftRequest, relevance: Relevance, standing: Sequence[str]
) -> frozenset[str]:
    """The places without which a must-have that the candidate meets would not be seen."""
    here = set(standing)
    listed = [name for s in request.profile.skills for name in (s.name or "", *s.keywords) if name]
    kept: set[str] = set()
    for entry in request.match.requirements:
        if entry.requirement.must_have and entry.verdict is not Fulfilment.MISSING:
            best = max(entry.evidence, key=lambda evidence: evidence.strength, default=None)
            kept.update([best.path] if best else [])
    for requirement in request.analysis.requirements:
        if not requirement.must_have:
            continue
        answers = [a for a in relevance.answers(requirement) if a.line.path in here]
        kept.update(answer.line.path for answer in answers[:1])
        for skill in requirement.skills:
            if any(same_skill(skill, name) for name in listed):
                continue
            shows = (a for a in answers if any(same_skill(skill, own) for own in a.line.skills))
            kept.update(answer.line.path for answer in list(shows)[:1])
    return frozenset(kept)


def _ranked(profile: Resume, places: dict[str, int], worth: _Worth) -> Iterator[_Ranked]:
    ages = _ages(profile.work)
    for n, job in enumerate(profile.work):
        entry, age = f"work[{n}]", ages[n]
        idle = _IDLE_RECENT if age < _RECENT_JOBS else _IDLE
        lines = _standing(f"{entry}.highlights", len(job.highlights), places)
        keep = _KEPT_RECENT if age < _RECENT_JOBS else _KEPT_OLDER
        for rank_in_entry, path in enumerate(_best_first(lines, worth)):
            value = worth.of_text(path) * _FADES**age
            if rank_in_entry >= keep:
                yield _Ranked(path, _LINE if value else idle, value, age)
            elif age >= _RECENT_JOBS:
                yield _Ranked(path, _LAST_LINE, value, age)
            elif rank_in_entry:
                yield _Ranked(path, _NEWEST, value, age)
        for name in ("summary", "description"):
            if (path := f"{entry}.{name}") not in places:
                continue
            value = worth.of_text(path) * _FADES**age
            if lines:
                yield _Ranked(path, _LINE if value else idle, value, age)
            elif age >= _RECENT_JOBS:
                yield _Ranked(path, _LAST_LINE, value, age)
    for section, text_of in (("projects", "description"), ("volunteer", "summary")):
        for n, entry_value in enumerate(getattr(profile, section)):
            entry = f"{section}[{n}]"
            lines = _standing(f"{entry}.highlights", len(entry_value.highlights), places)
            for rank_in_entry, path in enumerate(_best_first(lines, worth)):
                value = worth.of_text(path)
                if rank_in_entry >= _KEPT_ELSEWHERE:
                    yield _Ranked(path, _LINE if value else _IDLE, value, n)
                else:
                    yield _Ranked(path, _LAST_LINE, value, n)
            if (path := f"{entry}.{text_of}") in places and len(lines) > 0:
                value = worth.of_text(path)
                yield _Ranked(path, _LINE if value else _IDLE, value, n)
    yield from _whole_entries(profile, places, worth)


def _whole_entries(profile: Resume, places: dict[str, int], worth: _Worth) -> Iterator[_Ranked]:
    ranks = {
        "references": (_SIDE_MATTER, _SIDE_MATTER),
        "interests": (_SIDE_MATTER, _LAST_LINE),
        "publications": (_HONOUR, _CREDENTIAL),
        "awards": (_HONOUR, _CREDENTIAL),
        "projects": (_HONOUR, _CREDENTIAL),
        "certificates": (_CREDENTIAL, _NEWEST),
    }
    for section, (idle, useful) in ranks.items():
        entries = getattr(profile, section)
        dates = [_date(entry) for entry in entries]
        newest_first = sorted(range(len(entries)), key=lambda n: (dates[n], -n), reverse=True)
        for age, n in enumerate(newest_first):
            if (path := f"{section}[{n}]") in places:
                value = worth.of_entry(path, _text(entries[n].model_dump()))
                plain = _IDLE if idle == _HONOUR and age >= _KEPT_HONOURS else idle
                yield _Ranked(path, useful if value else plain, value, age)


def _standing(path: str, count: int, places: dict[str, int]) -> list[str]:
    here = [line for n in range(count) if (line := f"{path}[{n}]") in places]
    return sorted(here, key=places.__getitem__)


def _best_first(lines: list[str], worth: _Worth) -> list[str]:
    """The document's own order breaks ties."""
    return sorted(lines, key=lambda path: -worth.of_text(path))


def _ages(work: Sequence[Work]) -> dict[int, int]:
    """For each job how many came after it."""

    def lasted(n: int) -> tuple[str, str, int]:
        end = work[n].end_date or ("9999" if work[n].start_date else "")
        return (end, work[n].start_date or "", -n)

    newest_first = sorted(range(len(work)), key=lasted, reverse=True)
    return {n: age for age, n in enumerate(newest_first)}


def _date(entry: object) -> str:
    for name in ("date", "release_date", "end_date", "start_date"):
        if stated := getattr(entry, name, None):
            return str(stated)
    return ""


def _text(node: object) -> str:
    if isinstance(node, dict):
        return "; ".join(filter(None, map(_text, node.values())))
    if isinstance(node, list | tuple):
        return "; ".join(filter(None, map(_text, node)))
    return node if isinstance(node, str) else ""


def _within(place: str, path: str) -> bool:
    return place == path or place.startswith((f"{path}.", f"{path}["))
