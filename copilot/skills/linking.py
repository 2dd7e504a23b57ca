"""Which concepts of ESCO the words of a skill stand for.

For spans that no name of the taxonomy equals: labels are compared by their vectors, by the words
they share (the rarer the more), and by name. ESCO © European Union; see ``data/ATTRIBUTION.md``.
"""

from __future__ import annotations

import gzip
import io
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from copilot.embeddings import Encoder
from copilot.skills.names import key, without_parentheses
from copilot.skills.tagger import WordEncoder, tag_words
from copilot.skills.taxonomy import canonical

WORDS = 0.2
"""What common words count beside the cosine."""
SAME_NAME = 1.0
LINKED = 5

_SENTENCE_WORDS = 200


class LinkingEncoder(Encoder, WordEncoder):
    """Encodes texts and words."""


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    uri: str | None
    """None for a label whose URI the sources do not tell."""
    score: float
    """Only the order means something; from 1 on a name is the same."""


def link(name: str, encoder: Encoder, limit: int = LINKED) -> tuple[Link, ...]:
    """The concepts nearest to a skill's name, the nearest first; none for a name without words."""
    if not key(name):
        return ()
    return _best(_scores(name, encoder), limit)


def link_sentence(sentence: str, encoder: LinkingEncoder, limit: int = LINKED) -> tuple[Link, ...]:
    """The concepts that a whole sentence speaks of: of each span in it, and of the sentence."""
    words = sentence.split()[:_SENTENCE_WORDS]
    names = {" ".join(words[s.start : s.end]) for s in tag_words(words, encoder)}
    scores = _scores(sentence, encoder)
    for name in sorted(names):
        if key(name):
            scores = np.maximum(scores, _scores(name, encoder))
    return _best(scores, limit)


def _best(scores: np.ndarray[tuple[int], np.dtype[np.float32]], limit: int) -> tuple[Link, ...]:
    known = _labels()
    order = np.argsort(-scores, kind="stable")[:limit]
    return tuple(
        Link(known.labels[at], known.uris[at] or None, round(float(scores[at]), 4)) for at in order
    )


def _scores(name: str, encoder: Encoder) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    known = _labels()
    scores: np.ndarray[tuple[int], np.dtype[np.float32]] = known.vectors @ encoder.encode([name])[0]
    asked = _parts(name)
    length = math.sqrt(sum(known.rarity(word) for word in asked)) or 1.0
    common: dict[int, float] = defaultdict(float)
    for word in asked:
        for at in known.by_word.get(word, ()):
            common[at] += known.rarity(word)
    for at, shared in common.items():
        scores[at] += WORDS * shared / (length * known.lengths[at])
    for same in {key(name), key(canonical(name))}:
        for at in known.by_name.get(same, ()):
            scores[at] += SAME_NAME
    return scores


def _parts(name: str) -> set[str]:
    return {word.rstrip("s") for word in key(name).split()}


@dataclass(frozen=True, slots=True)
class _Labels:
    labels: tuple[str, ...]
    uris: tuple[str, ...]
    vectors: np.ndarray[tuple[int, int], np.dtype[np.float32]]
    counts: Counter[str]
    by_word: dict[str, list[int]]
    by_name: dict[str, list[int]]
    lengths: list[float]

    def rarity(self, word: str) -> float:
        return math.log((len(self.labels) + 1) / (self.counts[word] + 1))


@cache
def _labels() -> _Labels:
    folder = resources.files("copilot.skills").joinpath("data")
    text = gzip.decompress(folder.joinpath("esco_labels.tsv.gz").read_bytes()).decode()
    rows = [line.split("\t") for line in text.splitlines()]
    wide = np.load(io.BytesIO(folder.joinpath("esco_labels.npy").read_bytes())).astype(np.float32)
    words = [_parts(row[0]) for row in rows]
    counts = Counter(word for parts in words for word in parts)
    by_word: dict[str, list[int]] = defaultdict(list)
    by_name: dict[str, list[int]] = defaultdict(list)
    lengths = []
    for at, (row, parts) in enumerate(zip(rows, words, strict=True)):
        for word in parts:
            by_word[word].append(at)
        by_name[key(without_parentheses(row[0]))].append(at)
        total = sum(math.log((len(rows) + 1) / (counts[word] + 1)) for word in parts)
        lengths.append(math.sqrt(total) or 1.0)
    return _Labels(
        labels=tuple(row[0] for row in rows),
        uris=tuple(row[1] for row in rows),
        vectors=wide / np.linalg.norm(wide, axis=1, keepdims=True),
        counts=counts,
        by_word=dict(by_word),
        by_name=dict(by_name),
        lengths=lengths,
    )
