"""Which occupation of ESCO a job title means.

Titles are compared by their words and pairs of words with the names of each occupation, by their
words with its description, and by vectors of its names. ESCO © European Union; see
``copilot/skills/data/ATTRIBUTION.md``.
"""

from __future__ import annotations

import gzip
import io
import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

import numpy as np

from copilot.domain.titles import plain_title
from copilot.embeddings import Encoder
from copilot.matching.words import stem
from copilot.skills.names import fold

# Weights of the parts of a score: words of the title, of the title without its trimmings, of the
# description, vectors of all names and of the first name. Round numbers; MRR hardly moves
# when one of them changes by half (``benchmarks.titles``).
NAMES, PLAIN, DESCRIPTION, ALL_NAMES, FIRST_NAME = 0.5, 0.15, 0.15, 0.3, 0.2

FIRST_WORDS = 4
"""The preferred name stands first among an occupation's names; its words count twice."""

_WORD = re.compile(r"[^\W_]+[+#]*")

Scores = np.ndarray[tuple[int], np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Occupation:
    uri: str
    label: str
    score: float
    """0 to 1; only the order means something."""


def occupations_for(title: str, encoder: Encoder, limit: int = 10) -> tuple[Occupation, ...]:
    """The occupations a title may mean, the likeliest first; none for a title without words."""
    if not terms(title):
        return ()
    scores = occupation_scores(title, encoder)
    known = _catalogue()
    order = np.argsort(-scores, kind="stable")[:limit]
    return tuple(
        Occupation(known.uris[at], known.labels[at], round(float(max(0.0, scores[at])), 4))
        for at in order
    )


def occupation_scores(title: str, encoder: Encoder) -> Scores:
    """One score for each occupation, in the order of ``occupation_uris``."""
    known = _catalogue()
    vectors = encoder.encode([title])[0] @ known.vectors
    scores: Scores = (
        NAMES * known.names.scores(terms(title))
        + PLAIN * known.names.scores(terms(plain_title(title)))
        + DESCRIPTION * known.descriptions.scores(_words(title))
        + ALL_NAMES * vectors[0]
        + FIRST_NAME * vectors[1]
    )
    return scores


def occupation_uris() -> tuple[str, ...]:
    return _catalogue().uris


def _words(text: str) -> list[str]:
    return [stem(fold(hit)) for hit in _WORD.findall(text)]


def terms(text: str) -> list[str]:
    """Words and pairs of neighbouring words."""
    words = _words(text)
    return [*words, *(f"{a} {b}" for a, b in pairwise(words))]


class _Index:
    """Cosines between weighted terms: rarity times one plus the logarithm of the count."""

    def __init__(self, documents: list[list[str]]) -> None:
        counts = [Counter(document) for document in documents]
        self._size = len(documents)
        frequency = Counter(term for count in counts for term in count)
        self._unknown = math.log(1 + self._size) + 1
        self._rarity = {
            term: math.log((1 + self._size) / (1 + n)) + 1 for term, n in frequency.items()
        }
        lists: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, count in enumerate(counts):
            weights = {t: (1 + math.log(n)) * self._rarity[t] for t, n in count.items()}
            length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
            for term, weight in weights.items():
                lists[term].append((at, weight / length))
        self._lists = {
            term: (np.array([at for at, _ in hits]), np.array([w for _, w in hits], np.float32))
            for term, hits in lists.items()
        }

    def scores(self, asked: list[str]) -> Scores:
        found: Scores = np.zeros(self._size, dtype=np.float32)
        weights = {t: n * self._rarity.get(t, self._unknown) for t, n in Counter(asked).items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        for term, weight in weights.items():
            if term in self._lists:
                places, values = self._lists[term]
                found[places] += weight / length * values
        return found


@dataclass(frozen=True, slots=True)
class _Catalogue:
    uris: tuple[str, ...]
    labels: tuple[str, ...]
    names: _Index
    descriptions: _Index
    vectors: np.ndarray[tuple[int, int, int], np.dtype[np.float32]]
    """[2, 384, occupations]."""


@cache
def _catalogue() -> _Catalogue:
    folder = resources.files("copilot.matching").joinpath("data")
    packed = folder.joinpath("occupations.tsv.gz").read_bytes()
    rows = [line.split("\t") for line in gzip.decompress(packed).decode().splitlines()]
    vectors = np.load(io.BytesIO(folder.joinpath("occupations.npy").read_bytes()))
    wide = vectors.astype(np.float32)
    names = [f"{' '.join(row[2].split()[:FIRST_WORDS])} {row[2]}" for row in rows]
    return _Catalogue(
        uris=tuple(row[0] for row in rows),
        labels=tuple(row[1] for row in rows),
        names=_Index([terms(text) + row[3].split() for text, row in zip(names, rows, strict=True)]),
        descriptions=_Index(
            [_words(text) + row[3].split() for text, row in zip(names, rows, strict=True)]
        ),
        vectors=(wide / np.linalg.norm(wide, axis=2, keepdims=True)).transpose(0, 2, 1),
    )
