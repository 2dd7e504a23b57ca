"""What a person who looks at a résumé does not see is not read; what stands on a ground is."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import docx
import pytest
import typst
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from copilot.documents.media import MediaType
from copilot.documents.resumes import read_resume

SECRET = "Zebedee"
SEEN = "Ada Brandt\n\nNurse\n\nTrained four nurses at the Elbe clinic and cut falls by a third"
WHITE = RGBColor(0xFF, 0xFF, 0xFF)


def pdf(markup: str) -> str:
    source = f'#set text(font: "Source Sans 3")\n{SEEN}\n\n{markup}'
    fonts = ["copilot/documents/rendering/fonts"]
    content = bytes(typst.compile(source.encode(), format="pdf", font_paths=fonts))
    return read_resume(content, MediaType.PDF).text


@pytest.mark.parametrize(
    "markup",
    [
        f"#text(fill: white)[{SECRET}]",
        f"#text(fill: rgb(250, 250, 250))[{SECRET}]",
        f"#text(fill: rgb(0, 0, 0, 1))[{SECRET}]",
        f"#text(size: 0.5pt)[{SECRET}]",
        f"#place(dx: -3000pt)[{SECRET}]",
        f"#block(fill: rgb(255, 255, 255))[#text(fill: white)[{SECRET}]]",
    ],
)
def test_text_without_paint_is_not_read_from_a_page(markup: str) -> None:
    text = pdf(markup)
    assert SECRET not in text
    assert "Trained four nurses" in text


@pytest.mark.parametrize(
    "markup",
    [
        f"#block(fill: navy, inset: 9pt)[#text(fill: white)[{SECRET}]]",
        f"#text(fill: luma(120))[{SECRET}]",
        f"#text(size: 6pt)[{SECRET}]",
    ],
)
def test_white_on_a_ground_and_small_print_are_read(markup: str) -> None:
    assert SECRET in pdf(markup)


def word(change: Callable[[Any, Any], None]) -> str:
    document = docx.Document()
    for line in SEEN.split("\n\n"):
        document.add_paragraph(line)
    change(document, document.paragraphs[1].add_run(f" {SECRET}"))
    stream = io.BytesIO()
    document.save(stream)
    return read_resume(stream.getvalue(), MediaType.DOCX).text


def _shaded(run: Any, fill: str) -> None:
    shading = OxmlElement("w:shd")
    shading.set(qn("w:fill"), fill)
    run.font.color.rgb = WHITE
    run._element.rPr.append(shading)


@pytest.mark.parametrize(
    "style",
    [
        lambda run: setattr(run.font, "hidden", True),
        lambda run: setattr(run.font, "size", Pt(1)),
        lambda run: setattr(run.font.color, "rgb", WHITE),
        lambda run: _shaded(run, "FFFFFF"),
    ],
    ids=["hidden", "tiny", "white", "white on white"],
)
def test_hidden_runs_are_not_read(style: Callable[[Any], None]) -> None:
    text = word(lambda _, run: style(run))
    assert SECRET not in text
    assert "Trained four nurses" in text


@pytest.mark.parametrize(
    "style",
    [
        lambda run: setattr(run.font, "size", Pt(7)),
        lambda run: setattr(run.font, "hidden", False),
        lambda run: _shaded(run, "1F3864"),
    ],
    ids=["small", "not hidden", "white on blue"],
)
def test_runs_that_show_are_read(style: Callable[[Any], None]) -> None:
    assert SECRET in word(lambda _, run: style(run))


TAGS = "".join(chr(0xE0000 + ord(c)) for c in SECRET)
BITS = "".join("\u200b\u200c"[int(b)] for c in SECRET.encode() for b in f"{c:08b}")


@pytest.mark.parametrize("carrier", [TAGS, BITS])
def test_characters_without_a_form_are_not_read(carrier: str) -> None:
    for content, kind in (
        (SEEN.replace("Nurse", f"Nurse{carrier}").encode(), MediaType.TEXT),
        (
            json.dumps({"basics": {"name": "Ada", "label": f"Nurse{carrier}"}}).encode(),
            MediaType.JSON,
        ),
    ):
        reading = read_resume(content, kind)
        assert reading.resume.basics.label == "Nurse"
        assert carrier not in json.dumps(reading.resume.to_json(), ensure_ascii=False)


def test_a_joiner_that_a_word_needs_stays() -> None:
    text = "می\u200cخواهم"
    content = json.dumps({"basics": {"name": "A", "summary": text}}).encode()
    assert read_resume(content, MediaType.JSON).resume.basics.summary == text


def test_comments_in_markdown_are_not_read() -> None:
    content = SEEN.replace("Nurse", f"Nurse\n<!-- {SECRET} -->").encode()
    assert SECRET not in read_resume(content, MediaType.MARKDOWN).text
