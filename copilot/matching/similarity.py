"""How well a place of the profile answers the words of a requirement."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from copilot.matching.passages import PassageKind
from copilot.matching.reading import ReadProfile
from copilot.matching.words import coverage, stems

# Cosines of MiniLM between short texts about work: unrelated ones lie about 0.15, paraphrases
# above 0.7. The range between is stretched to 0..1.
COSINE_FLOOR, COSINE_TOP = 0.2, 0.75

# Words say more than vectors about who can do what (measured by ``benchmarks.matching``).
WORDS_SHARE = 0.5

# A bare name in the list of skills answers a sentence less than a sentence about doing it.
BARE = 0.85


@dataclass(frozen=True, slots=True)
class Answer:
    passage: int
    strength: float
    """0 to 1."""


def answers(
    text: str, vector: np.ndarray[tuple[int], np.dtype[np.float32]], profile: ReadProfile
) -> list[Answer]:
    """The profile's places by how well they answer the text, the best first."""
    if not profile.passages:
        return []
    wanted = frozenset(stems(text))
    cosines = profile.vectors @ vector
    stretched = np.clip((cosines - COSINE_FLOOR) / (COSINE_TOP - COSINE_FLOOR), 0, 1)
    found = []
    for at, place in enumerate(profile.passages):
        words = coverage(wanted, place.stems)
        strength = WORDS_SHARE * words + (1 - WORDS_SHARE) * float(stretched[at])
        if place.kind is PassageKind.SKILL:
            strength *= BARE
        found.append(Answer(at, strength))
    # Equal strengths keep the order of the résumé, so that the result is the same each time.
    return sorted(found, key=lambda answer: (-round(answer.strength, 6), answer.passage))
