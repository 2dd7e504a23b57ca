"""PDF through Typst: offline, tagged, our fonts only, the same bytes for the same input."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from threading import local
from typing import Any

import typst

from copilot.documents.rendering.coverage import undrawable_characters
from copilot.documents.rendering.elements import Outline
from copilot.documents.rendering.formats import Paper, Template
from copilot.documents.rendering.letterhead import LetterOutline
from copilot.documents.rendering.wording import is_right_to_left

_logger = logging.getLogger(__name__)

_HERE = Path(__file__).parent
_TEMPLATES = _HERE / "templates"
_FONTS = _HERE / "fonts"
_MOST_TYPESETTERS = 8


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
    text = json.dumps(data, ensure_ascii=False)
    if missing := undrawable_characters(text):
        _logger.warning("glyphs_missing", extra={"characters": len(missing)})
    return _typesetters().submit(_typeset, main, text, day).result()


def _typeset(main: str, data: str, day: date) -> bytes:
    document = _own.compiler.compile(
        input=_TEMPLATES / main,
        format="pdf",
        sys_inputs={"data": data},
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )
    if not isinstance(document, bytes):
        raise TypeError("Typst made no PDF.")
    return document


_own = local()


@cache
def _typesetters() -> ThreadPoolExecutor:
    """One thread with a compiler of its own per core: two threads may not share a compiler
    ("already borrowed"), compiling is computation that releases the interpreter's lock, and the
    executor serves callers in the order they came, however many wait."""
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[_FONTS]
    )

    def equip() -> None:
        _own.compiler = typst.Compiler(root=_TEMPLATES, font_paths=fonts, ignore_system_fonts=True)

    return ThreadPoolExecutor(
        min(os.cpu_count() or 1, _MOST_TYPESETTERS), "typesetter", initializer=equip
    )


# Threads do not survive a fork; a child sets up its own.
os.register_at_fork(after_in_child=_typesetters.cache_clear)
