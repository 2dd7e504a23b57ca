"""A profile, read once for all the postings it is compared with."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import numpy as np

from copilot.domain.resume import Resume
from copilot.embeddings import Encoder, Vectors, encoder_id
from copilot.matching.passages import Passage, PassageKind, passages
from copilot.skills import canonical


@dataclass(frozen=True, slots=True)
class ReadProfile:
    resume: Resume
    passages: tuple[Passage, ...]
    vectors: Vectors
    """One row a passage; zeros for a bare name, where words say all there is."""
    stems: frozenset[str]
    by_skill: dict[str, tuple[int, ...]]
    """Canonical label → passages that name the skill: first what was done with it, then lists."""
    by_stem: dict[str, tuple[int, ...]]

    def naming(self, skill: str) -> tuple[Passage, ...]:
        """The places that name a skill by any of its names, the most telling first."""
        return tuple(self.passages[at] for at in self.by_skill.get(canonical(skill).casefold(), ()))


_KEPT = 64
_lock = Lock()
_read: OrderedDict[tuple[str, str], ReadProfile] = OrderedDict()


def read_profile(resume: Resume, encoder: Encoder) -> ReadProfile:
    """The profile's places with their vectors; the last profiles of a process are kept."""
    digest = hashlib.sha256(resume.canonical().encode()).hexdigest()
    key = (digest, encoder_id(encoder))
    with _lock:
        if key in _read:
            _read.move_to_end(key)
            return _read[key]
    profile = _read_now(resume, encoder)
    with _lock:
        _read[key] = profile
        while len(_read) > _KEPT:
            _read.popitem(last=False)
    return profile


# Names and titles of a few words: their vectors add nothing to their words.
_BARE = frozenset({PassageKind.SKILL, PassageKind.LANGUAGE})


def _read_now(resume: Resume, encoder: Encoder) -> ReadProfile:
    places = passages(resume)
    told = [at for at, place in enumerate(places) if place.kind not in _BARE]
    vectors: Vectors = np.zeros((len(places), encoder.dimensions), dtype=np.float32)
    vectors[told] = encoder.encode([places[at].text for at in told])
    by_skill: dict[str, list[int]] = {}
    by_stem: dict[str, list[int]] = {}
    order = sorted(range(len(places)), key=lambda at: places[at].kind is not PassageKind.HIGHLIGHT)
    for at in order:
        for label in places[at].skills:
            by_skill.setdefault(label.casefold(), []).append(at)
    for at, place in enumerate(places):
        for word in place.stems:
            by_stem.setdefault(word, []).append(at)
    return ReadProfile(
        resume=resume,
        passages=places,
        vectors=vectors,
        stems=frozenset(by_stem),
        by_skill={label: tuple(found) for label, found in by_skill.items()},
        by_stem={word: tuple(found) for word, found in by_stem.items()},
    )
