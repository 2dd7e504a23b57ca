"""The comparison as one page: no scripts, nothing from elsewhere, every text escaped."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from flask import render_template
from markupsafe import Markup

from copilot.domain.changes import Change, ChangeKind
from webapp.comparisons import ComparedDocument

_LABELS = {
    ChangeKind.ADDED: "Added",
    ChangeKind.REMOVED: "Removed",
    ChangeKind.LEFT_OUT: "Left out to fit the page",
    ChangeKind.REWORDED: "Reworded",
    ChangeKind.REORDERED: "Moved",
}
_COUNTED = {**_LABELS, ChangeKind.LEFT_OUT: "left out"}
_SECTIONS = {
    "basics": "Head and summary",
    "work": "Experience",
    "volunteer": "Volunteering",
    "letter": "Sentence by sentence",
}
_TITLES = {"resume": "What changed in your résumé", "cover_letter": "What your letter stands on"}


@dataclass(frozen=True, slots=True)
class _Place:
    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Section:
    heading: str
    places: tuple[_Place, ...]


def comparison_page(document: ComparedDocument) -> str:
    sections = [
        _Section(
            _SECTIONS.get(name, name.capitalize()),
            tuple(
                _Place(title, tuple(inside))
                for title, inside in groupby(changes, key=lambda change: change.place)
            ),
        )
        for name, changes in groupby(document.comparison.changes, key=lambda c: c.section)
    ]
    return render_template(
        "comparison.html",
        title=_TITLES[document.kind],
        document=document,
        sections=sections,
        labels=_LABELS,
        counted=[
            (kind, _COUNTED[ChangeKind(kind)].lower(), count)
            for kind, count in document.counts.items()
            if count
        ],
        style=Markup(_style()),  # noqa: S704 (our own file)
    )


@cache
def page_policy() -> str:
    """The page's style is known by its hash; nothing else loads or runs."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )


@cache
def _style() -> str:
    return (Path(__file__).parent / "templates" / "comparison.css").read_text(encoding="utf-8")
