"""The role that a running text is about, where no heading says it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from copilot.documents.postings.cleaning import fold
from copilot.documents.postings.roles import is_role_word, singular
from copilot.documents.postings.titles import SEEKING, title_in_phrase, title_of_heading

_AS_A = re.compile(
    r"\b(?:as|als|en tant que|como)\s+(?:an?|our|the|une?)?\s*(?P<rest>[^\n.;:!?,]{3,90}),?\s*"
    r"(?:you|your|we|our|he|she|sie|du|vous)\b",
    re.IGNORECASE,
)
_ROLE_OF = re.compile(
    r"\b(?:the|this|our|their|a|an)\s+(?P<rest>[^\n.;:!?,]{3,70}?)\s+(?:will"
    r"|would|is responsible|is expected"
    r"|role|position|job|vacancy|opportunity|shall|must|should|reports?|has)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w-]*")
_BEFORE_ROLE = re.compile(r"(?:[^\W\d_][\w+#/&-]* ){1,3}$")
_OTHERS_BEFORE = re.compile(
    r"\b(?:with|alongside|to|from|for|of|our|their|other"
    r"|and|ex|former|than|between|among|report\w*|find(?:ing)?)"
    r"(?:\W+\w+)?\W+$",
    re.IGNORECASE,
)
_OFTEN = 1.2
"""What others' roles must add up to, to be taken for the one that a text is about."""
_PEERS_BEFORE = re.compile(r"\bteam of (?:\w+ )?$|\bfellow $", re.IGNORECASE)


def find_title(lines: Sequence[str], heads: Sequence[str]) -> str | None:
    """The role that a text is about."""
    for heading in heads:
        if title := title_of_heading(heading):
            return title
    text = "\n".join(lines)
    for pattern in (SEEKING, _AS_A, _ROLE_OF):
        for match in pattern.finditer(text):
            if title := title_in_phrase(match["rest"]):
                return title
    return _most_named(text)


def seeks_somebody(text: str) -> bool:
    """True if the text says that somebody is looked for, and names the role."""
    return any(title_in_phrase(match["rest"]) for match in SEEKING.finditer(text))


def role_spoken_of(lines: Sequence[str]) -> str | None:
    """The role that a text names at all, be it only a colleague's: better than no title."""
    return _most_named("\n".join(lines), others_too=True)


def _most_named(text: str, *, others_too: bool = False) -> str | None:
    """The role that a text speaks of most, for texts that never say whom they seek.

    A role that follows "with", "to" or "our" is mostly somebody else: a colleague, a customer. So
    is one in the plural: "a site where families find carers". What is spoken of otherwise hardly
    ever counts if ``others_too``.
    """
    names: dict[str, float] = defaultdict(float)
    written: dict[str, str] = {}
    direct: set[str] = set()
    for match in _WORD.finditer(text):
        if not is_role_word(fold(match[0])):
            continue
        before = _BEFORE_ROLE.search(text[max(0, match.start() - 60) : match.start()])
        phrase = (before[0] if before else "") + match[0]
        while (title := title_in_phrase(phrase)) is None and " " in phrase:
            phrase = phrase.split(" ", 1)[1]
        if not title:
            continue
        start = match.end() - len(phrase) + _nth_word_from_end(phrase, len(title.split()))
        context = text[max(0, start - 40) : start]
        plural = singular(fold(match[0])) != fold(match[0])
        signs = context.endswith(", ") and text[match.end() : match.end() + 1] in ("", "\n")
        others = plural or signs or bool(_OTHERS_BEFORE.search(context))
        key = fold(title)
        if not others or _PEERS_BEFORE.search(context):
            direct.add(key)
        names[key] += (0.4 if others else 1.0) * (1.5 if " " in key else 1.0)
        written.setdefault(key, title)
    candidates = [key for key in names if others_too or key in direct or names[key] >= _OFTEN]
    return written[max(candidates, key=lambda key: names[key])] if candidates else None


def _nth_word_from_end(phrase: str, count: int) -> int:
    """Where the last ``count`` words of a phrase begin."""
    starts = [match.start() for match in re.finditer(r"\S+", phrase)]
    return starts[-count] if count <= len(starts) else 0
