"""Documents read back by libraries that had no part in making them."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pypdf
import pypdfium2


def pdf_text(document: bytes) -> str:
    """By pypdf."""
    return _one_line(
        "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document)).pages)
    )


def pdfium_text(document: bytes) -> str:
    opened = pypdfium2.PdfDocument(document)
    try:
        pages = [opened[number].get_textpage().get_text_range() for number in range(len(opened))]
    finally:
        opened.close()
    return _one_line("\n".join(pages))


def docx_text(document: bytes) -> str:
    paragraphs = docx.Document(io.BytesIO(document)).paragraphs
    return _one_line("\n".join(paragraph.text for paragraph in paragraphs))


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def in_order_once(text: str, expected: tuple[str, ...]) -> list[str]:
    """What is wrong; empty if all of it stands there, in order, once."""
    faults, position = [], 0
    for piece in expected:
        if (count := text.count(piece)) != 1:
            faults.append(f"{piece!r} stands {count} times")
            continue
        found = text.index(piece)
        if found < position:
            faults.append(f"{piece!r} stands too early")
        position = found
    return faults


def structure(document: bytes) -> list[str]:
    """The PDF's tags in reading order."""
    root = pypdf.PdfReader(io.BytesIO(document)).trailer["/Root"]["/StructTreeRoot"]
    tags: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                tags.append(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    walk(root)
    return tags


def ink_outside(document: bytes, margin: float) -> list[str]:
    """Characters drawn nearer than ``margin`` points to the left or right edge of their page."""
    outside = []
    opened = pypdfium2.PdfDocument(document)
    try:
        for number in range(len(opened)):
            page = opened[number]
            text = page.get_textpage()
            for index in range(text.count_chars()):
                left, _, right, _ = text.get_charbox(index)
                if right > left and (left < margin or right > page.get_width() - margin):
                    outside.append(text.get_text_range(index, 1))
    finally:
        opened.close()
    return outside


def page_lines(document: bytes) -> list[list[str]]:
    """The lines of each page, without the footer."""
    reader = pypdf.PdfReader(io.BytesIO(document))
    pages = []
    for page in reader.pages:
        lines = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
        pages.append([line for line in lines if not re.search(r"\d+ / \d+$", line)])
    return pages
