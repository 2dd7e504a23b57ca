"""From bytes to a ``Posting``: the sources, their order of trust, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping

import py3langid

from copilot.documents.postings import places, refusals
from copilot.documents.postings.cleaning import one_line, without_invisible
from copilot.documents.postings.completion import need_text, posting_of
from copilot.documents.postings.endpoints import read_json
from copilot.documents.postings.facts import Facts, merge
from copilot.documents.postings.main_text import main_text
from copilot.documents.postings.markdown import from_html, from_mixed, is_markdown, plain
from copilot.documents.postings.page import decode, parse_page
from copilot.documents.postings.running_text import text_facts
from copilot.documents.postings.spoken_roles import seeks_somebody
from copilot.documents.postings.whole_page import read_page
from copilot.domain.posting import FieldSource, Posting
from copilot.errors import EmptyContent, UnsupportedMedia

PARSER_VERSION = "2026.11.5"
"""Changes whenever the same bytes may read differently; what an older version read is read anew."""

_FEWEST_CUES = 2

_HTML = ("text/html", "application/xhtml+xml")
_TEXT = ("text/plain", "text/markdown", "text/x-markdown")
_JSON = ("application/json", "application/ld+json")
_STATED = ("title", "company", "location", "description")


def read_posting(
    content: bytes,
    media_type: str,
    *,
    url: str | None = None,
    stated: Mapping[str, str] | None = None,
) -> Posting:
    """Read a posting from a page (rendered DOM or as served), a text, or a site's JSON.

    ``stated`` holds fields that the person selected (title, company, location, description); they
    win over everything. Raises UnsupportedMedia, EmptyContent, or by name what the page is
    instead: SearchResultsPage, ExpiredPosting, LoginWall, PostingWithoutText, NotAPosting.
    """
    kind = media_type.split(";")[0].strip().lower()
    stated_charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", media_type, re.IGNORECASE)
    text = decode(content, stated_charset[1] if stated_charset else None)
    selected = _client_facts(stated or {})
    if not without_invisible(text).strip() and selected.description is None:
        raise EmptyContent("The page is empty. Let it load fully, then submit it again.")
    if kind in _HTML:
        if is_markdown(text):
            return _from_text(from_mixed(text), url, selected)
        page = parse_page(text, url)
        if page.is_fragment and page.text:
            return _from_text(main_text(page), url, selected)
        return read_page(page, selected)
    if kind in _TEXT:
        return _from_text(from_mixed(text), url, selected)
    if kind in _JSON:
        return _from_json(text, url, selected)
    raise UnsupportedMedia(
        f"A posting cannot be read from {kind or 'this'}. Send HTML, plain text, Markdown or JSON."
    )


def warm_up() -> None:
    """Load models and tables once, before a server forks."""
    py3langid.classify("warm")
    places.warm_up()


def _client_facts(stated: Mapping[str, str]) -> Facts:
    values = {name: stated.get(name) or None for name in _STATED}
    place = one_line(values["location"])
    description = values["description"]
    return Facts(
        source=FieldSource.CLIENT,
        title=one_line(values["title"]),
        company=one_line(values["company"]),
        locations=(place,) if place else (),
        description=from_html(description) if description else None,
    )


def _from_json(text: str, url: str | None, selected: Facts) -> Posting:
    readings = read_json(text, url)
    if not readings:
        raise refusals.not_a_posting()
    merged = merge([selected, *readings])
    if merged.title is None:
        raise refusals.not_a_posting()
    need_text(merged.description)
    return posting_of(merged, url)


def _from_text(markdown: str, url: str | None, selected: Facts) -> Posting:
    if not markdown and selected.description is None:
        raise EmptyContent("The text is empty. Select the job's text and submit that.")
    body = selected.description or markdown
    readings = [selected, *text_facts(body)]
    merged = merge([*readings, Facts(source=FieldSource.TEXT, description=markdown)])
    lines = plain(body).split("\n")
    if len(plain(body)) < 1200 and refusals.expired_notice(lines, ""):
        raise refusals.expired()
    need_text(body)
    fewest = 1 if seeks_somebody(plain(body)) else _FEWEST_CUES
    told = selected.title is not None or merged.sources.get("title") is FieldSource.WORK
    plainly = told or refusals.vocabulary(plain(body)) >= fewest
    if merged.title is None or not plainly:
        raise refusals.not_a_posting()
    return posting_of(merged, url)
