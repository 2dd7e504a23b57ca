"""Names that taxonomies list as skills and that say nothing when a letter names them."""

from __future__ import annotations

_GENERIC_TEXT = """
    skills work experience knowledge team management communication analysis data tools leadership
    support english software business technology systems presentation logic clean accuracy
    techniques processes quality design planning research reporting service
"""
_GENERIC = frozenset(_GENERIC_TEXT.split())


def is_generic(skill: str) -> bool:
    """Whether a skill's name alone tells a reader nothing: "communication skills", "data"."""
    words = skill.lower().removesuffix(" skills").split()
    return all(word in _GENERIC for word in words)
