"""Text that every format can carry, and addresses that may become live links."""

from __future__ import annotations

import re

# What XML 1.0 forbids (DOCX cannot hold it), what no font draws and what only plays tricks: control
# characters, lone surrogates, non-characters, zero-width spaces, soft hyphens, Unicode tags,
# embeddings that turn the direction of text. Joiners stay: emoji and Persian need them. Line ends
# are handled before.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u00ad\u200b\u2060\u202a-\u202e\ufeff\U000e0000-\U000e007f]"
)
_SPACES = re.compile(r"[ \t]+")
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|\x85|\x0b|\x0c")
_LIVE = re.compile(r"(?:https?://|mailto:|tel:)\S+", re.IGNORECASE)
_BARE_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,24}(?:[/?#]\S*)?", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")


def printable(text: str | None) -> str:
    """One line: line ends and runs of blanks become one space, unprintable characters go."""
    return " ".join(paragraphs(text))


def paragraphs(text: str | None) -> tuple[str, ...]:
    """The text's lines that are not empty, each printable."""
    if not text:
        return ()
    lines = (
        _SPACES.sub(" ", _UNPRINTABLE.sub("", line)).strip()
        for line in _LINE_ENDS.sub("\n", text).split("\n")
    )
    return tuple(line for line in lines if line)


def live_address(url: str) -> str | None:
    """The address a link may point at, or None: only web, mail and telephone addresses become
    links, never ``javascript:``, ``file:`` or anything else a document could carry."""
    if _LIVE.fullmatch(url):
        return url
    if _EMAIL.fullmatch(url):
        return f"mailto:{url}"
    return f"https://{url}" if _BARE_HOST.fullmatch(url) else None


def shown_address(url: str) -> str:
    """As a person writes it: without scheme, ``www.`` and closing slash."""
    bare = re.sub(r"^(?:https?://|mailto:|tel:)(?:www\.)?", "", url, flags=re.IGNORECASE)
    return bare.rstrip("/") or url


def telephone(phone: str) -> str | None:
    digits = re.sub(r"[^\d+]", "", phone)
    return f"tel:{digits}" if re.fullmatch(r"\+?\d{5,15}", digits) else None
