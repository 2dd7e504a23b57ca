"""Drops what a reader of the page does not see.

Hidden text is the usual carrier of instructions to a model. A page is not rendered here, so this
covers what can be told from the markup: attributes, inline styles and the rules of the page's own
``<style>`` elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

_NEVER_SHOWN = (
    "script, style, template, noscript, svg, iframe, object, embed, audio, video, canvas, "
    "head > *:not(title):not(meta):not(link), datalist, [hidden]:not([hidden=until-found]), "
    "dialog:not([open]), input, select, textarea, math annotation"
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}@;]+)\{([^{}]*)\}")
_PRINT_MEDIA = re.compile(r"@media[^{]*\bprint\b[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.DOTALL)
_NUMBER = re.compile(r"(-?\d*\.?\d+)\s*(px|pt|em|rem|ex|ch|vw|vh|vmin|vmax|%|cm|mm|in|)")
_MOST_QUERIES = 300
_ONE_NAME = re.compile(r"[.#][\w-]+")
_NAMES = re.compile(r"[.#][\w-]+")
_MARK = "data-reader-removes"
_PIXELS = {
    "px": 1.0, "": 1.0, "pt": 1.33, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "cm": 38.0,
    "mm": 3.8, "in": 96.0, "vw": 12.0, "vh": 8.0, "vmin": 8.0, "vmax": 12.0, "%": 10.0,
}  # fmt: skip
_FAR_OFF = -400.0
_UNREADABLE_PIXELS = 2.0
_DARK_PAGE_SHARE = 0.4
_BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, td, th, dt, dd, blockquote"
_NEAR = 24
"""Colours whose channels differ by less than this cannot be told apart as text on a ground."""

_NAMED = {
    "white": (255, 255, 255), "snow": (255, 250, 250), "ivory": (255, 255, 240),
    "whitesmoke": (245, 245, 245), "ghostwhite": (248, 248, 255), "floralwhite": (255, 250, 240),
    "black": (0, 0, 0), "red": (255, 0, 0), "blue": (0, 0, 255), "green": (0, 128, 0),
    "gray": (128, 128, 128), "grey": (128, 128, 128), "navy": (0, 0, 128),
    "yellow": (255, 255, 0), "orange": (255, 165, 0), "silver": (192, 192, 192),
}  # fmt: skip

Style = dict[str, str]


def drop_hidden(tree: LexborHTMLParser) -> None:
    """Remove from ``tree`` each element that shows nothing."""
    rules = _style_rules(tree)
    if tree.root is None:
        return
    remove(tree.root, tree.css(_NEVER_SHOWN))
    selection = _Selection(tree)
    hidden = _hidden_by_rules(selection, rules)
    hidden += [node for node in tree.css("[style]") if _hides(_own_style(node))]
    remove(tree.root, hidden)
    remove(tree.root, _without_contrast(tree, _Selection(tree), rules))


def remove(root: LexborNode, nodes: Iterable[LexborNode]) -> None:
    """Remove elements below ``root``; they may be nested and named twice.

    Removing frees an element with all that is in it, so the inner ones must go first and none
    twice: they are marked, and found again in the order of the document.
    """
    for node in nodes:
        if node.tag not in ("html", "body"):
            node.attrs[_MARK] = ""
    for node in reversed(root.css(f"[{_MARK}]")):
        node.decompose()


class _Selection:
    """Elements by selector. Pages hold thousands of rules, most of which match nothing: those
    whose classes and ids do not occur are not even tried."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._tree = tree
        self._tries = _MOST_QUERIES
        self._by_name: dict[str, list[LexborNode]] = {}
        for node in tree.css("[class], [id]"):
            attributes = node.attributes
            names = {f".{name}" for name in (attributes.get("class") or "").split()}
            if attributes.get("id"):
                names.add(f"#{attributes['id']}")
            for name in names:
                self._by_name.setdefault(name, []).append(node)

    def find(self, selector: str) -> list[LexborNode]:
        if _ONE_NAME.fullmatch(selector):
            return self._by_name.get(selector, [])
        if ":" in selector or any(n not in self._by_name for n in _NAMES.findall(selector)):
            return []
        if self._tries <= 0:
            return []
        self._tries -= 1
        try:
            return self._tree.css(selector)
        except (SelectolaxError, ValueError):
            return []  # a selector that the engine does not know selects nothing


def _style_rules(tree: LexborHTMLParser) -> list[tuple[str, Style]]:
    rules: list[tuple[str, Style]] = []
    for element in tree.css("style"):
        sheet = _PRINT_MEDIA.sub("", _COMMENT.sub("", element.text() or ""))
        for selectors, body in _RULE.findall(sheet):
            style = _declarations(body)
            if style:
                rules += [(s.strip(), style) for s in selectors.split(",") if s.strip()]
    return rules


def _declarations(body: str) -> Style:
    style: Style = {}
    for declaration in body.split(";"):
        name, separator, value = declaration.partition(":")
        if separator:
            style[name.strip().lower()] = value.replace("!important", "").strip().lower()
    return style


def _own_style(node: LexborNode) -> Style:
    return _declarations(node.attributes.get("style") or "")


def _hidden_by_rules(selection: _Selection, rules: list[tuple[str, Style]]) -> list[LexborNode]:
    # The same selector that shows its elements elsewhere (a wider screen, an opened state) does
    # not hide them from a person.
    shown = {selector for selector, style in rules if _shows(style)}
    hiding = dict.fromkeys(s for s, style in rules if s not in shown and _hides(style))
    return [node for selector in hiding for node in selection.find(selector)]


def _shows(style: Style) -> bool:
    display = style.get("display", "none")
    return display != "none" or style.get("visibility") == "visible" or style.get("opacity") == "1"


def _hides(style: Style) -> bool:
    if style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse"):
        return True
    if style.get("content-visibility") == "hidden" or style.get("mso-hide") == "all":
        return True
    opacity = _number(style.get("opacity"))
    if opacity is not None and opacity <= 0.05:
        return True
    if _is_tiny(style.get("font-size")) or _is_tiny_shorthand(style.get("font")):
        return True
    if style.get("color") == "transparent" or _is_clear(style.get("color", "")):
        return True
    return _is_squeezed(style) or _is_off_screen(style)


def _is_squeezed(style: Style) -> bool:
    cut = style.get("overflow", style.get("overflow-y", "")) in ("hidden", "clip")
    sizes = [
        _pixels(style[name])
        for name in ("width", "height", "max-height", "max-width")
        if name in style
    ]
    if cut and any(size is not None and 0 <= size <= 1.0 for size in sizes):
        return True
    clip = style.get("clip", "")
    if clip.startswith("rect") and all(float(n) <= 1 for n, _ in _NUMBER.findall(clip)):
        return True
    path = style.get("clip-path", "")
    if path.startswith("inset"):
        percent = _NUMBER.search(path)
        return bool(percent and percent[2] == "%" and float(percent[1]) >= 50)
    return path.startswith("circle(0") or "scale(0)" in style.get("transform", "").replace(" ", "")


def _is_off_screen(style: Style) -> bool:
    names = ["text-indent"]
    if style.get("position") in ("absolute", "fixed", "relative"):
        names += ["left", "top", "right", "bottom", "inset"]
    names += ["margin-left", "margin-top", "margin"]
    for name in names:
        pixels = _pixels(style.get(name, ""))
        if pixels is not None and pixels <= _FAR_OFF:
            return True
    moved = style.get("transform", "")
    return moved.startswith("translate") and any(
        float(number) * _PIXELS[unit] <= _FAR_OFF for number, unit in _NUMBER.findall(moved)
    )


def _is_tiny(size: str | None) -> bool:
    if not size:
        return False
    pixels = _pixels(size)
    if size.endswith("%"):
        share = _number(size)
        return share is not None and share <= 0.12
    return pixels is not None and pixels <= _UNREADABLE_PIXELS


def _is_tiny_shorthand(font: str | None) -> bool:
    size = re.search(r"(?:^|\s)(\d*\.?\d+)(px|pt|em|rem|)(?=/|\s|$)", font or "")
    # A bare number is a weight, unless it is 0.
    return size is not None and (
        float(size[1]) == 0 or (size[2] != "" and _is_tiny(size[1] + size[2]))
    )


def _pixels(value: str) -> float | None:
    match = _NUMBER.match(value.strip())
    return float(match[1]) * _PIXELS[match[2]] if match else None


def _number(value: str | None) -> float | None:
    """A number or a percentage as a fraction of one."""
    match = _NUMBER.match((value or "").strip())
    return float(match[1]) / (100 if match[2] == "%" else 1) if match else None


def _is_clear(colour: str) -> bool:
    match = re.match(r"(?:rgba|hsla)\([^)]*?,\s*(0?\.?0*[0-4]?)\)$", colour.replace(" ", ""))
    return bool(match) or bool(re.fullmatch(r"#[0-9a-f]{6}00|#[0-9a-f]{3}0", colour))


def _rgb(colour: str) -> tuple[int, int, int] | None:
    colour = colour.strip().lower()
    if colour in _NAMED:
        return _NAMED[colour]
    if match := re.fullmatch(r"#?([0-9a-f]{6})(?:[0-9a-f]{2})?", colour):
        return int(match[1][:2], 16), int(match[1][2:4], 16), int(match[1][4:], 16)
    if match := re.fullmatch(r"#([0-9a-f])([0-9a-f])([0-9a-f])[0-9a-f]?", colour):
        return int(match[1] * 2, 16), int(match[2] * 2, 16), int(match[3] * 2, 16)
    if match := re.match(r"rgba?\((\d+)[,\s]+(\d+)[,\s]+(\d+)", colour):
        return int(match[1]), int(match[2]), int(match[3])
    return None


def _without_contrast(
    tree: LexborHTMLParser, selection: _Selection, rules: list[tuple[str, Style]]
) -> list[LexborNode]:
    """Elements in the colour of their ground. A page whose text is white in large part, and in
    most of its blocks, has a dark ground that is painted by a style sheet we do not hold; there it
    is none. One long white block among others is no such page."""
    colours: dict[int, str] = {}
    grounds: dict[int, str] = {}
    coloured: dict[int, LexborNode] = {}
    for selector, style in rules:
        if "color" in style or _ground(style):
            for node in selection.find(selector):
                _note(node, style, colours, grounds, coloured)
    for node in tree.css("[style], [bgcolor], font[color], body[text]"):
        style = _own_style(node)
        attributes = node.attributes
        if "bgcolor" in attributes:
            style.setdefault("background-color", attributes["bgcolor"] or "")
        if node.tag == "font" and "color" in attributes:
            style.setdefault("color", attributes["color"] or "")
        _note(node, style, colours, grounds, coloured)
    lost = [n for n in coloured.values() if _is_lost(n, colours, grounds)]
    body = tree.body
    whole = len(body.text()) if body else 0
    blocks = max(1, len(tree.css(_BLOCKS)))
    much = sum(len(node.text()) for node in lost) > whole * _DARK_PAGE_SHARE
    many = sum(len(node.css(_BLOCKS)) or 1 for node in lost) > blocks * _DARK_PAGE_SHARE
    return [] if much and many else lost


def _note(
    node: LexborNode,
    style: Style,
    colours: dict[int, str],
    grounds: dict[int, str],
    coloured: dict[int, LexborNode],
) -> None:
    if "color" in style:
        colours[node.mem_id] = style["color"]
        coloured[node.mem_id] = node
    if ground := _ground(style):
        grounds[node.mem_id] = ground


def _ground(style: Style) -> str | None:
    if "background-color" in style:
        return style["background-color"]
    if "background-image" in style:
        return "image"
    background = style.get("background")
    if background is None:
        return None
    if "url(" in background or "gradient" in background:
        return "image"
    return background.split()[0] if background else None


def _is_lost(node: LexborNode, colours: dict[int, str], grounds: dict[int, str]) -> bool:
    colour = _rgb(colours[node.mem_id])
    if colour is None:
        return False
    ground: tuple[int, int, int] = _NAMED["white"]
    at: LexborNode | None = node
    while at is not None:
        stated = grounds.get(at.mem_id)
        if stated and stated not in ("transparent", "none", "inherit", "initial"):
            known = _rgb(stated)
            if known is None:
                return False  # a picture or a gradient: cannot be told
            ground = known
            break
        at = at.parent
    return all(abs(a - b) < _NEAR for a, b in zip(colour, ground, strict=True))
