"""What the head of a page says: the document title and OpenGraph, which follow a few patterns."""

from __future__ import annotations

import re

from copilot.documents.postings.cleaning import fold, one_line
from copilot.documents.postings.facts import Facts, is_generic_title
from copilot.documents.postings.page import Page
from copilot.documents.postings.places import is_place
from copilot.documents.postings.roles import names_role
from copilot.documents.postings.titles import place_behind, without_place
from copilot.documents.postings.vocabulary import phrases
from copilot.domain.posting import FieldSource

_SITES = phrases("site_names.txt")
_SEPARATOR = re.compile(r"\s+[|·•»—–-]\s+|\s*[|»]\s*|\s+::\s+")
# Said of postings alone, whatever the role is called.
_PLAIN_PATTERNS = (
    re.compile(r"^(?P<company>.+?) (?:is )?hiring (?:an? )?(?P<title>.+?) in (?P<location>.+)$"),
    re.compile(r"^Job Application for (?P<title>.+?) at (?P<company>.+)$"),
    re.compile(r"^(?P<title>.+?) job in (?P<location>.+?) at (?P<company>.+)$", re.IGNORECASE),
)
_PATTERNS = (
    re.compile(r"^(?P<company>.+?) (?:is )?hiring:? (?:an? )?(?P<title>.+)$"),
    re.compile(r"^(?P<title>.+?) at (?P<company>.+?) in (?P<location>.+)$"),
    re.compile(r"^(?P<title>.+?) (?:jobs? )?(?:at|bei|chez|@) (?P<company>.+)$"),
    re.compile(r"^(?P<title>.+?) jobs? in (?P<location>.+)$", re.IGNORECASE),
)
_CAREERS = re.compile(
    r"^(?:(?:careers?|jobs|working|work|join|vacancies|karriere"
    r"|life) (?:at|with|bei|chez) (?P<a>.+)"
    r"|(?P<b>.+?)(?:[’']s)? (?:careers?|jobs|job board|career site"
    r"|careers? page|karriere|recruiting))$",
    re.IGNORECASE,
)


def read_head(page: Page, shown: str | None = None) -> Facts:
    """Title, company and location as far as the document title or OpenGraph title tell them.

    ``shown`` is the title that the page shows, if that is known.
    """
    metas = page.metas
    site_name = _company_of(metas.get("og:site_name"))
    found: dict[str, str] = {}
    for text in (page.title, metas.get("og:title"), metas.get("twitter:title")):
        for name, value in split_title(text, site_name, shown).items():
            found.setdefault(name, value)
    location = found.get("location")
    return Facts(
        source=FieldSource.META,
        title=found.get("title"),
        company=found.get("company") or site_name,
        locations=(location,) if location else (),
        canonical_url=page.canonical_url,
    )


def split_title(
    text: str | None, company: str | None = None, shown: str | None = None
) -> dict[str, str]:
    """Fields in a document title; ``company`` and ``shown``, the posting's title, if another place
    names them already."""
    line = one_line(text)
    if not line:
        return {}
    parts = [p for part in _SEPARATOR.split(line) if (p := one_line(part))]
    found: dict[str, str] = {}
    rest: list[str] = []
    for part in parts:
        careers = _CAREERS.match(part)
        if fold(part) in _SITES:
            continue
        if careers and not names_role(part):
            name = one_line(careers["a"] or careers["b"])
            if name and fold(name) not in _SITES:
                found.setdefault("company", name)
            continue
        if company and fold(part) == fold(company):
            found.setdefault("company", part)
            continue
        rest.append(part)
    joined = " - ".join(rest)
    for pattern in (*_PLAIN_PATTERNS, *_PATTERNS):
        match = pattern.match(joined)
        if match and (
            pattern in _PLAIN_PATTERNS or names_role(match["title"]) or _same(match["title"], shown)
        ):
            groups = match.groupdict()
            groups["company"] = groups.get("company") and _SEPARATOR.split(groups["company"])[0]
            found |= {k: v for k, v in groups.items() if v and k not in found}
            return {k: v.strip(" ,-") for k, v in found.items()}
    places = [part for part in rest if is_place(part) and not _same(part, shown)]
    rest = [part for part in rest if part not in places]
    if len(places) == 1:
        found.setdefault("location", places[0])
    roles = [part for part in rest if _same(part, shown)]
    roles = roles or [part for part in rest if names_role(part)]
    if roles:
        # A title may hold the separator itself: "Engineer - Platform". Only a lone other part
        # can be told to be the company or the place, and not which; that is left to others.
        found["title"] = without_place(roles[0])
        others = [part for part in rest if part != roles[0]]
        alone = len(others) == 1 and "company" not in found
        if alone and (rest[0] == others[0] or _same(roles[0], shown)):
            found["company"] = others[0]
        if place := place_behind(roles[0]):
            found.setdefault("location", place[0])
    elif len(rest) == 1 and not is_generic_title(rest[0]):
        generic = any(is_generic_title(part) for part in parts if part != rest[0])
        found.setdefault("company" if generic else "title", rest[0])
    return found


def _same(part: str, shown: str | None) -> bool:
    return shown is not None and fold(shown) in (fold(part), fold(without_place(part)))


def _company_of(site_name: str | None) -> str | None:
    name = one_line(site_name)
    if not name:
        return None
    careers = _CAREERS.match(name)
    if careers:
        name = one_line(careers["a"] or careers["b"])
    return None if name is None or fold(name) in _SITES or "." in name else name
