"""What a person should check after their résumé was read, in words for them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from copilot.domain.resume import Resume, Work

_REPLACEMENT = "\ufffd"


def warnings_of(resume: Resume, unplaced: Sequence[str], text: str) -> tuple[str, ...]:
    """One sentence or two for each thing that is missing or in doubt; none where all is well."""
    found = (
        _lost(text),
        *_person(resume),
        *_work(resume.work),
        _unplaced(len(unplaced)),
    )
    return tuple(warning for warning in found if warning is not None)


def _lost(text: str) -> str | None:
    lost = sum(char == _REPLACEMENT or unicodedata.category(char) == "Co" for char in text)
    if not lost:
        return None
    return (
        f"{_counted(lost, 'character')} of the document could not be read, because its fonts do "
        "not say which letters they show. Check names and numbers."
    )


def _person(resume: Resume) -> list[str | None]:
    basics = resume.basics
    missing = [
        what
        for what, value in (("name", basics.name), ("e-mail address", basics.email))
        if not value
    ]
    if not missing:
        return [None]
    return [f"No {' and no '.join(missing)} was found. Add what your letters should carry."]


def _work(work: Sequence[Work]) -> list[str | None]:
    if not work:
        return [
            "No work experience was found. If the document has some, give it a heading such as "
            '"Experience", or add it by hand.'
        ]
    undated = sum(entry.start_date is None and entry.end_date is None for entry in work)
    nameless = sum(entry.name is None for entry in work)
    untitled = sum(entry.position is None for entry in work)
    warnings: list[str | None] = []
    if undated == len(work):
        warnings.append(
            "No dates were found in the work experience. Add them: years of experience are "
            "counted from them."
        )
    elif undated:
        warnings.append(_of_all(undated, len(work), "no dates"))
    if nameless:
        warnings.append(_of_all(nameless, len(work), "no employer"))
    if untitled:
        warnings.append(_of_all(untitled, len(work), "no position"))
    return warnings


def _of_all(count: int, total: int, what: str) -> str:
    have = "has" if count == 1 else "have"
    return (
        f"{count} of {_counted(total, 'entry', 'entries')} in the work experience {have} {what}. "
        "Complete them where you can."
    )


def _unplaced(count: int) -> str | None:
    if not count:
        return None
    return (
        f"{_counted(count, 'part')} of the document could not be placed in any field. "
        "Read through them and move what matters."
    )


def _counted(count: int, one: str, many: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
