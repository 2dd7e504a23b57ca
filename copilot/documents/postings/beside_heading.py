"""What stands around a page's heading without a label: places below it, the brand above it."""

from __future__ import annotations

import re

from copilot.documents.postings.cleaning import fold, one_line
from copilot.documents.postings.facts import Facts
from copilot.documents.postings.page import Page
from copilot.documents.postings.places import is_place
from copilot.documents.postings.roles import names_role
from copilot.documents.postings.values import read_employment_types, read_workplace
from copilot.documents.postings.vocabulary import phrases
from copilot.domain.posting import FieldSource

_LINES_BELOW = 6
_LONGEST_LINE = 100
_PARTS = re.compile(r"\s*[·•|●∙]\s*|\s+[-–—]\s+|\t")
_LOGO = (
    "header img[alt], nav img[alt], [class*=logo i] img[alt], img[class*=logo i][alt], "
    "img[id*=logo i][alt]"
)
_LOGO_WORDS = re.compile(
    r"\b(?:company|careers?|brand|corporate|official|site|header|home ?page|home|white|dark)\b"
    r"|\blogo(?:type)?\b",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:\d{4}(?:\s*[-–]\s*\d{4})?)?[\s,]*(?:by\s+)?"
    r"(?P<name>[^\n.,|·]{2,60}?)(?:[.,|·\n]|\s+all rights|\s*$)",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r",?\s+(?:Inc|Ltd|LLC|LLP|GmbH|AG|plc|Limited|B\.?V|S\.?A|Pty|Corp)\b\.?$", re.IGNORECASE
)
_NAMING_METAS = ("application-name", "author", "og:site_name", "publisher")
_SITES = phrases("site_names.txt")


def heading_of(page: Page) -> str | None:
    """The heading that names the posting: the first, unless the page's title says that this one
    is the brand and a lower one the posting."""
    first = page.line("h1")
    if first is None or page.title is None or names_role(first):
        return first
    parts = {fold(part) for part in re.split(r"\s+[-–—|·:]+\s+", page.title)}
    if fold(first) not in parts:
        return first
    for node in page.tree.css("h2"):
        text = one_line(node.text(separator=" "))
        if text and fold(text) in parts and fold(text) != fold(first):
            return text
    return first


def read_below(page: Page, heading: str | None) -> Facts:
    """Places, kind of employment and of workplace in the short lines below ``heading``."""
    if heading is None:
        return Facts(FieldSource.PAGE)
    folded = fold(heading)
    at = next((n for n, line in enumerate(page.lines) if fold(line) == folded), None)
    parts: list[str] = []
    for line in page.lines[at + 1 : at + 1 + _LINES_BELOW] if at is not None else ():
        if len(line) > _LONGEST_LINE:
            break
        parts += [part for part in _PARTS.split(line) if part]
    found = [part for part in parts if is_place(part)]
    kinds = next((k for part in parts if (k := read_employment_types(part))), ())
    return Facts(
        FieldSource.PAGE,
        locations=tuple(dict.fromkeys(found)),
        employment_types=kinds,
        remote_policy=next((p for part in parts if (p := read_workplace(part))), None),
    )


def read_brand(page: Page, organisations: list[str], text: str) -> Facts:
    """The employer as logo, metas, ``organisations`` in the page's data or the copyright line name
    it, if the posting's ``text`` says that name too: on a board, the brand is the board's."""
    said = f" {fold(text)} "
    for name in _brands(page, organisations):
        folded = fold(name)
        if folded and folded not in _SITES and len(folded) > 1 and f" {folded} " in said:
            return Facts(FieldSource.META, company=name)
    return Facts(FieldSource.META)


def _brands(page: Page, organisations: list[str]) -> list[str]:
    names = [page.metas[meta] for meta in _NAMING_METAS if meta in page.metas]
    names += organisations
    names += [
        _LOGO_WORDS.sub(" ", node.attributes.get("alt") or "") for node in page.tree.css(_LOGO)
    ]
    names += [match["name"] for line in page.lines[-12:] if (match := _COPYRIGHT.search(line))]
    lines = [one_line(_LEGAL.sub("", name.strip())) for name in names]
    return [line for line in lines if line and len(line) <= 60]
