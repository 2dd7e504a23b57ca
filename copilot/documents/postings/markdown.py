"""Descriptions as Markdown: headings, lists, links and emphasis; nothing else of the markup."""

from __future__ import annotations

import re
from html import unescape

from markdownify import MarkdownConverter
from selectolax.lexbor import LexborHTMLParser, LexborNode

from copilot.documents.postings.cleaning import without_invisible
from copilot.documents.postings.page import CHROME
from copilot.documents.postings.visibility import drop_hidden, remove

_TAG = re.compile(r"<(?:/?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?|!--.*?--)>", re.DOTALL)
_ESCAPED_TAG = re.compile(r"&lt;/?[a-zA-Z][\w-]*(?:\s.*?)?/?&gt;", re.DOTALL)
_BLOCK_TAG = re.compile(
    r"<(?:html|body|div|p|table|ul|ol|li|section|article|h[1-6])\b", re.IGNORECASE
)
_PAGE_TAG = re.compile(
    r"<(?:!doctype|html|head|body|title|meta|script|style|table|main|nav|header|footer)\b",
    re.IGNORECASE,
)
_GAP = re.compile(r"\S[ \t]*\r?\n[ \t]*\r?\n")
_BREAK_BEFORE_END = re.compile(
    r"((?:<br\s*/?>\s*)+)((?:</(?:strong|b|em|i|u|span|font)>\s*)+)", re.IGNORECASE
)
_BREAK_AFTER_START = re.compile(
    r"((?:<(?:strong|b|em|i|u|span|font)(?:\s[^<>]*)?>\s*)+)((?:<br\s*/?>\s*)+)", re.IGNORECASE
)
_MARKDOWN_LINE = re.compile(
    r"^\s{0,3}(?:#{1,6}\s*\S|[*+-]\s+\S|\d+[.)]\s+\S|={3,}$|-{3,}$)", re.MULTILINE
)
# A line that goes on in the next one, as the small letter or the word before the break tells.
_WRAPPED = re.compile(
    r"(?<=[^\n.:;!?])\n(?=[a-zß-ÿ])|(?<= (?:of|in|at|by|to|is|an|or))\n(?=[A-Z])"
    r"|(?<= (?:the|and|for|our))\n(?=[A-Z])|(?<= a)\n(?=[A-Z])"
)
_BLANK_LINES = re.compile(r"\n{3,}")
_LINE_END = re.compile(r"[ \t\xa0]+\n")
_BULLET = re.compile(r"^[ \t]*[•·●▪■◦‣⁃∙○➢➤►✓✔–]\s*(?=\S)", re.MULTILINE)
_EMPTY_EMPHASIS = re.compile(r"(?<!\*)\*{2,4}[ \t]*\*{2,4}(?!\*)")
_LOOSE_LINK = re.compile(r"\[\s*\]\([^)]*\)")
_SCRIPT_LINK = re.compile(
    r"\[([^\]]*)\]\(\s*(?:javascript|data|vbscript|about):[^)]*\)", re.IGNORECASE
)
_BLOCK = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "tr",
        "table",
        "ul",
        "ol",
        "dl",
        "dd",
        "dt",
        "blockquote",
        "pre",
        "header",
    ]
)


class _Converter(MarkdownConverter):
    """Text stays as the page writes it: quotes of it must be found in it again."""

    class Options:
        heading_style = "ATX"
        bullets = "-"
        strip = ("img", "picture", "figure", "button", "label")
        escape_asterisks = False
        escape_underscores = False
        escape_misc = False
        autolinks = False
        newline_style = "backslash"

    def convert_br(self, el: object, text: str, parent_tags: set[str]) -> str:
        return " " if "_inline" in parent_tags else "\n"


def is_markup(text: str) -> bool:
    return bool(_TAG.search(text))


def is_markdown(text: str) -> bool:
    """True for a text that is laid out by its line breaks, with or without some inline HTML."""
    if _PAGE_TAG.search(text):
        return False
    lines = len(_MARKDOWN_LINE.findall(text)) + len(_GAP.findall(text))
    return lines > len(_BLOCK_TAG.findall(text))


def from_html(fragment: str) -> str:
    """Markdown of an HTML fragment, once or twice escaped or not; hidden parts are dropped."""
    for _ in range(2):
        if _ESCAPED_TAG.search(fragment) and not _BLOCK_TAG.search(fragment):
            fragment = unescape(fragment)
    if not is_markup(fragment):
        return tidy(unescape(fragment))
    tree = LexborHTMLParser(fragment)
    drop_hidden(tree)
    body = tree.body
    if body is None:
        return ""
    if "\n" in fragment and not _BLOCK_TAG.search(fragment) and "<br" not in fragment.lower():
        return tidy(body.text())
    return from_node(body)


def from_node(node: LexborNode) -> str:
    """Markdown of an element of a page whose hidden parts are already dropped."""
    fragment = LexborHTMLParser(node.html or "")
    body = fragment.body
    if body is None:
        return ""
    remove(body, body.css(CHROME))
    # The converter trims emphasised text, and line breaks at its ends with it.
    html = _BREAK_AFTER_START.sub(r"\2\1", _BREAK_BEFORE_END.sub(r"\2\1", body.html or ""))
    return tidy(_Converter().convert(html))


def from_mixed(text: str) -> str:
    """Markdown of a text that is Markdown already, with some HTML in it."""
    if not is_markup(text):
        return tidy(unescape(text))
    tree = LexborHTMLParser(text)
    drop_hidden(tree)
    body = tree.body
    if body is None:
        return ""
    parts: list[str] = []
    for node in body.traverse(include_text=True):
        tag = node.tag
        if tag == "-text":
            parts.append(node.text_content or "")
        elif tag == "br":
            parts.append("\n")
        elif tag == "li":
            parts.append("\n- ")
        elif tag in _BLOCK:
            parts.append("\n\n")
        elif tag and re.fullmatch(r"h[1-6]", tag):
            parts.append("\n\n" + "#" * int(tag[1]) + " ")
    return tidy("".join(parts))


def tidy(text: str) -> str:
    text = without_invisible(text).replace("\xa0", " ")
    text = _SCRIPT_LINK.sub(r"\1", _LOOSE_LINK.sub("", text))
    text = _EMPTY_EMPHASIS.sub("", _LINE_END.sub("\n", text))
    text = _BULLET.sub("- ", text)
    return _BLANK_LINES.sub("\n\n", text).strip()


def unwrapped(text: str) -> str:
    """A plain text whose sentences are not broken into lines of a set width any more."""
    return _WRAPPED.sub(" ", text)


def plain(markdown: str) -> str:
    """The words of a Markdown text, line by line, without its marks."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    text = re.sub(r"^\s{0,3}#{1,6}\s*|\s#+\s*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^\s*(?:[-*+]|\d+[.)])\s+", "", text, flags=re.MULTILINE)
    text = re.sub(r"^\s*(?:={3,}|-{3,}|\*{3,}|_{3,})\s*$", "", text, flags=re.MULTILINE)
    return re.sub(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`", "", text)
