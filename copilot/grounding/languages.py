"""Which language a text is written in, judged by its closed-class words."""

from __future__ import annotations

from collections import Counter

from copilot.grounding import vocabulary
from copilot.grounding.words import clean, fold

KNOWN = ("en", "de", "fr", "es", "pl")
# Below this share of closed-class words a long text is in none of the known languages.
_SHARE = 0.18
_LONG = 8


def language_of(text: str) -> str | None:
    """ISO 639-1 of the best known language; English for short or telegraphic text; None for a
    long text in a language that is not known."""
    words = [w.strip(".,;:!?()\"'»«") for w in fold(clean(text)).split()]
    words = [w for w in words if w and not w[0].isdigit()]
    if not words:
        return "en"
    hits = Counter(
        {code: sum(w in vocabulary.words(f"function_{code}") for w in words) for code in KNOWN}
    )
    best, count = hits.most_common(1)[0]
    if best != "en" and hits["en"] >= count:
        best, count = "en", hits["en"]
    if len(words) >= _LONG and count / len(words) < _SHARE:
        letters = [c for w in words for c in w if c.isalpha()]
        foreign = sum(not c.isascii() for c in letters) > len(letters) / 3
        lower = sum(w.islower() for w in clean(text).split())
        if foreign or (count == 0 and lower > len(words) * 0.6 and len(words) >= 2 * _LONG):
            return None
    return best
