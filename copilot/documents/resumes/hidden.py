"""What nobody who looks at a résumé sees: it is no part of what the person says.

Hidden text in a résumé is a template's remnant, a trick for keyword counters, or an instruction to
a model. A text layer under the picture of a scanned page is none of these and stays.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

_LEAST_POINTS = 2.0
"""Smaller letters cannot be read."""
_NEAR_WHITE = 235
"""Of 255, in each channel: on white paper nobody reads such a colour."""
_CLEAR = 12
"""Of 255: the alpha below which paint does not show."""
_SCANNED_SHARE = 0.5
"""A picture over more of the page is a scan, and unpainted text on it what was recognised."""
_UNPAINTED = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)

# A zero-width joiner alone stays, because scripts and emoji need it; rows of them carry a message.
_NOT_SHOWN = re.compile(
    "[\u200b-\u200f\u2060-\u2064\ufeff]{3,}"
    "|[\u00ad\u200b\u2060-\u206f\ufeff\u202a-\u202e\U000e0000-\U000e0fff]"
)

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"
_OFF = ("0", "false", "off", "none")
_LEAST_HALF_POINTS = 4


def without_invisible(text: str) -> str:
    return _NOT_SHOWN.sub("", text)


class PaintedText:
    """Which glyphs of a PDF page can be seen."""

    def __init__(self, page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> None:
        self._text = text.raw
        self._page: Box = page.get_bbox()
        # Most pages hold no such paint, and then no glyph need be asked.
        self._asks = any(map(_is_suspect, page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT])))
        self._grounds, self._scanned = _grounds(page) if self._asks else ([], False)
        self._by_object: dict[int, tuple[bool, bool]] = {}

    def is_seen(self, index: int, box: Box) -> bool:
        if box[3] - box[1] < _LEAST_POINTS or not _overlap(box, self._page):
            return False
        if not self._asks:
            return True
        unseen, white = self._paint(index)
        if unseen:
            return False
        return not white or any(_overlap(box, ground) for ground in self._grounds)

    def _paint(self, index: int) -> tuple[bool, bool]:
        """Whether a glyph leaves no paint, and whether its paint is that of the paper; the same
        for all glyphs of one object."""
        drawn = pdfium.FPDFText_GetTextObject(self._text, index)
        key = ctypes.cast(drawn, ctypes.c_void_p).value if drawn else None
        if key is None:
            return False, False
        if key not in self._by_object:
            mode = pdfium.FPDFTextObj_GetTextRenderMode(drawn)
            red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
            known = pdfium.FPDFText_GetFillColor(self._text, index, red, green, blue, alpha)
            unpainted = mode in _UNPAINTED and not self._scanned
            clear = bool(known) and alpha.value < _CLEAR
            # An outline has a colour of its own.
            filled = mode == pdfium.FPDF_TEXTRENDERMODE_FILL
            white = bool(known) and min(red.value, green.value, blue.value) >= _NEAR_WHITE
            self._by_object[key] = unpainted or clear, white and filled
        return self._by_object[key]


def _is_suspect(text: Any) -> bool:
    if pdfium.FPDFTextObj_GetTextRenderMode(text.raw) in _UNPAINTED:
        return True
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(text.raw, red, green, blue, alpha):
        return False
    return alpha.value < _CLEAR or min(red.value, green.value, blue.value) >= _NEAR_WHITE


def _grounds(page: pypdfium2.PdfPage) -> tuple[list[Box], bool]:
    """What is painted that white text can stand on, and whether the page is a scan."""
    grounds: list[Box] = []
    scanned = False
    width, height = page.get_size()
    for item in page.get_objects(max_depth=1):
        try:
            box = item.get_bounds()
        except pypdfium2.PdfiumError:
            continue
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            scanned = scanned or _area(box) > _SCANNED_SHARE * width * height
            grounds.append(box)
        elif item.type in (pdfium.FPDF_PAGEOBJ_SHADING, pdfium.FPDF_PAGEOBJ_FORM) or (
            item.type == pdfium.FPDF_PAGEOBJ_PATH and _is_dark(item)
        ):
            grounds.append(box)
    return grounds, scanned


def _is_dark(path: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path.raw, mode, stroke)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = pdfium.FPDFPageObj_GetFillColor(path.raw, red, green, blue, alpha)
    if not mode.value or not known or alpha.value < _CLEAR:
        return False
    return min(red.value, green.value, blue.value) < _NEAR_WHITE


def _overlap(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _area(box: Sequence[float]) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def is_hidden_run(run: Any) -> bool:
    """Whether a run of a Word document is marked as hidden, too small to read, or white on what
    is not stated to be anything but paper."""
    properties = run.find(f"{_W}rPr")
    if properties is None:
        return False
    for name in ("vanish", "webHidden", "specVanish"):
        mark = properties.find(f"{_W}{name}")
        if mark is not None and (mark.get(f"{_W}val") or "on").lower() not in _OFF:
            return True
    size = properties.find(f"{_W}sz")
    stated = "" if size is None else size.get(f"{_W}val") or ""
    if stated.isdigit() and int(stated) <= _LEAST_HALF_POINTS:
        return True
    colour = properties.find(f"{_W}color")
    return (
        colour is not None
        and _is_white(colour.get(f"{_W}val") or "")
        and not _has_ground(run, properties)
    )


def _is_white(colour: str) -> bool:
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        return False
    return min(int(colour[place : place + 2], 16) for place in (0, 2, 4)) >= _NEAR_WHITE


def _has_ground(run: Any, properties: Any) -> bool:
    """Shading or highlighting of the run, its paragraph, its cell or table; or a shape, which may
    lie behind the text anywhere on its page."""
    if properties.find(f"{_W}highlight") is not None or _is_shaded(properties):
        return True
    node = root = run.getparent()
    while node is not None:
        root = node
        for name in ("pPr", "tcPr", "tblPr"):
            inner = node.find(f"{_W}{name}")
            if inner is not None and _is_shaded(inner):
                return True
        node = node.getparent()
    shapes = (_ANCHOR, f"{_W}pict", f"{_W}background")
    return root is not None and next(root.iter(*shapes), None) is not None


def _is_shaded(properties: Any) -> bool:
    shading = properties.find(f"{_W}shd")
    if shading is None:
        return False
    fill = shading.get(f"{_W}fill") or "auto"
    return bool(re.fullmatch(r"[0-9A-Fa-f]{6}", fill)) and not _is_white(fill)
