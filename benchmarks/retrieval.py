"""Classic rankers and figures that the matching benchmarks compare with, in numpy alone."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

# As scikit-learn's TfidfVectorizer reads words by default.
_WORD = re.compile(r"\b\w\w+\b")
_STOP_WORDS = """
    a an the and or but if then than so as at by for from in into of off on onto out over to up with
    without about is am are was were be been being do does did have has had having can could may
    might must shall should will would not no nor it its this that these those there here he she
    they we you i me my our your his her their them us who whom which what when where why how all
    any both each few more most other some such only own same too very also just"""
STOP_WORDS = frozenset(_STOP_WORDS.split())

Scores = np.ndarray[tuple[int], np.dtype[np.float64]]


def words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in STOP_WORDS]


def tfidf(query: str, documents: Sequence[str]) -> Scores:
    """Cosines with smoothed inverse document frequencies over query and documents."""
    counts = [Counter(words(text)) for text in (query, *documents)]
    frequency = Counter(word for count in counts for word in count)
    total = len(counts)
    rarity = {word: math.log((1 + total) / (1 + n)) + 1 for word, n in frequency.items()}

    def vector(count: Counter[str]) -> dict[str, float]:
        raw = {word: n * rarity[word] for word, n in count.items()}
        length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        return {word: value / length for word, value in raw.items()}

    asked = vector(counts[0])
    return np.array(
        [sum(v * asked.get(w, 0.0) for w, v in vector(count).items()) for count in counts[1:]]
    )


def bm25(query: str, documents: Sequence[str], k1: float = 1.5, b: float = 0.75) -> Scores:
    counts = [Counter(words(text)) for text in documents]
    frequency = Counter(word for count in counts for word in count)
    lengths = np.array([sum(count.values()) for count in counts])
    mean = lengths.mean()
    total = len(counts)
    asked = set(words(query))
    scores = np.zeros(total)
    for at, count in enumerate(counts):
        for word in asked & count.keys():
            rare = math.log(1 + (total - frequency[word] + 0.5) / (frequency[word] + 0.5))
            full = count[word] + k1 * (1 - b + b * lengths[at] / mean)
            scores[at] += rare * count[word] * (k1 + 1) / full
    return scores


def ranks(values: Sequence[float] | Scores) -> Scores:
    """1 for the smallest; equal values share the mean of their ranks."""
    _, place, count = np.unique(np.asarray(values, float), return_inverse=True, return_counts=True)
    ends = np.cumsum(count)
    shared: Scores = (ends - (count - 1) / 2)[place]
    return shared


def roc_auc(relevant: Sequence[bool] | np.ndarray, scores: Sequence[float] | Scores) -> float:
    labels = np.asarray(relevant, bool)
    good, bad = int(labels.sum()), int((~labels).sum())
    if not good or not bad:
        return math.nan
    return float((ranks(scores)[labels].sum() - good * (good + 1) / 2) / (good * bad))


def ndcg(relevant: Sequence[bool] | np.ndarray, scores: Sequence[float] | Scores, k: int) -> float:
    labels = np.asarray(relevant, float)
    order = np.argsort(-np.asarray(scores, float), kind="stable")[:k]
    discount = 1 / np.log2(np.arange(2, k + 2))
    best = discount[: min(k, int(labels.sum()))].sum()
    return float((labels[order] * discount[: len(order)]).sum() / best) if best else math.nan


def spearman(a: Sequence[float] | Scores, b: Sequence[float] | Scores) -> float:
    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def bootstrap_gain(
    relevant: Sequence[bool] | np.ndarray,
    ours: Sequence[float] | Scores,
    other: Sequence[float] | Scores,
    *,
    rounds: int = 2000,
    seed: int = 0,
    level: float = 0.9,
) -> tuple[float, float]:
    """The interval of AUC(ours) - AUC(other) over resamples of the same documents."""
    labels = np.asarray(relevant, bool)
    a, b = np.asarray(ours, float), np.asarray(other, float)
    random = np.random.default_rng(seed)
    gains = []
    while len(gains) < rounds:
        chosen = random.integers(0, len(labels), len(labels))
        if labels[chosen].all() or not labels[chosen].any():
            continue
        gains.append(roc_auc(labels[chosen], a[chosen]) - roc_auc(labels[chosen], b[chosen]))
    tail = (1 - level) / 2 * 100
    low, high = np.percentile(gains, [tail, 100 - tail])
    return float(low), float(high)
