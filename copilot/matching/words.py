"""Words of a text in the form in which two texts are compared, and how much each one says."""

from __future__ import annotations

import gzip
import math
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources

from copilot.skills.names import fold
from copilot.skills.stems import stem as snowball

_WORD = re.compile(r"(?<![^\W_])\.(?=[^\W\d_]{2})[^\W_]+|[^\W_]+(?:\+\+|#)?")

# Words without a meaning of their own, and what every posting says about itself.
_STOPPED = """
    a about above across after again all also am an and any are as at be been being both but by can
    could did do does doing done each either etc every for from get had has have having he her here
    his how i if in into is it its itself just may me might more most must my need no nor not of off
    on once one only or other our out over own per same shall she should so some such than that the
    their them then there these they this those through to too under until up upon us very via was
    we well were what when where which while who whom why will with within without would you your
    ability able apply applicant background bonus candidate experience familiar familiarity good
    great ideal ideally include including job knowledge looking minimum must-have nice opportunity
    plus position preferred proficiency proficient proven qualification qualifications relevant
    require required requirement requirements role similar skill skills solid strong successful
    team understanding work working year years"""
STOPPED = frozenset(_STOPPED.split())


def stem(word: str) -> str:
    """The English stem; words with digits or signs (C++, s3) stay as they are."""
    return snowball(word, "english") if word.isalpha() else word


def stems(text: str) -> list[str]:
    """The stems of the words that say something, in order."""
    words = (fold(hit) for hit in _WORD.findall(text))
    return [stem(word) for word in words if word not in STOPPED and (len(word) > 1 or word in "cr")]


@cache
def _counts() -> tuple[int, dict[str, int]]:
    packed = resources.files("copilot.matching").joinpath("data/word_rarity.tsv.gz").read_bytes()
    first, *rest = gzip.decompress(packed).decode().splitlines()
    counts = (line.split("\t") for line in rest)
    return int(first.strip()), {name: int(n) for name, n in counts}


@lru_cache(maxsize=65536)
def rarity(word_stem: str) -> float:
    """How much a stem says: the inverse document frequency over texts about work (see
    ``scripts/build_word_rarity.py``), scaled so that 1 is a word that stands in one text only."""
    total, counts = _counts()
    return math.log((total + 1) / (counts.get(word_stem, 0) + 1)) / math.log(total + 1)


def coverage(wanted: Iterable[str], held: frozenset[str]) -> float:
    """The share of the wanted stems that are held, each counted by its rarity; 0 to 1."""
    weights = {word: rarity(word) for word in wanted}
    total = sum(weights.values())
    if not total:
        return 0.0
    return sum(weight for word, weight in weights.items() if word in held) / total
