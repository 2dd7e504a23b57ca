"""What the product prints it can read back: a résumé survives its own documents."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from copilot.documents.media import MediaType
from copilot.documents.rendering import DocumentFormat, Template, render_resume
from copilot.documents.resumes import ResumeReading, read_resume
from copilot.domain.resume import Resume

_EXAMPLES = Path(__file__).parents[4] / "examples"
_NAMES = ("resume", "resume-nurse")
_LEAST = 0.97
_FORMATS = [
    *((template, format) for template in Template
      for format in (DocumentFormat.PDF, DocumentFormat.DOCX)),
    (Template.CLASSIC, DocumentFormat.TEXT),
    (Template.CLASSIC, DocumentFormat.MARKDOWN),
]  # fmt: skip


def _resume(name: str) -> Resume:
    return Resume.from_json(json.loads((_EXAMPLES / f"{name}.json").read_text(encoding="utf-8")))


def _fields(node: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _fields(value, f"{path}.{key}" if path else key)
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _fields(value, f"{path}[{number}]")
    elif path.endswith("url"):
        # Documents show addresses without their scheme.
        yield path, re.sub(r"^https?://", "", str(node))
    else:
        yield path, node


def _compared(resume: Resume, reading: ResumeReading) -> tuple[float, list[str], list[str]]:
    """Share of fields that are equal, those that are not, and those that nobody stated."""
    wanted = {path: value for path, value in _fields(resume.to_json())
              if not path.startswith(("meta.", "$"))}  # fmt: skip
    read = dict(_fields(reading.resume.to_json()))
    wrong = [f"{p}: {v!r}, read {read.get(p)!r}" for p, v in wanted.items() if read.get(p) != v]
    return 1 - len(wrong) / len(wanted), wrong, [p for p in read if p not in wanted]


@pytest.mark.parametrize("name", _NAMES)
@pytest.mark.parametrize(("template", "format"), _FORMATS)
def test_a_rendered_resume_is_read_back(
    name: str, template: Template, format: DocumentFormat
) -> None:
    resume = _resume(name)
    content = render_resume(resume, format, template=template)
    reading = read_resume(content, format.media_type)
    share, wrong, invented = _compared(resume, reading)
    assert share >= _LEAST, wrong
    assert invented == []
    assert reading.unplaced == ()


@pytest.mark.parametrize("file", ["resume.pdf", "resume-nurse.docx"])
def test_the_example_documents_are_read_back(file: str) -> None:
    kind = MediaType.PDF if file.endswith(".pdf") else MediaType.DOCX
    reading = read_resume((_EXAMPLES / file).read_bytes(), kind)
    share, wrong, invented = _compared(_resume(file.partition(".")[0]), reading)
    assert share >= _LEAST, wrong
    assert invented == []
