"""The order of many postings for one profile.

``rank_score`` says which of several postings fits better. It reads their whole texts, some
milliseconds each, and needs no encoder: only the résumé, the posting's analysis and the stored
vectors. A search in the database orders by less: see ``copilot.database.repositories.search``. How
well one posting is met, requirement by requirement, is the match's score, not this.

It is the mean of five likenesses, each brought to a common scale:

- skills: the cosine of the skills that both texts name, by how often they do and how rare they are;
- words: the same of the words of the posting's title and requirements, and of the résumé;
- meaning: the cosine of the stored vectors of the skills and experience dimensions;
- title: the share of the title's words, by rarity, that the résumé holds;
- level: whether the seniority that the title asks for, or a doctorate, is beyond the candidate.

Their weights are equal and were not fitted to anything.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from copilot.domain.match import Dimension
from copilot.domain.posting import Posting, PostingAnalysis, RequirementKind
from copilot.domain.resume import Resume
from copilot.matching.education import Level, level_of, lowest_level
from copilot.matching.passages import Passage, passages
from copilot.matching.seniority import level_of_title, level_reached
from copilot.matching.words import coverage, rarity, stems
from copilot.skills import find_skills

Vector = np.ndarray[tuple[int], np.dtype[np.float32]]
DimensionVectors = Mapping[Dimension, Vector]

# Usual value and spread of each likeness between a résumé and postings of its wider field: the
# common scale. Only their size matters.
_USUAL = {
    "skills": (0.10, 0.06),
    "words": (0.14, 0.06),
    "meaning": (0.50, 0.09),
    "title": (0.60, 0.30),
    "level": (0.0, 0.5),
}
# A skill's rarity is that of its rarest word; names without any known word are rare.
_UNKNOWN_RARITY = 1.0


@dataclass(frozen=True)
class RankedProfile:
    """A profile prepared for ranking many postings."""

    resume: Resume
    vectors: DimensionVectors
    today: date

    @cached_property
    def _passages(self) -> tuple[Passage, ...]:
        return passages(self.resume)

    @cached_property
    def skills(self) -> dict[str, float]:
        counts = Counter(label for place in self._passages for label in place.skills)
        return _scaled({label: math.sqrt(n) * skill_rarity(label) for label, n in counts.items()})

    @cached_property
    def words(self) -> dict[str, float]:
        return _word_profile(" ".join(place.text for place in self._passages))

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset().union(*(place.stems for place in self._passages))

    @cached_property
    def level(self) -> int | None:
        return level_reached(self.resume, self.today)

    @cached_property
    def doctorate(self) -> bool:
        return any(level_of(study) is Level.DOCTORATE for study in self.resume.education)


@dataclass(frozen=True, slots=True)
class Likeness:
    """The parts of a rank score, as measured."""

    skills: float
    words: float
    meaning: float
    title: float
    level: float
    """0 or below: minus the number of levels between."""


def likeness(
    profile: RankedProfile, posting: Posting, analysis: PostingAnalysis, vectors: DimensionVectors
) -> Likeness:
    text = f"{posting.title}\n{posting.description}"
    counts = Counter(mention.label for mention in find_skills(text))
    skills = _scaled({label: math.sqrt(n) * skill_rarity(label) for label, n in counts.items()})
    asked = " ".join([posting.title, *(entry.text for entry in analysis.requirements)])
    return Likeness(
        skills=_product(profile.skills, skills),
        words=_product(profile.words, _word_profile(asked)),
        meaning=_meaning(profile.vectors, vectors),
        title=coverage(stems(posting.title), profile.stems),
        level=_level(profile, posting, analysis),
    )


def rank_score(
    profile: RankedProfile, posting: Posting, analysis: PostingAnalysis, vectors: DimensionVectors
) -> float:
    """0 to 100; only the order means something. ``vectors`` are the posting's, of length 1, from
    the same encoder as the profile's."""
    found = likeness(profile, posting, analysis, vectors)
    steps = [(getattr(found, name) - usual) / spread for name, (usual, spread) in _USUAL.items()]
    return 100 / (1 + math.exp(-sum(steps) / len(steps)))


def skill_rarity(label: str) -> float:
    return max((rarity(word) for word in stems(label)), default=_UNKNOWN_RARITY)


def _word_profile(text: str) -> dict[str, float]:
    counts = Counter(stems(text))
    return _scaled({word: n * rarity(word) for word, n in counts.items()})


def _scaled(weights: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {name: weight / length for name, weight in weights.items()} if length else {}


def _product(a: dict[str, float], b: dict[str, float]) -> float:
    few, many = sorted((a, b), key=len)
    return sum(weight * many[name] for name, weight in few.items() if name in many)


def _meaning(a: DimensionVectors, b: DimensionVectors) -> float:
    """The mean over the dimensions that both sides state; without any, what is usual."""
    shared = [
        float(a[dimension] @ b[dimension])
        for dimension in (Dimension.SKILLS, Dimension.EXPERIENCE)
        if dimension in a and dimension in b and a[dimension].any() and b[dimension].any()
    ]
    return sum(shared) / len(shared) if shared else _USUAL["meaning"][0]


def _level(profile: RankedProfile, posting: Posting, analysis: PostingAnalysis) -> float:
    missing = 0.0
    if profile.level is not None:
        missing = float(max(0, level_of_title(posting.title) - profile.level))
    studies = [r.quote for r in analysis.requirements if r.kind is RequirementKind.EDUCATION]
    asked = [level for text in (posting.title, *studies) if (level := lowest_level(text))]
    if asked and min(asked) is Level.DOCTORATE and not profile.doctorate:
        missing += 1.0
    return -missing
