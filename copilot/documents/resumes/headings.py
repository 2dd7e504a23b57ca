"""Which section a heading opens.

A heading is known by its words: every word belongs to one section's vocabulary or is filler. So
"Relevant Work Experience" and "Education and Training" need no entry of their own.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from copilot.documents.resumes.folding import words_of
from copilot.documents.resumes.wordlists import blocks, wordlist


class Kind(StrEnum):
    HEADER = "header"
    SUMMARY = "summary"
    WORK = "work"
    EDUCATION = "education"
    SKILLS = "skills"
    LANGUAGES = "languages"
    CERTIFICATES = "certificates"
    PROJECTS = "projects"
    PUBLICATIONS = "publications"
    AWARDS = "awards"
    VOLUNTEER = "volunteer"
    INTERESTS = "interests"
    REFERENCES = "references"
    CONTACT = "contact"
    OTHER = "other"


_BY_PHRASE = {
    phrase: Kind(kind) for kind, phrases in blocks("headings").items() for phrase in phrases
}

_FILLERS = wordlist("heading_fillers")
_SINGLE = {phrase: kind for phrase, kind in _BY_PHRASE.items() if " " not in phrase}
# In combined headings the section that holds more of the document decides.
_ORDER = list(Kind)
_STRONG = (
    Kind.WORK, Kind.EDUCATION, Kind.SKILLS, Kind.PROJECTS, Kind.CERTIFICATES, Kind.LANGUAGES,
    Kind.PUBLICATIONS, Kind.AWARDS, Kind.VOLUNTEER, Kind.INTERESTS, Kind.REFERENCES, Kind.SUMMARY,
    Kind.CONTACT, Kind.OTHER,
)  # fmt: skip
_MAX_WORDS = 7
_DECORATION = re.compile(r"^[\W_\uf000-\uf0ff]+|[\W_]+$")
_DIGITS = re.compile(r"\d")


@lru_cache(maxsize=16384)
def section_of(text: str) -> Kind | None:
    """The section that ``text`` opens if it is a heading and nothing else."""
    bare = _DECORATION.sub("", text.strip())
    if not bare or len(bare) > 70 or _DIGITS.search(bare) or ("," in bare and len(bare) > 50):
        return None
    if "\t" in bare or bare.endswith((".", "!")):
        return None
    words = words_of(bare)
    if not 1 <= len(words) <= _MAX_WORDS:
        return None
    phrase = " ".join(words)
    if phrase in _BY_PHRASE:
        return _BY_PHRASE[phrase]
    joined = phrase.replace(" ", "")
    if len(joined) > 4 and joined in _JOINED:
        return _JOINED[joined]
    without = " ".join(word for word in words if word not in ("and", "und", "i", "et", "y", "e"))
    if without in _BY_PHRASE:
        return _BY_PHRASE[without]
    return _combined(words)


_JOINED = {phrase.replace(" ", ""): kind for phrase, kind in _BY_PHRASE.items()}


def _combined(words: list[str]) -> Kind | None:
    kinds = {
        kind for word in words if (kind := _SINGLE.get(word)) is not None and word not in _FILLERS
    }
    if not kinds or any(word not in _SINGLE and word not in _FILLERS for word in words):
        return None
    return next(kind for kind in _STRONG if kind in kinds)
