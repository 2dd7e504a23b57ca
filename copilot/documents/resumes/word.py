"""Lines out of a DOCX: paragraphs, tables, text boxes, headers and footers, in reading order."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from copilot.documents.resumes.active import refuse_active_parts
from copilot.documents.resumes.furniture import is_page_number
from copilot.documents.resumes.hidden import is_hidden_run, without_invisible
from copilot.documents.resumes.limits import (
    MAX_CHARACTERS,
    MAX_PART_BYTES,
    MAX_PARTS,
    MAX_UNPACKED_BYTES,
)
from copilot.documents.resumes.pdf import too_much_text
from copilot.documents.resumes.source import CELL, DraftLine
from copilot.errors import (
    EmptyContent,
    EncryptedDocument,
    ReadingLimitExceeded,
    ScannedDocument,
    UnreadableDocument,
    UnsupportedMedia,
)

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HEADING_STYLE = re.compile(
    r"(?:heading|überschrift|uberschrift|nagłówek|titre|título|titulo|заголовок)\s*(\d)",
    re.IGNORECASE,
)
_TITLE_STYLE = re.compile(r"^(?:title|titel|tytuł|titre|título)$", re.IGNORECASE)
_CHUNK = 1 << 16
_OVERLAP = 32
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def read_docx(content: bytes) -> list[DraftLine]:
    """Raises UnreadableDocument and its kin; ScannedDocument if there are pictures only."""
    _check_archive(content)
    import docx
    import docx.opc.exceptions
    from lxml import etree

    try:
        document = docx.Document(io.BytesIO(content))
        lines = _document_lines(document)
    except (
        KeyError,
        ValueError,
        AttributeError,
        IndexError,
        etree.XMLSyntaxError,
        docx.opc.exceptions.OpcError,
    ):
        raise _broken() from None
    if sum(len(line.text) for line in lines) > MAX_CHARACTERS:
        raise too_much_text()
    if not any(line.text.strip() for line in lines):
        if next(document.element.body.iter(f"{_W}drawing", f"{_W}pict"), None) is not None:
            raise ScannedDocument(
                "The document holds pictures of text, not text. Upload the original text, or run "
                "the pictures through a text recognition (OCR) program first."
            )
        raise EmptyContent("The document holds no text. Check the file and upload it again.")
    return lines


def _broken() -> UnreadableDocument:
    return UnreadableDocument(
        "The Word document is damaged and cannot be opened. Save it again as DOCX and upload that."
    )


def _check_archive(content: bytes) -> None:
    """Unpacks every part once within limits, so that no later reader meets a bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            if len(infos) > MAX_PARTS or sum(i.file_size for i in infos) > MAX_UNPACKED_BYTES:
                raise _bomb()
            names = {info.filename for info in infos}
            if "EncryptedPackage" in names or any(info.flag_bits & 1 for info in infos):
                raise EncryptedDocument(
                    "The document is protected by a password. Save a copy without a password and "
                    "upload that."
                )
            refuse_active_parts(names)
            if "[Content_Types].xml" not in names:
                raise UnsupportedMedia("This is a zip archive, not a Word document.")
            total = 0
            for info in infos:
                total += _check_part(archive, info)
                if total > MAX_UNPACKED_BYTES:
                    raise _bomb()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError):
        raise _broken() from None


def _check_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> int:
    is_xml = info.filename.lower().endswith((".xml", ".rels"))
    limit = MAX_PART_BYTES if is_xml else MAX_UNPACKED_BYTES
    if info.file_size > limit:
        raise _bomb()
    size = 0
    before = b""
    with archive.open(info) as part:
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise _bomb()
            if is_xml and _ENTITY.search((before + chunk).replace(b"\x00", b"")):
                # No program writes a document type into a Word document; attackers do.
                raise UnreadableDocument(
                    "The document declares XML entities, which no Word document needs. "
                    "Save it again as DOCX and upload that."
                )
            before = chunk[-_OVERLAP:]
    return size


def _bomb() -> ReadingLimitExceeded:
    return ReadingLimitExceeded(
        "The document unpacks to far more than a résumé needs. Remove large pictures and embedded "
        "files, save it again and upload it.",
        max_unpacked_bytes=MAX_UNPACKED_BYTES,
    )


def _document_lines(document: Any) -> list[DraftLine]:
    styles = {style.style_id: style for style in document.styles}
    reader = _Reader(styles)
    parts = [
        (part, place)
        for section in document.sections
        for part, place in (
            (section.first_page_header, "head"),
            (section.header, "head"),
            (section.first_page_footer, "foot"),
            (section.footer, "foot"),
        )
    ]
    seen: set[str] = set()
    head: list[DraftLine] = []
    foot: list[DraftLine] = []
    for part, place in parts:
        if part.is_linked_to_previous:
            continue
        lines = [
            line
            for line in reader.block(part._element)
            if not is_page_number(line.text, in_footer=True)
        ]
        key = "\n".join(line.text for line in lines)
        if key.strip() and key not in seen:
            seen.add(key)
            (head if place == "head" else foot).extend(lines)
    return [*head, *reader.block(document.element.body), *foot]


class _Reader:
    def __init__(self, styles: dict[str, Any]) -> None:
        self._styles = styles
        self._blank = False

    def block(self, element: Any) -> list[DraftLine]:
        lines: list[DraftLine] = []
        self._blank = False
        for child in element.iterchildren():
            lines += self._child(child)
        return lines

    def _child(self, child: Any) -> list[DraftLine]:
        if child.tag == f"{_W}p":
            return self._paragraph(child)
        if child.tag == f"{_W}tbl":
            return self._table(child)
        if child.tag == f"{_W}sdt":
            content = child.find(f"{_W}sdtContent")
            return (
                []
                if content is None
                else [line for inner in content.iterchildren() for line in self._child(inner)]
            )
        if child.tag in (f"{_W}ins", f"{_W}smartTag", f"{_W}customXml"):
            return [line for inner in child.iterchildren() for line in self._child(inner)]
        return []

    def _paragraph(self, paragraph: Any) -> list[DraftLine]:
        texts, boxes, bold = _runs(paragraph)
        level, is_item, style_bold = self._style(paragraph)
        lines = []
        for index, raw in enumerate("".join(texts).split("\n")):
            text = _one_tab(raw)
            if not text.strip():
                self._blank = True
                continue
            lines.append(
                DraftLine(
                    text=text,
                    bold=bold or style_bold,
                    gap=self._blank,
                    level=level,
                    item=is_item and index == 0,
                    wraps=len(text) > 70,
                )
            )
            self._blank = False
        for box in boxes:
            lines += self.block(box)
        return lines

    def _style(self, paragraph: Any) -> tuple[int, bool, bool]:
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return 0, False, False
        is_item = properties.find(f"{_W}numPr") is not None
        reference = properties.find(f"{_W}pStyle")
        style = self._styles.get(reference.get(f"{_W}val")) if reference is not None else None
        if style is None:
            return 0, is_item, False
        name = style.name or ""
        heading = _HEADING_STYLE.search(name)
        level = int(heading[1]) if heading else 0
        is_item = is_item or name.lower().startswith("list bullet")
        font = getattr(style, "font", None)
        return level, is_item, bool(font is not None and font.bold)

    def _table(self, table: Any) -> list[DraftLine]:
        """Row by row; a table that only places blocks on the page is read cell by cell."""
        rows = [
            [cell for cell in row.iter(f"{_W}tc") if _nearest(cell, f"{_W}tr") is row]
            for row in table.iterchildren(f"{_W}tr")
        ]
        lines: list[DraftLine] = []
        for row in rows:
            cells = [self.block(cell) for cell in row]
            cells = [cell for cell in cells if cell]
            if len(cells) > 1 and all(len(cell) <= 1 for cell in cells[:-1]):
                first = cells[0][0]
                joined = CELL.join(cell[0].text for cell in cells)
                lines.append(
                    DraftLine(
                        text=joined,
                        bold=first.bold,
                        bold_lead=first.bold,
                        level=first.level,
                        wraps=False,
                    )
                )
                lines += cells[-1][1:]
            else:
                for cell in cells:
                    head = cell[0]
                    lines.append(
                        DraftLine(head.text, bold=head.bold, gap=True, level=head.level,
                                  item=head.item, wraps=head.wraps)
                    )  # fmt: skip
                    lines += cell[1:]
        return lines


def _nearest(element: Any, tag: str) -> Any:
    parent = element.getparent()
    while parent is not None and parent.tag != tag:
        parent = parent.getparent()
    return parent


def _runs(paragraph: Any) -> tuple[list[str], list[Any], bool]:
    """Text pieces, text boxes, and whether most of it is bold."""
    texts: list[str] = []
    boxes: list[Any] = []
    bold = plain = 0
    for node in _walk(paragraph, boxes):
        if node.tag == f"{_W}t":
            text = node.text or ""
            texts.append(text)
            run = _nearest(node, f"{_W}r")
            mark = None if run is None else run.find(f"{_W}rPr/{_W}b")
            if mark is not None and mark.get(f"{_W}val") not in ("0", "false"):
                bold += len(text)
            else:
                plain += len(text)
        elif node.tag in (f"{_W}tab", f"{_W}ptab"):
            texts.append("\t")
        elif node.tag in (f"{_W}br", f"{_W}cr"):
            texts.append("\n")
        elif node.tag == f"{_W}noBreakHyphen":
            texts.append("-")
        elif node.tag == f"{_W}sym":
            texts.append("•")
    return texts, boxes, bold > plain


def _walk(element: Any, boxes: list[Any]) -> Iterator[Any]:
    """Depth first; text boxes are put aside; the fallback of a drawing repeats its text."""
    for child in element.iterchildren():
        if child.tag in (f"{_MC}Fallback", f"{_W}pPr", f"{_W}rPr", f"{_W}del"):
            continue
        if child.tag == f"{_W}r" and is_hidden_run(child):
            continue
        if child.tag == f"{_W}txbxContent":
            boxes.append(child)
            continue
        yield child
        yield from _walk(child, boxes)


_TABS = re.compile(r"[ \u00a0]*\t[\t \u00a0]*|(?<=\S)[ \u00a0]{4,}(?=\S)")


def _one_tab(text: str) -> str:
    return _TABS.sub(CELL, without_invisible(text)).strip()
