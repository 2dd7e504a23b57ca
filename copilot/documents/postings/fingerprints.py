"""Recognising the same posting again: reposted, or on another site."""

from __future__ import annotations

import hashlib
import re

from copilot.documents.postings.cleaning import fold
from copilot.documents.postings.markdown import plain
from copilot.documents.postings.places import is_region_or_country
from copilot.domain.posting import Posting

_SHINGLE = 4
_BITS = 64
_NEAR_BITS = 10
"""Simhashes of one text with small edits differ in few of 64 bits, of two texts in about 32."""
_LONGER_SHARE = 0.6
_LEGAL_FORMS = frozenset(
    [
        "inc",
        "ltd",
        "llc",
        "gmbh",
        "ag",
        "plc",
        "limited",
        "corp",
        "corporation",
        "co",
        "company",
        "bv",
        "sa",
        "sas",
        "se",
        "kg",
        "pty",
        "srl",
        "spa",
    ]
)
_TITLE_NOISE = re.compile(
    r"\((?:[mwfdxh](?:\s*[/|*]\s*[mwfdxh]){1,3}|all genders)\)", re.IGNORECASE
)


def fingerprint(posting: Posting) -> str:
    """A key that is the same for the same posting reposted or on another site: 32 hex digits.

    Made of title, company and city, folded. A posting that names neither company nor city is
    keyed by its description too, so that two unnamed employers never share a key. Whether two
    postings with different keys are the same is for ``same_posting``.
    """
    company, city = _company(posting), _city(posting)
    parts = [_title(posting), company, city]
    if not company:
        parts.append(f"{_simhash(_words(posting)):016x}")
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def same_posting(a: Posting, b: Posting) -> bool:
    """True if both are the same posting, allowing for small edits and fields that one lacks."""
    if a.canonical_url and a.canonical_url == b.canonical_url:
        return True
    if _title(a) != _title(b) and not (_title(a) in _title(b) or _title(b) in _title(a)):
        return False
    for left, right in ((_company(a), _company(b)), (_city(a), _city(b))):
        if left and right and left != right and left not in right and right not in left:
            return False
    words_a, words_b = _words(a), _words(b)
    if (_simhash(words_a) ^ _simhash(words_b)).bit_count() <= _NEAR_BITS:
        return True
    shingles_a, shingles_b = _shingles(words_a), _shingles(words_b)
    smaller = min(len(shingles_a), len(shingles_b))
    # One site may show a part of what the other shows.
    return smaller > 0 and len(shingles_a & shingles_b) / smaller >= _LONGER_SHARE


def _title(posting: Posting) -> str:
    return fold(_TITLE_NOISE.sub(" ", posting.title))


def _company(posting: Posting) -> str:
    words = fold(posting.company or "").split()
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    return " ".join(words)


def _city(posting: Posting) -> str:
    cities = set()
    for location in posting.locations:
        first = re.split(r"[,(/|]", location)[0]
        city = " ".join(w for w in fold(first).split() if not w.isdigit())
        words = city.split()
        while len(words) > 1 and is_region_or_country(words[-1]):
            words.pop()
        cities.add(" ".join(words))
    return min(cities, default="")


def _words(posting: Posting) -> list[str]:
    return fold(plain(posting.description)).split()


def _shingles(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))}


def _simhash(words: list[str]) -> int:
    weights = [0] * _BITS
    for shingle in _shingles(words):
        digest = hashlib.blake2b(" ".join(shingle).encode(), digest_size=8).digest()
        value = int.from_bytes(digest, "big")
        for bit in range(_BITS):
            weights[bit] += 1 if value >> bit & 1 else -1
    return sum(1 << bit for bit, weight in enumerate(weights) if weight > 0)
