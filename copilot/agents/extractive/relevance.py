"""Which of the profile's own lines answer which requirement of a posting."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log

from copilot.agents.contracts import DraftRequest
from copilot.agents.sentences import sentences
from copilot.domain.match import Fulfilment
from copilot.domain.posting import Requirement, RequirementKind
from copilot.domain.resume import Resume
from copilot.skills import find_skills, same_skill
from copilot.skills.stems import stem as snowball

_STEMMERS = {"en": "english", "de": "german", "fr": "french", "es": "spanish", "pl": "polish"}
_WORD = re.compile(r"[^\W_]{3,}(?:[+#]+)?")
_STOP_TEXT = """
    and the for with our you your are will from that this have has who into able ability
    strong experience experienced knowledge skills work working years year including such
    other their its must should required preferred plus excellent good team using use
    understanding new within und der die das mit für von den des ein eine einer als auch bei
    zum zur ist sind sie wir les des une pour avec dans vous est que par sur aux del los las
    con para por una que oraz jest lub dla się nie lat
"""
_STOP = frozenset(_STOP_TEXT.split())
_MUST_WEIGHT, _NICE_WEIGHT, _DUTY_WEIGHT = 1.0, 0.5, 0.35
_SKILL_HIT = 1.0
_WORDS_HIT = 0.8
_MATCHED = 1.2
"""What the matcher's own evidence counts, times its strength."""
MIN_SHARED = 2
"""Word stems; fewer make no argument that a reader would follow."""
_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the profile that a document can be made of."""

    path: str
    text: str
    skills: tuple[str, ...]
    part: int = 0
    """The number of the sentence, where a text of several stands at the path."""

    @property
    def key(self) -> str:
        return f"{self.path}/{self.part}" if self.part else self.path


@dataclass(frozen=True, slots=True)
class Answer:
    """How well a line answers one requirement."""

    requirement: Requirement
    line: Line
    value: float


class Relevance:
    """Values of the profile's lines for one request."""

    def __init__(self, request: DraftRequest) -> None:
        self._language = request.analysis.language
        self.lines = {line.key: line for line in lines_of(request.profile)}
        self._stems = {key: stems(line.text, self._language) for key, line in self.lines.items()}
        counts = Counter(stem for found in self._stems.values() for stem in found)
        total = len(self._stems) + 1
        self._rarity = {stem: log(1 + total / count) for stem, count in counts.items()}
        self._matched: dict[tuple[str, str], float] = {}
        for entry in request.match.requirements:
            if entry.verdict is Fulfilment.MISSING:
                continue
            for evidence in entry.evidence:
                self._matched[entry.requirement.id, evidence.path] = evidence.strength
        self.requirements = request.analysis.requirements
        self._wanted = {r.id: stems(r.quote, self._language) for r in self.requirements}
        self._values = {key: self._value(line) for key, line in self.lines.items()}

    def of(self, path: str) -> float:
        """The value of a line for the posting as a whole; 0 for a line that answers nothing."""
        return self._values.get(path, 0.0)

    def best_requirement(self, path: str) -> Requirement | None:
        line = self.lines.get(path)
        if line is None:
            return None
        answers = [(self.answer(r, line), -n, r) for n, r in enumerate(self.requirements)]
        value, _, requirement = max(answers, default=(0.0, 0, None))
        return requirement if value > 0.15 else None

    def answers(self, requirement: Requirement) -> list[Answer]:
        """The lines that answer a requirement, the best first."""
        found = [
            Answer(requirement, line, value)
            for line in self.lines.values()
            if (value := self.answer(requirement, line)) > 0.15
        ]
        return sorted(found, key=lambda a: -a.value)

    def answer(self, requirement: Requirement, line: Line) -> float:
        value = _MATCHED * self._matched.get((requirement.id, line.path), 0.0)
        hits = sum(1 for s in requirement.skills if any(same_skill(s, own) for own in line.skills))
        if requirement.skills:
            value += _SKILL_HIT * min(1.0, hits / min(2, len(requirement.skills)))
        wanted = self._wanted[requirement.id]
        common = wanted & self._stems[line.key]
        if len(common) > 1 or (common and hits):
            rare = sum(self._rarity.get(stem, 1.0) for stem in common)
            whole = sum(self._rarity.get(stem, 1.0) for stem in wanted)
            value += _WORDS_HIT * rare / (whole + 2.0)
        return value

    def shares_words(self, answer: Answer) -> bool:
        """Whether the requirement and the line speak of the same things in so many words."""
        shared = self._wanted[answer.requirement.id] & self._stems[answer.line.key]
        return len(shared) >= MIN_SHARED

    def _value(self, line: Line) -> float:
        values = sorted(
            (weight_of(r) * self.answer(r, line) for r in self.requirements), reverse=True
        )
        # What answers two requirements is worth more, but not twice.
        total = sum(value * 0.5**n for n, value in enumerate(values[:4]))
        return total * (1.1 if _NUMBER.search(line.text) else 1.0)


def weight_of(requirement: Requirement) -> float:
    if requirement.kind is RequirementKind.RESPONSIBILITY:
        return _DUTY_WEIGHT
    return (_MUST_WEIGHT if requirement.must_have else _NICE_WEIGHT) * (
        0.5 + requirement.confidence / 2
    )


def lines_of(profile: Resume) -> Iterator[Line]:
    """Highlights whole; summaries and descriptions by the sentence. A text that stands twice comes
    once."""
    seen: set[str] = set()
    for path, text in _texts(profile):
        parts = [text] if path.endswith("]") else sentences(text)
        for part, said in enumerate(parts):
            key = " ".join(_WORD.findall(said.lower()))
            if key and key not in seen:
                yield Line(path, said, tuple(m.name for m in find_skills(said)), part)
            if not path.endswith("]"):
                seen.add(key)


def _texts(profile: Resume) -> Iterator[tuple[str, str]]:
    for n, work in enumerate(profile.work):
        yield from _numbered(f"work[{n}].highlights", work.highlights)
        yield f"work[{n}].summary", work.summary or ""
    for n, project in enumerate(profile.projects):
        yield from _numbered(f"projects[{n}].highlights", project.highlights)
        yield f"projects[{n}].description", project.description or ""
    for n, volunteer in enumerate(profile.volunteer):
        yield from _numbered(f"volunteer[{n}].highlights", volunteer.highlights)
        yield f"volunteer[{n}].summary", volunteer.summary or ""
    yield "basics.summary", profile.basics.summary or ""


def _numbered(path: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    for n, text in enumerate(texts):
        yield f"{path}[{n}]", text


def stems(text: str, language: str | None) -> frozenset[str]:
    words = {word.lower() for word in _WORD.findall(text)} - _STOP
    return frozenset(_stem(word, language if language in _STEMMERS else "en") for word in words)


def _stem(word: str, language: str | None) -> str:
    return snowball(word, _STEMMERS[language or "en"])


def first_sentence(text: str) -> str:
    found = sentences(text)
    return found[0] if found else ""
