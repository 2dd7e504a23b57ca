"""Characters: what a person cannot see goes, what is left is compared in one folded form."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

# Zero-width and invisible-operator characters, soft hyphen, bidi controls, variation selectors,
# interlinear annotation, the tag block and its variation selectors supplement, Hangul and Khmer
# fillers, Braille blank: none of them shows, all of them can carry or split text.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ANY_SPACE = re.compile(r"\s+")
_WORDS = re.compile(r"[^\W_]+")
_EMPTY_WORDS = frozenset(
    {"null", "none", "undefined", "n/a", "na", "tbd", "unknown", "-", "--", ".", "not specified"}
)


def without_invisible(text: str) -> str:
    """``text`` without characters that have no visible form; line breaks and tabs stay."""
    return _CONTROL.sub("", _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def one_line(text: str | None) -> str | None:
    """Text for a single-line field, or None if nothing is said in it."""
    if text is None:
        return None
    line = _ANY_SPACE.sub(" ", without_invisible(unescape(text))).strip(" \u00b7|•*_#;,–—")
    return None if not line or line.casefold() in _EMPTY_WORDS else line


def fold(text: str) -> str:
    """Case-, accent- and punctuation-folded: how two texts are compared."""
    decomposed = unicodedata.normalize("NFKD", without_invisible(text))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    return " ".join(_WORDS.findall(plain))
