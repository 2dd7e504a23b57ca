"""Which language a text is written in, judged by its closed-class words."""

from __future__ import annotations

from collections import Counter

from copilot.grounding import vocabulary
from copilot.grounding.words import clean, fold

KNOWN = ("en", "de", "fr", "es", "pl")
# Below this share of closed-class words a long text is in none of the known languages.
_SHARE = 0.18
_LONG = 8
# Running prose of a known language has more closed-class words than this.
_LEAST = 0.13
_LOWER = 0.6


def language_of(text: str) -> str | None:
    """ISO 639-1 of the best known language; English for short or telegraphic text; None for a
    long text in a language that is not known."""
    words = [w.strip(".,;:!?()\"'»«") for w in fold(clean(text)).split()]
    words = [w for w in words if w and not w[0].isdigit()]
    if not words:
        return "en"
    hits = Counter(
        {code: sum(map(vocabulary.words(f"function_{code}").__contains__, words)) for code in KNOWN}
    )
    best, count = hits.most_common(1)[0]
    if best != "en" and hits["en"] >= count:
        best, count = "en", hits["en"]
    share = count / len(words)
    if len(words) >= _LONG and share < _SHARE:
        letters = [c for w in words for c in w if c.isalpha()]
        if sum(not c.isascii() for c in letters) > len(letters) / 3:
            return None  # another script
    if len(words) >= 2 * _LONG and share < _LEAST and _in_sentences(text):
        return None
    return best


def _in_sentences(text: str) -> bool:
    """Whether a text is running prose, not a list of terms."""
    words = clean(text).split()
    return sum(w[:1].islower() for w in words) > len(words) * _LOWER
