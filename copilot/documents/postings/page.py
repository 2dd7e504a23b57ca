"""A page as a person sees it: decoded, parsed, hidden text gone, JSON-LD set aside."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from copilot.documents.postings.cleaning import one_line, without_invisible
from copilot.documents.postings.visibility import drop_hidden

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)

CHROME = (
    "nav, footer, aside, [role=navigation], [role=banner], [role=contentinfo], "
    "[role=dialog], [role=alertdialog], [role=search], "
    "[id*=cookie i], [class*=cookie i], [id*=onetrust i], [id*=consent i], "
    "[class*=consent i], [class*=breadcrumb i], [class*='similar-job' i], [id*='similar-job' i], "
    "[class*=similarjobs i], [class*='related-job' i], [class*='recommended-job' i], "
    "[class*='recommendation' i], [class*='more-jobs' i], [class*='other-jobs' i], "
    "[class*=newsletter i], [class*='job-alert' i], [class*=social-share i], "
    "[class*='share-button' i], [class*='sr-only'], [class*='visually-hidden'], button"
)
"""What stands around a posting on its page."""

_SURROUNDINGS = (
    "h1, nav, header, footer, aside, form, main, table, dl, iframe, [role], [itemtype], "
    "[data-automation-id], [data-automation], [data-testid], [data-qa]"
)


@dataclass(frozen=True)
class Page:
    tree: LexborHTMLParser
    url: str | None
    json_ld: tuple[str, ...]
    """The texts of the page's JSON-LD elements, unparsed."""

    @cached_property
    def host(self) -> str:
        for url in (self.url, self.canonical_url):
            if url and (host := urlsplit(url).hostname):
                return host.lower()
        return ""

    @cached_property
    def canonical_url(self) -> str | None:
        link = self.tree.css_first("link[rel=canonical][href]")
        href = link.attributes.get("href") if link else None
        return href or self.metas.get("og:url")

    @cached_property
    def title(self) -> str | None:
        node = self.tree.css_first("head > title") or self.tree.css_first("title")
        return one_line(node.text()) if node else None

    @cached_property
    def metas(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for node in self.tree.css("meta[content]"):
            attributes = node.attributes
            name = attributes.get("property") or attributes.get("name") or ""
            content = one_line(attributes.get("content"))
            if name and content:
                found.setdefault(name.lower(), content)
        return found

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The visible lines of the whole body, chrome included."""
        body = self.tree.body
        return lines_of(body) if body else ()

    @cached_property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def is_fragment(self) -> bool:
        """Whether it is no page but a piece of one: nothing names it and nothing surrounds it."""
        return not (self.title or self.metas or self.json_ld) and self.first(_SURROUNDINGS) is None

    def first(self, selector: str) -> LexborNode | None:
        return self.tree.css_first(selector)

    def line(self, selector: str) -> str | None:
        """The text of the first element that matches and says something."""
        for node in self.tree.css(selector):
            if text := one_line(node.text(separator=" ")):
                return text
        return None


def decode(content: bytes, charset: str | None = None) -> str:
    """Bytes of a text: by byte order mark, as UTF-8, or in the encoding that the server
    (``charset``) or the page states, or else as Windows-1252."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    with contextlib.suppress(UnicodeDecodeError):
        return content.decode("utf-8")
    meta = _CHARSET.search(content[:4096])
    for name in (charset, meta[1].decode("ascii") if meta else None):
        if name:
            with contextlib.suppress(LookupError):
                return content.decode(name, errors="replace")
    return content.decode("cp1252", errors="replace")


def parse_page(markup: str, url: str | None) -> Page:
    tree = LexborHTMLParser(markup)
    json_ld = tuple(
        node.text() or "" for node in tree.css("script") if _is_json_ld(node) and node.text()
    )
    drop_hidden(tree)
    return Page(tree, url, json_ld)


def _is_json_ld(node: LexborNode) -> bool:
    return (node.attributes.get("type") or "").split(";")[0].strip().lower() == (
        "application/ld+json"
    )


def lines_of(node: LexborNode) -> tuple[str, ...]:
    """The text of an element, a line for each block in it, without empty lines."""
    lines: list[str] = []
    parts: list[str] = []
    block = -1
    for child in node.traverse(include_text=True):
        if child.tag == "br":
            block = -1
            continue
        if child.tag != "-text":
            continue
        text = without_invisible(child.text_content or "")
        if not text.strip():
            if parts:
                parts.append(" ")
            continue
        own = _block_of(child)
        if own != block:
            _flush(parts, lines)
            block = own
        parts.append(text)
    _flush(parts, lines)
    return tuple(lines)


def _block_of(node: LexborNode) -> int:
    at = node.parent
    while at is not None and at.tag not in BLOCKS:
        at = at.parent
    return at.mem_id if at is not None else -2


def _flush(parts: list[str], lines: list[str]) -> None:
    line = " ".join("".join(parts).split())
    if line:
        lines.append(line)
    parts.clear()
