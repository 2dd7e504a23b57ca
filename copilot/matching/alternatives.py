"""Requirements that list several skills: all of them, or any."""

from __future__ import annotations

from copilot.matching.patterns import any_of

SKILLS_MET = 0.75
"""The share of a list from which the list counts as held."""

_EITHER = any_of(
    r"or\b", r"and/or\b", r"such as\b", r"e\.?g\b", r"like\b", r"one of\b", r"any of\b",
    r"similar\b", r"equivalent\b", r"for example\b", r"including but not limited\b",
    r"\w+\s?/\s?\w", r"oder\b", r"z\.\s?b\.", r"ou\b", r"lub\b",
)  # fmt: skip


def offers_alternatives(quote: str) -> bool:
    """Whether the words of a list say that not all of it is needed."""
    return _EITHER.search(quote) is not None
