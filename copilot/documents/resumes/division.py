"""The head of an entry in pieces: position, employer, place, parted by a comma or a word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.documents.resumes.fragments import Fragment, comma_parts
from copilot.documents.resumes.heads import has_form
from copilot.documents.resumes.vocabulary import is_place, organisation_score, role_score

_LONGEST_FORM = 1
_EMPLOYED = re.compile(r"\W?\s+(?:in|with|for|(?P<as>as(?: an?)?))\s+", re.IGNORECASE)
_PLAIN_ROLE = 0.8


def divided(fragment: Fragment) -> list[Fragment]:
    """A fragment cut at the commas that part a position, an employer and a place."""
    if is_place(fragment.text):
        return [fragment]
    employed = _employed(fragment)
    if employed:
        return [part for piece in employed for part in divided(piece)]
    parts = comma_parts(fragment)
    if len(parts) < 2:
        return _place_in_brackets(fragment)
    tail = next(
        (n for n in range(1, len(parts)) if is_place(_text_of(fragment, parts[n:]))), len(parts)
    )
    # "Gdynia" of "Harbour Works, Gdynia, Poland" is known by the country after it.
    if (
        tail > 2
        and tail < len(parts)
        and len(parts[tail - 1].text.split()) <= 2
        and not (organisation_score(parts[tail - 1].text) or role_score(parts[tail - 1].text))
    ):
        tail -= 1
    heads = parts[:tail]
    cut = next(
        (
            n
            for n in range(1, len(heads))
            if (role_score(heads[n - 1].text) > 0) != (role_score(heads[n].text) > 0)
            and not _is_form(heads[n].text)
        ),
        None,
    )
    groups = [heads[:cut], heads[cut:]] if cut else [heads]
    result = [_spanning(fragment, group, cut=n > 0) for n, group in enumerate(groups)]
    if tail < len(parts):
        result.append(_spanning(fragment, parts[tail:]))
    return result


def _employed(fragment: Fragment) -> list[Fragment]:
    """The two halves of "Systems Engineer in Harbour Works Limited" or "Harbour Works as Clerk";
    none if the words on either side are no position and no employer."""
    for match in _EMPLOYED.finditer(fragment.text):
        left, right = fragment.text[: match.start()], fragment.text[match.end() :]
        if match["as"]:
            role, employer = right, left
        else:
            role, employer = left, right
        named = employer[:1].isupper() and organisation_score(employer) > role_score(employer)
        if role_score(role) >= _PLAIN_ROLE and not organisation_score(role) and named:
            middle, start = fragment.start + match.start(), fragment.start + match.end()
            return [
                Fragment(fragment.start, middle, left, fragment.row),
                Fragment(start, fragment.end, right, fragment.row),
            ]
    return []


def _is_form(text: str) -> bool:
    """Whether ``text`` is a legal form, such as "Inc.", and no name."""
    return len(text.split()) <= _LONGEST_FORM and has_form(text.rstrip(".") + ".")


def _place_in_brackets(fragment: Fragment) -> list[Fragment]:
    match = re.search(r"\s*\(([^()]+)\)$", fragment.text)
    if match is None or not is_place(match[1]) or match.start() == 0:
        return [fragment]
    start = fragment.start + match.start(1)
    return [
        Fragment(fragment.start, fragment.start + match.start(), fragment.text[: match.start()],
                 fragment.row),
        Fragment(start, start + len(match[1]), match[1], fragment.row),
    ]  # fmt: skip


def _spanning(fragment: Fragment, parts: Sequence[Fragment], *, cut: bool = False) -> Fragment:
    start, end = parts[0].start, parts[-1].end
    text = fragment.text[start - fragment.start : end - fragment.start]
    return Fragment(start, end, text, fragment.row, cut)


def _text_of(fragment: Fragment, parts: Sequence[Fragment]) -> str:
    return _spanning(fragment, parts).text
