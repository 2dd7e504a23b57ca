"""Label and value pairs: tables and definition lists of applicant tracking systems, and lines such
as "Location: Leeds" in texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from selectolax.lexbor import LexborNode

from copilot.documents.postings.cleaning import fold, one_line
from copilot.documents.postings.facts import Facts, is_generic_title
from copilot.documents.postings.markdown import from_node
from copilot.documents.postings.page import Page
from copilot.documents.postings.values import (
    read_date,
    read_employment_types,
    read_salary,
    read_workplace,
)
from copilot.documents.postings.vocabulary import lines
from copilot.domain.posting import FieldSource

_KIND = {
    label.strip(): kind
    for kind, _, labels in (line.partition(":") for line in lines("labels.txt"))
    for label in labels.split("|")
}
_LINE = re.compile(
    r"^[\s>*_#•·-]*\**\s*([^\W\d][\w /()&'’-]{1,38}?)\s*\**\s*[:：]\s*\**\s*(\S.*?)\s*[*_]*\s*$"
)
_LONGEST_VALUE = 160
_HOLDERS = ("span", "p", "div", "a", "ul", "strong", "b", "td")
_SHORTEST_DESCRIPTION = 40
_LETTERS = re.compile(r"[^\W\d_]{2}")

Pair = tuple[str, str, LexborNode | None]
"""The label's kind, the value's text, and the element that holds the value."""


@lru_cache(maxsize=8192)
def kind_of(label: str | None) -> str | None:
    folded = fold(label or "")
    return _KIND.get(folded) or _KIND.get(folded.removeprefix("the ")) if folded else None


def read_tables(page: Page) -> Facts:
    return _facts(list(_page_pairs(page)), FieldSource.PAGE)


def read_labelled_lines(texts: Iterable[str]) -> Facts:
    """Facts from lines "Label: value" of a text."""
    pairs: list[Pair] = []
    for line in texts:
        match = _LINE.match(line)
        kind = kind_of(match[1]) if match else None
        if match and kind and kind != "description" and len(match[2]) <= _LONGEST_VALUE:
            pairs.append((kind, match[2], None))
    return _facts(pairs, FieldSource.TEXT)


def _page_pairs(page: Page) -> Iterator[Pair]:
    tree = page.tree
    for row in tree.css("tr"):
        cells = [n for n in row.iter() if n.tag in ("td", "th") and n.text(strip=True)]
        if len(cells) == 2:
            yield from _pair(cells[0], cells[1])
    for term in tree.css("dt"):
        value = term.next
        while value is not None and value.tag != "dd":
            value = value.next if value.tag in ("-text", "-comment") else None
        if value is not None:
            yield from _pair(term, value)
    for label in tree.css("h2, h3, h4, h5, label, strong, b, span, p, div"):
        text = label.text(strip=True)
        if not text or len(text) > 40 or kind_of(text) is None:
            continue
        value = label.next
        while value is not None and (
            not (said := value.text(strip=True)) or (said == ":" and value.tag != "-text")
        ):
            value = value.next
        if value is None:
            continue
        if kind_of(text) == "description":
            continue  # a heading of the text, not the label of a field
        if value.tag == "-text":
            held = (value.text_content or "").strip(" \n\t:")
            if (held and text.endswith(":")) or (value.text_content or "").lstrip().startswith(":"):
                yield kind_of(text) or "", held, None
        elif value.tag in _HOLDERS and (label.tag not in ("strong", "b") or text.endswith(":")):
            yield from _pair(label, value)


def _pair(label: LexborNode, value: LexborNode) -> Iterator[Pair]:
    kind = kind_of(label.text(separator=" "))
    if kind is not None:
        items = value.css("li") if value.tag in ("ul", "ol") else []
        said = "; ".join(item.text(separator=" ").strip() for item in items)
        text = one_line(said or value.text(separator=" "))
        if text:
            yield kind, text, value


def _facts(pairs: list[Pair], source: FieldSource) -> Facts:
    def first(kind: str, longest: int = _LONGEST_VALUE) -> str | None:
        return next(
            (
                v
                for k, text, _ in pairs
                if k == kind and len(text) <= longest and (v := one_line(text))
            ),
            None,
        )

    title = first("title")
    # "City: New York, State: New York" is said twice on purpose.
    places = [part for kind in ("city", "region", "country") if (part := first(kind, 60))]
    location = next(
        (
            one_line(text)
            for kind, text, _ in pairs
            if kind == "location" and len(text) <= 120 and _LETTERS.search(text)
        ),
        None,
    )
    if places and (first("city", 60) or not location):
        location = ", ".join(places)
    return Facts(
        source=source,
        title=None if title is None or is_generic_title(title) else title,
        company=first("company", 80),
        locations=(location,) if location else (),
        remote_policy=read_workplace(first("remote", 60)) or read_workplace(location),
        employment_types=read_employment_types(first("employment")),
        salary=read_salary(first("salary")),
        date_posted=read_date(first("posted", 40)),
        valid_through=read_date(first("deadline", 40)),
        description=_described(pairs),
    )


def _described(pairs: list[Pair]) -> str | None:
    """Long values of description labels, each under its label."""
    parts: list[str] = []
    for kind, text, node in pairs:
        if kind == "description" and node is not None and len(text) > _SHORTEST_DESCRIPTION:
            part = from_node(node)
            if not any(part in other for other in parts):
                parts = [other for other in parts if other not in part] + [part]
    return "\n\n".join(parts) or None
