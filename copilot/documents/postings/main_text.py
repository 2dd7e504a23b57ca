"""The part of a page that is about its subject, without what stands around it."""

from __future__ import annotations

import trafilatura
from selectolax.lexbor import LexborNode

from copilot.documents.postings.markdown import from_html, from_mixed
from copilot.documents.postings.page import Page

_WHOLE_SHARE = 0.5
"""Of the page's text; a main text shorter than that has probably lost a part of the posting."""
_FEWEST_CHARACTERS = 300
_CORE_SHARE = 0.8
"""Of an element's text; a child that holds as much is what the element is there for."""

_MAIN = (
    "[class*=job-description i]",
    "[id*=job-description i]",
    "[class*=jobdescription i]",
    "[id*=jobdescription i]",
    "[class*=job_description i]",
    "[class*=job-detail i]",
    "[class*=posting i]",
    "main",
    "[role=main]",
    "article",
)


def main_text(page: Page) -> str:
    """The page's own text as Markdown; empty if the page shows nothing."""
    for node in _main_nodes(page):
        text = from_html(node.html or "")
        if len(text) >= _FEWEST_CHARACTERS:
            return text
    body = page.tree.body
    if body is None:
        return ""
    main = trafilatura.extract(
        page.tree.html or "",
        output_format="markdown",
        include_formatting=True,
        include_comments=False,
        include_tables=True,
        favor_recall=True,
    )
    whole = from_html(body.html or "")
    if main and len(main) >= _WHOLE_SHARE * len(whole):
        return from_mixed(main)
    return whole


def core_text(page: Page) -> str:
    """The main text without the title, facts and buttons that stand above it, as Markdown.

    It is the main text itself where no element holds most of that.
    """
    main = main_text(page)
    for node in _main_nodes(page):
        at = node
        while (child := _core(at)) is not None:
            at = child
        text = from_html(at.html or "")
        if _CORE_SHARE * len(main) <= len(text) < len(main):
            return text
    return main


def _main_nodes(page: Page) -> list[LexborNode]:
    """The longest element of each kind that can be the main one, the most telling kind first."""
    nodes = []
    for selector in _MAIN:
        best = max(page.tree.css(selector), key=lambda n: len(n.text()), default=None)
        if best is not None and len(best.text(strip=True)) >= 400:
            nodes.append(best)
    return nodes


def _core(node: LexborNode) -> LexborNode | None:
    whole = len(node.text(strip=True))
    children = (child for child in node.iter() if child.tag not in ("p", "ul", "ol", "table"))
    best = max(children, key=lambda child: len(child.text(strip=True)), default=None)
    if best is None or len(best.text(strip=True)) < _CORE_SHARE * whole:
        return None
    return best
