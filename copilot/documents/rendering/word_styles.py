"""How the templates look in Word: fonts that Word and LibreOffice have (the latter as the
metric-compatible Carlito and Caladea), sizes, colours, distances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor

from copilot.documents.rendering.formats import Template


@dataclass(frozen=True, slots=True)
class Look:
    font: str
    size: float
    """In points."""
    accent: str
    muted: str
    margin: Length
    """Left and right."""
    margin_top: Length
    margin_bottom: Length
    centred: bool
    italic_organisation: bool
    one_line: bool
    """Whether an entry's head takes one line."""
    gap: float
    """Above a section, in points; other distances follow from it."""
    line: float
    """The distance of lines, as a multiple of the font's own."""
    title: float
    """The name's size, as a multiple of the text's."""


# Sizes, margins and distances take as much room as the PDF's or a little less, so that what was
# chosen for one page of PDF stands on one page here too.
# fmt: off
_LOOKS = {
    Template.CLASSIC: Look(
        font="Cambria", size=10, accent="1A1A1A", muted="4D4D4D",
        margin=Cm(2.1), margin_top=Cm(1.7), margin_bottom=Cm(1.6),
        centred=True, italic_organisation=True, one_line=False, gap=12, line=1.02, title=2.1,
    ),
    Template.MODERN: Look(
        font="Calibri", size=10.5, accent="0B5C7A", muted="52606D",
        margin=Cm(2.0), margin_top=Cm(1.7), margin_bottom=Cm(1.6),
        centred=False, italic_organisation=False, one_line=False, gap=9, line=0.97, title=2.2,
    ),
    Template.COMPACT: Look(
        font="Calibri", size=9.5, accent="111111", muted="4A4A4A",
        margin=Cm(1.7), margin_top=Cm(1.3), margin_bottom=Cm(1.2),
        centred=False, italic_organisation=False, one_line=True, gap=4.5, line=0.88, title=1.8,
    ),
}
# fmt: on


def look_of(template: Template) -> Look:
    return _LOOKS[template]


def apply_look(document: Any, look: Look, language: str) -> None:
    styles = document.styles
    normal = styles["Normal"]
    _set_font(normal, look.font, look.size)
    _set_space(normal, 0, look.gap / 6)
    normal.paragraph_format.line_spacing = look.line
    _set_language(styles, language)
    accent = RGBColor.from_string(look.accent)

    title = styles["Title"]
    _set_font(title, look.font, look.size * look.title, bold=True, color=accent)
    _set_space(title, 0, 2)
    _remove_border(title)
    subtitle = styles["Subtitle"]
    _set_font(subtitle, look.font, look.size * 1.15, color=RGBColor.from_string(look.muted))
    subtitle.font.italic = look.italic_organisation
    _remove_letter_spacing(subtitle)
    _set_space(subtitle, 0, 4)

    section = styles["Heading 1"]
    _set_font(section, look.font, look.size * 1.2, bold=True, color=accent)
    _set_space(section, look.gap, look.gap / 3)
    section.paragraph_format.keep_with_next = True
    _add_rule(section, look.muted)
    entry = styles["Heading 2"]
    _set_font(entry, look.font, look.size * 1.05, bold=True, color=RGBColor(0x1A, 0x1A, 0x1A))
    _set_space(entry, look.gap / 2, 1)
    entry.paragraph_format.keep_with_next = True

    bullet = styles["List Bullet"]
    _set_space(bullet, 0, look.gap / 8)
    bullet.paragraph_format.line_spacing = look.line
    bullet.paragraph_format.left_indent = Cm(0.5)
    bullet.paragraph_format.first_line_indent = Cm(-0.4)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.color.rgb = accent
    link.font.underline = True


def _set_font(
    style: Any, name: str, size: float, *, bold: bool | None = None, color: RGBColor | None = None
) -> None:
    style.font.name, style.font.size, style.font.bold = name, Pt(round(size * 2) / 2), bold
    if color is not None:
        style.font.color.rgb = color
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        if attribute.endswith("Theme"):  # a theme font would win over the named one
            del fonts.attrib[attribute]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), name)


def _set_space(style: Any, before: float, after: float) -> None:
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    form.widow_control = True


def _set_language(styles: Any, language: str) -> None:
    defaults = styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    node = properties.find(qn("w:lang"))
    if node is None:
        node = OxmlElement("w:lang")
        properties.append(node)
    node.set(qn("w:val"), language)


def _remove_letter_spacing(style: Any) -> None:
    node = style.element.get_or_add_rPr().find(qn("w:spacing"))
    if node is not None:
        node.getparent().remove(node)


def _border(style: Any) -> Any:
    return style.element.get_or_add_pPr().find(qn("w:pBdr"))


def _remove_border(style: Any) -> None:
    node = _border(style)
    if node is not None:
        node.getparent().remove(node)


def _add_rule(style: Any, color: str) -> None:
    """A thin line below the paragraph."""
    _remove_border(style)
    borders = OxmlElement("w:pBdr")
    rule = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", color)):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    properties = style.element.get_or_add_pPr()
    # The schema wants the border before spacing, tabs and what follows them.
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap",
        "w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi",
        "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing",
        "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment",
        "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr",
        "w:pPrChange",
    )  # fmt: skip
