"""Finds spans of skill and knowledge in postings and résumés, also of skills that no list knows.

A small network on the frozen encoder reads each word in its sentence and says how likely a skill or
a piece of knowledge begins (B), goes on (I) or is not there (O); the likeliest sequence in which
nothing goes on that has not begun is decoded. Trained by ``scripts/train_tagger.py`` on the
training part of SkillSpan (Zhang et al., NAACL 2022, MIT licence): English postings.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, Protocol

import numpy as np

from copilot.skills.gazetteer import SkillMention, find_skills
from copilot.skills.taxonomy import concept_of, taxonomy

Matrix = np.ndarray[tuple[int, int], np.dtype[np.float32]]

SHAPES = 14
"""Columns of ``word_shapes``."""
MAX_WORDS = 200
"""Of one sentence; a longer one is read in parts."""

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[\"'(]?[A-Z0-9])|\n+|[•·▪●]")
_WORD = re.compile(r"[^\W_][\w+#./'’-]*[\w+#]|[^\W_][+#]*|[^\w\s]")
_OUTSIDE, _BEGINS, _GOES_ON = 0, 1, 2
_NEVER = -1e4


class SpanKind(StrEnum):
    SKILL = "skill"
    KNOWLEDGE = "knowledge"


@dataclass(frozen=True, slots=True)
class WordSpan:
    start: int
    end: int
    """Words ``start`` to ``end - 1``."""
    kind: SpanKind


class WordEncoder(Protocol):
    def word_features(self, words: Sequence[str]) -> Matrix: ...


def extract_skills(text: str, encoder: WordEncoder) -> tuple[SkillMention, ...]:
    """The skills and pieces of knowledge of a text, in its order. A span that the taxonomy does not
    know keeps its own words as label. Names that the gazetteer finds outside of all spans are
    added."""
    found: list[SkillMention] = []
    for begin, end in _sentences(text):
        hits = list(_WORD.finditer(text, begin, end))
        for at in range(0, len(hits), MAX_WORDS):
            part = hits[at : at + MAX_WORDS]
            for span in tag_words([hit.group() for hit in part], encoder):
                first, last = part[span.start].start(), part[span.end - 1].end()
                found.append(_mention(text, first, last))
    for mention in find_skills(text):
        if not any(mention.start < other.end and other.start < mention.end for other in found):
            found.append(mention)
    return tuple(sorted(set(found), key=lambda mention: (mention.start, mention.end)))


def _mention(text: str, start: int, end: int) -> SkillMention:
    name = text[start:end]
    number = concept_of(name)
    if number is None:
        return SkillMention(name, " ".join(name.split()), None, start, end)
    concept = taxonomy().concept(number)
    return SkillMention(name, concept.label, concept.uri, start, end)


def _sentences(text: str) -> list[tuple[int, int]]:
    places = []
    begin = 0
    for gap in _SENTENCE_END.finditer(text):
        places.append((begin, gap.start()))
        begin = gap.end()
    return [*places, (begin, len(text))]


def tag_words(words: Sequence[str], encoder: WordEncoder) -> list[WordSpan]:
    """Spans of skill and of knowledge in one sentence; the two kinds may overlap."""
    if not words:
        return []
    head = _head()
    scores = head.scores(encoder.word_features(words), word_shapes(words))
    found = [
        WordSpan(start, end, kind)
        for kind, columns in ((SpanKind.SKILL, slice(0, 3)), (SpanKind.KNOWLEDGE, slice(3, 6)))
        for start, end in spans(decode(scores[:, columns]))
    ]
    return sorted(found, key=lambda span: (span.start, span.end, span.kind))


def word_shapes(words: Sequence[str]) -> Matrix:
    """What the encoder, which reads lower case, does not see: capitals, signs, known names."""
    shapes = np.zeros((len(words), SHAPES), dtype=np.float32)
    for at, word in enumerate(words):
        shapes[at, :9] = (
            word.isupper() and len(word) > 1,
            word[:1].isupper(),
            any(sign.isdigit() for sign in word),
            not word.isalnum(),
            word.startswith("<"),
            word in ",;/|&()",
            at == 0,
            len(word) == 1,
            any(sign.isupper() for sign in word[1:]) and not word.isupper(),
        )
    starts = np.cumsum([0, *(len(word) + 1 for word in words)])
    for mention in find_skills(" ".join(words)):
        at = int(np.searchsorted(starts, mention.start, "right")) - 1
        column = 9
        while at < len(words) and starts[at] < mention.end:
            shapes[at, column] = 1
            shapes[at, 11] = mention.uri is not None
            shapes[at, 12] = mention.uri is not None and mention.uri.startswith("onet")
            column = 10
            at += 1
    return shapes


def decode(scores: Matrix) -> list[int]:
    """The likeliest sequence of O, B and I in which I follows only B or I (Viterbi)."""
    allowed = np.zeros((3, 3), dtype=np.float32)
    allowed[_OUTSIDE, _GOES_ON] = _NEVER
    total = scores[0].copy()
    total[_GOES_ON] += _NEVER
    back = []
    for row in scores[1:]:
        ways = total[:, None] + allowed
        back.append(ways.argmax(axis=0))
        total = ways.max(axis=0) + row
    state = int(total.argmax())
    path = [state]
    for came_from in reversed(back):
        state = int(came_from[state])
        path.append(state)
    return path[::-1]


def spans(tags: Sequence[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start: int | None = None
    for at, tag in enumerate([*tags, _OUTSIDE]):
        if tag != _GOES_ON and start is not None:
            found.append((start, at))
            start = None
        if tag == _BEGINS:
            start = at
    return found


@dataclass(frozen=True, slots=True)
class _Head:
    """Two convolutions over five words each, after a projection; see scripts/train_tagger.py."""

    weights: dict[str, Any]

    def scores(self, features: Matrix, shapes: Matrix) -> Matrix:
        """Logarithms of the likelihoods of O, B, I for skill and for knowledge: [words, 6]."""
        w = self.weights
        seen = np.maximum(features @ w["inp.weight"].T + w["inp.bias"], 0)
        formed = np.maximum(shapes @ w["f.weight"].T + w["f.bias"], 0)
        first = self._convolution("c1", np.concatenate([seen, formed], axis=1))
        second = self._convolution("c2", first)
        raw: Matrix = (first + second) @ w["o.weight"].T + w["o.bias"]
        skill, knowledge = _log_softmax(raw[:, :3]), _log_softmax(raw[:, 3:])
        both: Matrix = np.concatenate([skill, knowledge], axis=1)
        return both

    def _convolution(self, name: str, rows: Matrix) -> Matrix:
        kernel, bias = self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]
        width = kernel.shape[2]
        padded = np.pad(rows, ((width // 2, width // 2), (0, 0)))
        total = np.tile(bias, (len(rows), 1))
        for offset in range(width):
            total += padded[offset : offset + len(rows)] @ kernel[:, :, offset].T
        kept: Matrix = np.maximum(total, 0)
        return kept


def _log_softmax(rows: Matrix) -> Matrix:
    shifted = rows - rows.max(axis=1, keepdims=True)
    result: Matrix = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return result


@cache
def _head() -> _Head:
    packed = resources.files("copilot.skills").joinpath("data/tagger.npz").read_bytes()
    with np.load(io.BytesIO(packed)) as arrays:
        return _Head({name: arrays[name].astype(np.float32) for name in arrays.files})
