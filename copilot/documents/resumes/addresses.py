"""Web addresses as people write them, with a scheme or without."""

from __future__ import annotations

import re

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>()|,;]+\.[^\s<>()|,;]+"
    r"|(?:[a-z0-9][a-z0-9-]*\.)+(?P<last>[a-z]{2,24})(?P<path>/[^\s<>()|,;]*)?",
)
# "node.js" and "notes.md" end like a host but are none.
_FILE_ENDINGS = frozenset({"js", "ts", "py", "rb", "cs", "md", "pl", "sh", "vue", "jar", "pdf",
                           "docx", "doc", "txt", "eg", "ie", "etc"})  # fmt: skip
_SCHEME = re.compile(r"^(?:https?://|mailto:|tel:)?(?:www\.)?", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Whether ``text`` is the address of a web page and nothing else."""
    match = _ADDRESS.fullmatch(text.strip())
    if match is None:
        return False
    return not (match["last"] in _FILE_ENDINGS and match["path"] is None)


def bare_address(address: str) -> str:
    """An address without what people leave out: scheme, ``www.`` and closing slash."""
    return _SCHEME.sub("", address).rstrip("/").lower()
