"""Lines joined into paragraphs and list entries."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.documents.resumes.source import Found, Line, Source

_ENDS = (".", "!", "?", ":", ";", "。")


def paragraphs(source: Source, lines: Sequence[Line], confidence: float) -> list[Found]:
    """One value for each bullet or paragraph; lines that wrap are joined."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    values = [
        source.joined([(line.body_start, line.end) for line in group], confidence)
        for group in groups
    ]
    return [value for value in values if value is not None and any(map(str.isalnum, value.value))]


def _goes_on(group: Sequence[Line], line: Line) -> bool:
    before = group[-1]
    if line.is_item or line.gap:
        return False
    begins_low = line.text[:1].islower()
    if before.draft.wraps:
        # A full line that ends a sentence may still be followed by the next sentence of the
        # same paragraph; only a list shows that it is not.
        return (
            begins_low
            or group[0].is_item
            or not before.text.rstrip().endswith(_ENDS)
            or (before.draft.size > 0 and len(before.text) > 60 and not _is_sentence_list(group))
        )
    if begins_low and not before.text.rstrip().endswith((".", "!", "?")):
        return True
    return bool(group[0].is_item and line.draft.x0 > group[0].draft.x0 + 1.0)


def _is_sentence_list(group: Sequence[Line]) -> bool:
    return group[-1].text.rstrip().endswith((".", "!", "?"))
