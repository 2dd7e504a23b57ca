"""The employer in the address of its board: ``jobs.lever.co/acme-tools/…`` is Acme Tools'."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from copilot.documents.postings.cleaning import fold
from copilot.documents.postings.facts import Facts
from copilot.documents.postings.page import Page
from copilot.domain.posting import FieldSource

_FIRST_IN_PATH = (
    "jobs.lever.co", "jobs.eu.lever.co", "boards.greenhouse.io", "job-boards.greenhouse.io",
    "boards.eu.greenhouse.io", "job-boards.eu.greenhouse.io", "jobs.ashbyhq.com",
    "jobs.smartrecruiters.com", "careers.smartrecruiters.com", "apply.workable.com",
)  # fmt: skip
_FIRST_IN_HOST = (
    ".myworkdayjobs.com", ".bamboohr.com", ".recruitee.com", ".teamtailor.com", ".breezy.hr",
    ".jobs.personio.de", ".jobs.personio.com", ".applytojob.com",
)  # fmt: skip
_NOT_NAMES = frozenset({"embed", "j", "jobs", "job", "careers", "career", "www", "www2", "apply"})
_SLUG = re.compile(r"[A-Za-z][A-Za-z0-9.&_-]{1,40}")
_WORD = re.compile(r"[^\W_][\w&.’'-]*")
_MOST_WORDS = 5
_MOST_CHARACTERS = 20_000


def read_address(page: Page) -> Facts:
    """The employer as the page writes the name that stands in its address. A name that the page
    never writes is taken from the address only if hyphens tell its words apart."""
    name = slug_of(page.url) or slug_of(page.canonical_url)
    return Facts(FieldSource.META, company=_written(page, name) if name else None)


def slug_of(url: str | None) -> str | None:
    """What an address calls the employer whose board it is; None for any other address."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    slug = ""
    if host in _FIRST_IN_PATH:
        slug = unquote(parts.path.strip("/").split("/")[0])
    elif any(host.endswith(end) for end in _FIRST_IN_HOST):
        slug = host.split(".")[0]
    return slug if _SLUG.fullmatch(slug) and slug.lower() not in _NOT_NAMES else None


def _written(page: Page, slug: str) -> str | None:
    wanted = _squeezed(slug)
    title = " · ".join(filter(None, (page.title, page.metas.get("og:title"))))
    for text in (title, page.text[:_MOST_CHARACTERS]):
        words = list(_WORD.finditer(text))
        for index, first in enumerate(words):
            if not wanted.startswith(_squeezed(first[0])) or not first[0][0].isupper():
                continue
            for last in words[index : index + _MOST_WORDS]:
                name = text[first.start() : last.end()].rstrip(".")
                if "\n" not in name and _squeezed(name) == wanted:
                    return re.sub(r"[’']s$", "", name)
    words_of_slug = re.split(r"[-_]", slug)
    if len(words_of_slug) > 1 and all(word.isalpha() for word in words_of_slug):
        return " ".join(word if word.isupper() else word.capitalize() for word in words_of_slug)
    return None


def _squeezed(name: str) -> str:
    return fold(name.replace("&", " and ")).replace(" ", "")
