"""How a name of a skill is written, made comparable.

A key is the name as lower-case tokens with one space between them. Case, hyphens, slashes and
apostrophes do not tell names apart; ``+``, ``#`` and a leading dot do (C, C++, C#, .NET).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# A dot leads a token only where no word ends before it: ".NET" but not "Node.js" or "end.Next".
_TOKEN = re.compile(r"(?<![^\W_])\.(?=[^\W\d_]{2})[^\W_]+|[^\W_]+(?:\+\+|#|\+(?![^\W_]))?|&")

# What may stand between the tokens of one name.
_JOINT = re.compile(r"[ \t\u00a0]?[-–/.'’][ \t\u00a0]?|[ \t\u00a0]*\n?[ \t\u00a0]*|[ \t\u00a0]?\Z")

_PARENTHESES = re.compile(r"\s*\([^()]*\)\s*$")

# Letters that Unicode does not take apart.
_STROKES = str.maketrans({"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ı": "i"})


@dataclass(frozen=True, slots=True)
class Token:
    key: str
    start: int
    end: int
    joined: bool
    """True if this token may belong to one name with the token before it."""


def tokens(text: str) -> list[Token]:
    """The tokens of a text with their offsets in it."""
    found: list[Token] = []
    end = 0
    for hit in _TOKEN.finditer(text):
        written = hit.group()
        gap = text[end : hit.start()]
        joined = bool(found) and _JOINT.fullmatch(gap) is not None
        found.append(Token(fold(written), hit.start(), hit.end(), joined))
        end = hit.end()
    return found


def fold(written: str) -> str:
    """One token, without case, accents and typographic forms."""
    if written == "&":
        return "and"
    if written.isascii():
        return written.lower()
    decomposed = unicodedata.normalize("NFKD", written.translate(_STROKES))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


@lru_cache(maxsize=16_384)
def key(name: str) -> str:
    """What two spellings of one name have in common; empty if the name holds no word."""
    return " ".join(fold(hit.group()) for hit in _TOKEN.finditer(name))


def without_parentheses(name: str) -> str:
    """``Java (computer programming)`` → ``Java``; the name itself if nothing else is left."""
    return _PARENTHESES.sub("", name).strip() or name
