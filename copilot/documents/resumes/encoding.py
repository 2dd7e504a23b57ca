"""Text that was decoded with the wrong character set on its way into a document, mended."""

from __future__ import annotations

import re

# UTF-8 bytes read as Windows-1252; bytes that have no letter there may be lost.
_MISREAD = re.compile(
    "[ÂÃâÄÅïð][\x80-\xbf\u2010-\u203a\u20ac\u2122\u0152-\u017e\u0192\u02c6\u02dc]{1,3}"
)
# A no-break space and a full-width hyphen whose second and third bytes were lost.
_LONE_NO_BREAK = re.compile(r"(?<=[^A-ZÀ-Þ])Â(?![a-zà-ÿ])|^Â(?=\W|$)")
_WIDE_PUNCTUATION = re.compile("ï¼[\x80-\xbf]?")


def mended(text: str) -> str:
    """``text`` with mojibake resolved where it is certain; else as it is."""
    if text.isascii():
        return text
    text = _MISREAD.sub(_reread, text)
    text = _WIDE_PUNCTUATION.sub(" - ", text)
    return _LONE_NO_BREAK.sub(" ", text)


def _reread(match: re.Match[str]) -> str:
    try:
        return match[0].encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        pass
    try:
        return match[0].encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return match[0]
