"""What a place of a JSON Resume document says, for a person."""

from __future__ import annotations

import re
from typing import Any

_STEP = re.compile(r"([A-Za-z_]+)|\[(\d+)\]")
# The members that head an entry, most telling first.
_HEADS = (
    "position", "studyType", "area", "title", "name", "institution", "organization", "language",
    "network",
)  # fmt: skip
_MOST_HEADS = 2


def text_of(node: Any) -> str:
    """All that stands at a node, in one line."""
    if isinstance(node, dict):
        return " · ".join(filter(None, map(text_of, node.values())))
    if isinstance(node, list):
        return ", ".join(filter(None, map(text_of, node)))
    return "" if node is None else str(node)


def title_of(entry: Any) -> str:
    """What an entry is called: ``Staff Nurse · St Brendan’s Hospital``."""
    if not isinstance(entry, dict):
        return text_of(entry)
    heads = [str(entry[name]) for name in _HEADS if isinstance(entry.get(name), str)]
    return " · ".join(heads[:_MOST_HEADS]) or text_of(entry)


def at(document: Any, path: str) -> Any:
    """What stands at a path such as ``work[0].highlights[2]``; None if nothing does. Steps that
    no document has (``sentences[1]``) end the walk at what they are part of."""
    node = document
    for name, index in _STEP.findall(path):
        if isinstance(node, str):
            break
        if name:
            node = node.get(name) if isinstance(node, dict) else None
        else:
            node = node[int(index)] if isinstance(node, list) and int(index) < len(node) else None
    return node
