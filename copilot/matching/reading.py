"""A profile, read once for all the postings it is compared with."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from copilot.domain.resume import Resume
from copilot.embeddings import Encoder, Vectors, encoder_id
from copilot.matching.passages import Passage, passages


@dataclass(frozen=True, slots=True)
class ReadProfile:
    resume: Resume
    passages: tuple[Passage, ...]
    vectors: Vectors
    """One row a passage."""
    skills: frozenset[str]
    """Canonical labels of all skills that the résumé names."""
    stems: frozenset[str]


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
    places = passages(resume)
    profile = ReadProfile(
        resume=resume,
        passages=places,
        vectors=encoder.encode([place.text for place in places]),
        skills=frozenset().union(*(place.skills for place in places)),
        stems=frozenset().union(*(place.stems for place in places)),
    )
    with _lock:
        _read[key] = profile
        while len(_read) > _KEPT:
            _read.popitem(last=False)
    return profile
