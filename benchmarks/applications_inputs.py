"""Which postings and résumés of a data folder the benchmark of whole applications submits.

Chosen by position in sorted order, so the same folder gives the same choice; ``seed`` gives another
one. Forms are those of ``intake_postings`` and ``intake_resumes``: whole pages with
``expected.json``, ``postings_*``, résumés as PDF in ``resumes_*_pdf`` and as DOCX in
``match_vacancy_resume_docx``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.intake_postings import Post, posts

Item = TypeVar("Item")

_STEP = 7919
"""A prime, so that steps through a folder neither repeat nor stay in one corner of it."""
_FEWEST_CHARACTERS = 600
"""Of a record; shorter ones are teasers, which nobody submits."""


@dataclass(frozen=True, slots=True)
class PostingInput:
    name: str
    body: dict[str, Any]
    """The ``posting`` member of a submission."""


def choose_postings(data: Path, count: int, seed: int = 0) -> list[PostingInput]:
    """Up to ``count`` postings, taken from each form in turn."""
    forms = [_pages(data)]
    forms += [_spread(_posts(folder), seed) for folder in sorted(data.glob("postings_*"))]
    return _in_turn(forms, count)


def choose_resumes(data: Path, count: int, seed: int = 0) -> list[Path]:
    """Up to ``count`` résumés, PDF and DOCX in turn."""
    pdfs = sorted(path for folder in data.glob("resumes_*_pdf") for path in folder.rglob("*.pdf"))
    docx = sorted((data / "match_vacancy_resume_docx").rglob("*.docx"))
    return _in_turn([_spread(pdfs, seed), _spread(docx, seed)], count)


def _in_turn(forms: Sequence[Sequence[Item]], count: int) -> list[Item]:
    chosen: list[Item] = []
    for position in range(max((len(form) for form in forms), default=0)):
        chosen += [form[position] for form in forms if position < len(form)]
    return chosen[:count]


def _spread(items: Sequence[Item], seed: int) -> list[Item]:
    """All items in an order that jumps through them."""
    order = sorted(range(len(items)), key=lambda n: ((n + seed + 1) * _STEP) % (len(items) + 1))
    return [items[n] for n in order]


def _pages(data: Path) -> list[PostingInput]:
    found: list[PostingInput] = []
    for listing in sorted(data.glob("*/expected.json")):
        for name, expected in json.loads(listing.read_text("utf-8")).items():
            path = listing.parent / name
            if expected["kind"] == "posting" and path.suffix == ".html" and path.is_file():
                body = {"html": path.read_text("utf-8", errors="replace")}
                if expected.get("url"):
                    body["url"] = expected["url"]
                found.append(PostingInput(name, body))
    return found


def _posts(folder: Path) -> list[PostingInput]:
    return [PostingInput(post.name, _body(post)) for post in posts(folder) if _is_whole(post)]


def _is_whole(post: Post) -> bool:
    return len(post.text) >= _FEWEST_CHARACTERS


def _body(post: Post) -> dict[str, Any]:
    """What the extension sends: the page, or selected text with the fields that were selected.

    The label's title and company are what the site shows around the body of a front-matter post,
    so they are what a person would have selected there.
    """
    stated = dict(post.stated or {})
    if post.label is not None:
        stated |= dict(_selected(post.label))
    kind = "html" if post.media_type == "text/html" else "text"
    return {kind: post.text.decode("utf-8", errors="replace"), "stated": stated}


def _selected(label: dict[str, str | None]) -> Iterator[tuple[str, str]]:
    for name in ("title", "company", "location"):
        value = label.get(name)
        if value:
            yield name, value[:300]
