"""How well a place of the profile answers the words of a requirement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from copilot.matching.reading import ReadProfile
from copilot.matching.words import rarity, stems

# Cosines of MiniLM between short texts about work: unrelated ones lie about 0.15, paraphrases
# above 0.7. The range between is stretched to 0..1.
COSINE_FLOOR, COSINE_TOP = 0.2, 0.75

# Words say more than vectors about who can do what (measured by ``benchmarks.matching``).
WORDS_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Answer:
    passage: int
    strength: float
    """0 to 1."""


def answers(
    text: str,
    encode: Callable[[str], np.ndarray[tuple[int], np.dtype[np.float32]]],
    profile: ReadProfile,
) -> list[Answer]:
    """The profile's places by how well they answer the text, the best first."""
    if not profile.passages:
        return []
    covered = _coverage(text, profile)
    cosines = profile.vectors @ encode(text)
    stretched = np.clip((cosines - COSINE_FLOOR) / (COSINE_TOP - COSINE_FLOOR), 0, 1)
    strengths = WORDS_SHARE * covered + (1 - WORDS_SHARE) * stretched
    found = [Answer(at, round(float(strength), 6)) for at, strength in enumerate(strengths)]
    # Equal strengths keep the order of the résumé, so that the result is the same each time.
    return sorted(found, key=lambda answer: (-answer.strength, answer.passage))


def _coverage(text: str, profile: ReadProfile) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """For each place, the share of the text's words that it holds, each counted by its rarity."""
    covered = np.zeros(len(profile.passages))
    total = 0.0
    for word in set(stems(text)):
        weight = rarity(word)
        total += weight
        covered[list(profile.by_stem.get(word, ()))] += weight
    return covered / total if total else covered
