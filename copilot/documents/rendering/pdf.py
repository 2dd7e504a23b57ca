"""PDF through Typst: offline, tagged, our fonts only, the same bytes for the same input."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from copilot.documents.rendering.formats import Paper, Template
from copilot.documents.rendering.letterhead import LetterOutline
from copilot.documents.rendering.outline import Outline
from copilot.documents.rendering.wording import is_right_to_left

_HERE = Path(__file__).parent
_TEMPLATES = _HERE / "templates"
_FONTS = _HERE / "fonts"

_compiling = Lock()
"""A compiler is not safe to share, and compiling is pure computation: one at a time costs a
process nothing and keeps its memory at one compiler's."""


def resume_pdf(outline: Outline, template: Template, paper: Paper) -> bytes:
    return _compiled("resume.typ", asdict(outline), outline.date, template, paper)


def letter_pdf(letter: LetterOutline, template: Template, paper: Paper) -> bytes:
    return _compiled("letter.typ", asdict(letter), letter.date, template, paper)


def _compiled(
    main: str, content: Mapping[str, Any], day: date, template: Template, paper: Paper
) -> bytes:
    data = {
        **content,
        "date": [day.year, day.month, day.day],
        "template": template.value,
        "paper": paper.value,
        "rtl": is_right_to_left(content["language"]),
    }
    with _compiling:
        document = _compiler(main).compile(
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
        )
    if not isinstance(document, bytes):
        raise TypeError("Typst made no PDF.")
    return document


@lru_cache(maxsize=2)
def _compiler(main: str) -> typst.Compiler:
    return typst.Compiler(
        input=_TEMPLATES / main,
        root=_TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
    )


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[_FONTS]
    )
