"""What a profile states, as names: the skills it holds and the words to search postings with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from copilot.domain.profile import Goals
from copilot.domain.resume import Resume
from copilot.matching.passages import PassageKind, passages
from copilot.matching.words import stems
from copilot.skills import aliases, canonical

MOST_WORDS = 60
"""What a search is made of: the first so many names and words."""

_RECENT = 3
"""Work entries whose titles are searched for; a résumé lists the newest first."""
_NAMES = frozenset({PassageKind.SKILL, PassageKind.CERTIFICATE, PassageKind.LANGUAGE})


def stated_skills(resume: Resume) -> tuple[str, ...]:
    """Canonical labels of all skills, certificates and languages that the résumé names, those that
    it lists as such first, then by how often it names them."""
    listed: dict[str, None] = {}
    named: Counter[str] = Counter()
    for place in passages(resume):
        if place.kind in _NAMES:
            listed[canonical(place.text)] = None
        named.update(place.skills)
    return tuple(dict.fromkeys([*listed, *(label for label, _ in named.most_common())]))


def known_names(labels: Iterable[str]) -> frozenset[str]:
    """All names of these skills, in lower case."""
    return frozenset(name.lower() for label in labels for name in aliases(label))


def search_words(resume: Resume, goals: Goals) -> str:
    """The profile as a question to full text, in the form of ``websearch_to_tsquery``: any of its
    skills, or any word of the titles it wants or has had. Empty if it names nothing."""
    titles = [
        *goals.titles,
        resume.basics.label or "",
        *(work.position or "" for work in resume.work[:_RECENT]),
    ]
    plain = [word for title in titles for word in title.split() if stems(word)]
    asked = dict.fromkeys(
        _quoted(part) for part in (*plain[: MOST_WORDS // 3], *stated_skills(resume))
    )
    return " or ".join([part for part in asked if part][:MOST_WORDS])


def _quoted(part: str) -> str:
    words = " ".join(part.replace('"', " ").split())
    return f'"{words}"' if words else ""
