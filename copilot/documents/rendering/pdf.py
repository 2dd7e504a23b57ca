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
from copilot.documents.rendering.elements import Extent, Outline
from copilot.documents.rendering.formats import Paper, Template
from copilot.documents.rendering.letterhead import LetterOutline
from copilot.documents.rendering.wording import is_right_to_left

_logger = logging.getLogger(__name__)

_HERE = Path(__file__).parent
_TEMPLATES = _HERE / "templates"
_FONTS = _HERE / "fonts"
_MOST_TYPESETTERS = 8


def resume_pdf(outline: Outline, template: Template, paper: Paper) -> bytes:
    data = _data(asdict(outline), outline.date, template, paper)
    return _compiled("resume.typ", data, outline.date)


def letter_pdf(letter: LetterOutline, template: Template, paper: Paper) -> bytes:
    return _compiled("letter.typ", _data(asdict(letter), letter.date, template, paper), letter.date)


def resume_extent(outline: Outline, template: Template, paper: Paper) -> Extent:
    """The room that the résumé takes as a PDF; laid out, but not written: faster than that."""
    data = _data(asdict(outline), outline.date, template, paper)
    return _typesetters().submit(_measure, data).result()


def _data(content: Mapping[str, Any], day: date, template: Template, paper: Paper) -> str:
    data = {
        **content,
        "date": [day.year, day.month, day.day],
        "template": template.value,
        "paper": paper.value,
        "rtl": is_right_to_left(content["language"]),
    }
    return json.dumps(data, ensure_ascii=False)


def _compiled(main: str, data: str, day: date) -> bytes:
    if missing := undrawable_characters(data):
        _logger.warning("glyphs_missing", extra={"characters": len(missing)})
    return _typesetters().submit(_typeset, main, data, day).result()


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


def _measure(data: str) -> Extent:
    # A query takes its inputs from the compiler's making only.
    compiler = typst.Compiler(
        input=_TEMPLATES / "resume.typ",
        root=_TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": data},
    )
    end = json.loads(compiler.query("<end>", field="value", one=True))
    # Only compiling lets go of what the layout of earlier documents left in memory: without this
    # the process grows by 2 MB a question.
    _own.compiler.compile(input=b"", format="svg")
    return Extent(end["page"], min(max(end["filled"], 0.0), 1.0))


_own = local()


@cache
def _fonts() -> Any:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[_FONTS]
    )


@cache
def _typesetters() -> ThreadPoolExecutor:
    """One thread with a compiler of its own per core: two threads may not share a compiler
    ("already borrowed"), compiling is computation that releases the interpreter's lock, and the
    executor serves callers in the order they came, however many wait."""
    fonts = _fonts()

    def equip() -> None:
        _own.compiler = typst.Compiler(root=_TEMPLATES, font_paths=fonts, ignore_system_fonts=True)

    return ThreadPoolExecutor(
        min(os.cpu_count() or 1, _MOST_TYPESETTERS), "typesetter", initializer=equip
    )


# Threads do not survive a fork; a child sets up its own.
os.register_at_fork(after_in_child=_typesetters.cache_clear)
