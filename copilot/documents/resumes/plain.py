"""Lines out of plain text and Markdown."""

from __future__ import annotations

import re

from copilot.documents.resumes.furniture import is_page_number
from copilot.documents.resumes.hidden import without_invisible
from copilot.documents.resumes.limits import MAX_CHARACTERS
from copilot.documents.resumes.pdf import too_much_text
from copilot.documents.resumes.source import CELL, DraftLine
from copilot.errors import EmptyContent, UnreadableDocument

# Lines from here on are taken as wrapped, unless the text shows that it never wraps.
_WRAPPED_FROM = 60
_NEVER_WRAPS_ABOVE = 200
_COLUMNS = re.compile(r"[ \u00a0]*\t[\t \u00a0]*|(?<=\S)[ \u00a0]{3,}(?=\S)")
_RULE = re.compile(r"^\s*[-=_*~#.]{3,}\s*$")

_MD_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_MD_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_MD_LINK = re.compile(r"!?\[([^\]]*)\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_MD_AUTOLINK = re.compile(r"<((?:https?://|mailto:)?[^<>\s]+[@/.][^<>\s]+)>")
_MD_BOLD_LINE = re.compile(r"^\s*(?:\*\*|__)(?P<text>[^*_]+)(?:\*\*|__)\s*:?\s*$")
_MD_MARKS = re.compile(
    r"(?<!\w)(?:\*\*\*|\*\*|__|\*|_|`)(?=\S)|(?<=\S)(?:\*\*\*|\*\*|__|\*|_|`)(?!\w)"
)
_MD_TABLE_RULE = re.compile(r"^\s*\|?[\s:|-]*-{2,}[\s:|-]*\|?\s*$")
_MD_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|])")
_MD_BREAK = re.compile(r"(?: {2,}|\\|<br\s*/?>)\s*$")


def decoded(content: bytes) -> str:
    """UTF-8, UTF-16 by its mark, else Windows-1252 (1250 where that reads as Polish or Czech)."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return without_invisible(content.decode("utf-16"))
        except UnicodeDecodeError:
            raise UnreadableDocument(
                "The text is damaged. Save it again as UTF-8 and upload that."
            ) from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _from_windows(content)
    text = without_invisible(text)
    if len(text) > MAX_CHARACTERS:
        raise too_much_text()
    if not any(char.isalnum() for char in text):
        raise EmptyContent("The file holds no text. Check the file and upload it again.")
    return text


def _from_windows(content: bytes) -> str:
    western = content.decode("cp1252", "replace")
    central = content.decode("cp1250", "replace")
    marks = sum(central.count(char) for char in "ąćęłńśźżĄĆĘŁŃŚŹŻěščřžůťď")
    others = sum(western.count(char) for char in "äöüßéèêàçñáíóú")
    return central if marks > others else western


def read_text(content: bytes) -> list[DraftLine]:
    return _lines([(line, 0, False) for line in decoded(content).splitlines()])


def read_markdown(content: bytes) -> list[DraftLine]:
    lines = []
    for raw in _MD_COMMENT.sub("", decoded(content)).splitlines():
        if _MD_TABLE_RULE.match(raw) and "-" in raw:
            lines.append(("", 0, False))
            continue
        level = 0
        bold = False
        text = raw
        if heading := _MD_HEADING.match(raw):
            level, text = len(heading[1]), heading[2]
        elif strong := _MD_BOLD_LINE.match(raw):
            bold, text = True, strong["text"]
        elif raw.strip().startswith("|"):
            text = CELL.join(cell.strip() for cell in raw.strip().strip("|").split("|"))
        text = text.lstrip("> ") if text.lstrip().startswith(">") else text
        text = _MD_LINK.sub(_link, text)
        text = _MD_AUTOLINK.sub(r"\1", text).replace("mailto:", "")
        text = _MD_MARKS.sub("", _MD_BREAK.sub("", text))
        lines.append((_MD_ESCAPE.sub(r"\1", text), level, bold))
    return _lines(lines)


def _link(match: re.Match[str]) -> str:
    label, target = match[1].strip(), match[2]
    if match[0].startswith("!"):
        return label
    bare = target.removeprefix("mailto:").removeprefix("tel:")
    if target.startswith("tel:") and re.sub(r"[^\d+]", "", label) == re.sub(r"[^\d+]", "", bare):
        return label
    if not label or bare.rstrip("/").endswith(label.rstrip("/")) or bare == label:
        return bare
    return f"{label} ({bare})"


def _lines(raw: list[tuple[str, int, bool]]) -> list[DraftLine]:
    longest = max((len(text) for text, _, _ in raw), default=0)
    drafts = []
    gap = False
    for line, level, bold in raw:
        # A form feed parts pages in text that another program took out of a PDF.
        text = line.replace("\f", "").rstrip()
        if not text.strip() or _RULE.match(text) or is_page_number(text):
            gap = True
            continue
        indent = len(text) - len(text.lstrip())
        drafts.append(
            DraftLine(
                text=_COLUMNS.sub(CELL, text.strip()),
                x0=float(indent),
                gap=gap,
                level=level,
                bold=bold,
                wraps=len(text) > _WRAPPED_FROM and longest < _NEVER_WRAPS_ABOVE,
            )
        )
        gap = False
    return drafts
