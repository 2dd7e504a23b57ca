"""From bytes to a ``Posting``: the sources, their order of trust, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

import py3langid

from copilot.documents.postings import places, refusals
from copilot.documents.postings.addresses import canonical
from copilot.documents.postings.cleaning import fold, one_line, without_invisible
from copilot.documents.postings.employers import find_company
from copilot.documents.postings.endpoints import read_json
from copilot.documents.postings.facts import ENOUGH_TEXT, Facts, Merged, is_generic_title, merge
from copilot.documents.postings.heads import read_head
from copilot.documents.postings.json_ld import decoded, read_job_postings, the_one
from copilot.documents.postings.labels import read_labelled_lines, read_tables
from copilot.documents.postings.main_text import main_text
from copilot.documents.postings.markdown import from_html, from_mixed, is_markdown, plain, unwrapped
from copilot.documents.postings.page import Page, decode, parse_page
from copilot.documents.postings.roles import names_role
from copilot.documents.postings.shown import as_shown
from copilot.documents.postings.signals import find_signals
from copilot.documents.postings.sites import MICRODATA, read_site, site_of
from copilot.documents.postings.titles import (
    company_of_heading,
    find_title,
    headings,
    role_spoken_of,
    seeks_somebody,
    title_of_heading,
)
from copilot.documents.postings.values import (
    read_employment_types,
    read_remote_policy,
    salary_in_text,
)
from copilot.documents.postings.work_phrases import find_work
from copilot.domain.posting import FieldSource, Posting
from copilot.errors import EmptyContent, PostingWithoutText, UnsupportedMedia

PARSER_VERSION = "2026.11.3"
"""Changes whenever the same bytes may read differently; what an older version read is read anew."""

_FEWEST_CHARACTERS = 80
_FEWEST_CUES = 2
_PLAINLY_A_POSTING = 5
_SHORT_PAGE = 400
_LANGUAGE_SAMPLE = 4000

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
        return _from_page(parse_page(text, url), selected)
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
    _need_text(merged.description)
    return _posting(merged, url)


def _from_text(markdown: str, url: str | None, selected: Facts) -> Posting:
    if not markdown and selected.description is None:
        raise EmptyContent("The text is empty. Select the job's text and submit that.")
    body = selected.description or markdown
    readings = [selected, *_text_facts(body)]
    merged = merge([*readings, Facts(source=FieldSource.TEXT, description=markdown)])
    lines = plain(body).split("\n")
    if len(plain(body)) < 1200 and refusals.expired_notice(lines, ""):
        raise refusals.expired()
    _need_text(body)
    fewest = 1 if seeks_somebody(plain(body)) else _FEWEST_CUES
    told = selected.title is not None or merged.sources.get("title") is FieldSource.WORK
    plainly = told or refusals.vocabulary(plain(body)) >= fewest
    if merged.title is None or not plainly:
        raise refusals.not_a_posting()
    return _posting(merged, url)


def _text_facts(markdown: str) -> list[Facts]:
    """What the running text says, labelled lines first."""
    words = unwrapped(plain(markdown))
    lines = [line for line in words.split("\n") if line.strip()]
    labelled = read_labelled_lines(lines)
    heads = headings(markdown)
    title = labelled.title or find_title(lines, heads)
    named = next((name for head in heads if (name := company_of_heading(head))), None)
    company = labelled.company or named or find_company(words, title, heads)
    found = labelled.locations or places.find_places(words)
    facts = [labelled, Facts(FieldSource.TEXT, title=title, company=company, locations=found)]
    if title is None:
        facts.append(Facts(FieldSource.WORK, title=find_work(words)))
        facts.append(Facts(FieldSource.TEXT, title=role_spoken_of(lines)))
    return facts


def _from_page(page: Page, selected: Facts) -> Posting:
    if not page.text and not page.json_ld and selected.description is None:
        raise EmptyContent("The page shows no text. Let it load fully, then submit it again.")
    head = read_head(page)
    heading = page.line("h1")
    values = decoded(page.json_ld)
    postings = read_job_postings(values)
    structured = the_one(postings, [heading or "", page.title or ""])
    site = site_of(page)
    readings = [selected]
    shown = read_site(page, site) if site is not None else None
    if structured is not None:
        readings.append(structured)
    if shown is not None:
        readings.append(shown)
    microdata = page.first(MICRODATA.markers) is not None
    if microdata:
        readings.append(read_site(page, MICRODATA))
    tables = read_tables(page)
    subject = merge([*readings, tables])
    _refuse_other_pages(page, subject, len({p.title for p in postings}))
    if structured is not None and structured.description:
        readings[1:2] = as_shown(page, structured, shown)
        subject = merge([*readings, tables])
    tabled = tables.title is not None and tables.description is not None
    readings += [tables, *_around(page, head, heading, subject, tabled)]
    merged = merge(readings)
    marked = structured is not None or site is not None or microdata
    _need_subject(page, merged, marked or tabled, selected)
    return _posting(merged, page.url)


def _refuse_other_pages(page: Page, subject: Merged, listed: int) -> None:
    """Refuse lists, closed postings and walls. A page that shows a described posting is that
    posting, whatever stands beside it, unless it says that the posting is closed."""
    described = len(subject.description) >= ENOUGH_TEXT and subject.title is not None
    if refusals.expired_notice(_notices(page), subject.description):
        if not described and refusals.has_results_title(page) and listed > 1:
            raise refusals.search_results()
        raise refusals.expired()
    if described:
        return
    if refusals.is_results_list(page, listed):
        raise refusals.search_results()


def _notices(page: Page) -> list[str]:
    """Lines that may say that the posting is closed: all but lists of other postings."""
    return list(page.lines)


def _around(
    page: Page, head: Facts, heading: str | None, subject: Merged, complete: bool
) -> list[Facts]:
    """What head, headings and main text say, for fields that nothing structured states."""
    title = title_of_heading(heading) if heading else None
    plain_heading = heading if heading and not is_generic_title(heading) else None
    body = subject.description
    if len(body) < ENOUGH_TEXT and not complete:
        body = max(body, main_text(page), key=len)
    # A heading without a word that is known for a role is a title if the text below is plainly
    # a posting's.
    plainly = bool(subject.description) or refusals.vocabulary(plain(body)) >= _PLAINLY_A_POSTING
    by_heading = Facts(
        source=FieldSource.PAGE,
        title=title or (plain_heading if plainly else None),
        company=company_of_heading(heading) if heading else None,
    )
    head_title_first = head.title is not None and title is None
    outside = [head, by_heading] if head_title_first else [by_heading, head]
    prose = _text_facts(body) if body else []
    main = Facts(source=FieldSource.PAGE, description=body or None)
    return [*outside, *prose, main]


def _need_subject(page: Page, merged: Merged, known: bool, selected: Facts) -> None:
    words = plain(merged.description)
    cues = refusals.vocabulary(words)
    enough = len(words) >= _FEWEST_CHARACTERS and (known or cues >= _FEWEST_CUES + 1)
    if merged.sources.get("title") is FieldSource.WORK:
        # A page that names no role anywhere is more often a careers page than a posting.
        enough = enough and cues >= _PLAINLY_A_POSTING and not refusals.has_results_title(page)
    if merged.title is not None and enough:
        return
    if selected.title and selected.description:
        return
    if refusals.is_results_list(page, 0) or (
        refusals.has_results_title(page) and not names_role(fold(page.line("h1") or ""))
    ):
        raise refusals.search_results()
    if refusals.is_login_wall(page):
        raise refusals.login_wall()
    if merged.title is not None and (known or names_role(merged.title)) and len(words) < 400:
        _need_text("")
    if len(page.text) < _SHORT_PAGE and cues <= _FEWEST_CUES:
        _need_text("")
    raise refusals.not_a_posting()


def _need_text(description: str) -> None:
    if len(plain(description)) < _FEWEST_CHARACTERS:
        raise PostingWithoutText(
            "The page names a job but holds no text about it. Let the page load fully and open "
            "the description, then submit it again, or paste the job's text."
        )


def _posting(merged: Merged, url: str | None) -> Posting:
    fields = dict(merged.fields)
    sources = dict(merged.sources)
    description = merged.description
    words = plain(description)
    _complete_from_text(fields, sources, description, words)
    address = canonical(_text(fields.get("canonical_url")), url) or canonical(url)
    fields["canonical_url"] = address
    fields["apply_url"] = canonical(_text(fields.get("apply_url")), url)
    if not address:
        sources.pop("canonical_url", None)
    if not fields["apply_url"]:
        sources.pop("apply_url", None)
    language, _ = py3langid.classify(words[:_LANGUAGE_SAMPLE])
    posted, until = fields.get("date_posted"), fields.get("valid_through")
    company = _text(fields.get("company"))
    return Posting.model_validate(
        fields
        | {
            "language": str(language),
            "sources": sources,
            "signals": find_signals(
                words,
                company,
                posted if isinstance(posted, date) else None,
                until if isinstance(until, date) else None,
                datetime.now(tz=UTC).date(),
            ),
        }
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _complete_from_text(
    fields: dict[str, object], sources: dict[str, FieldSource], description: str, words: str
) -> None:
    """Remote policy, pay and kind of employment, where only the description states them."""
    if not fields.get("remote_policy") and (said := read_remote_policy(words)):
        fields["remote_policy"], sources["remote_policy"] = said, FieldSource.TEXT
    if not fields.get("salary"):
        for line in words.split("\n"):
            if salary := salary_in_text(line):
                fields["salary"], sources["salary"] = salary, FieldSource.TEXT
                break
    if not fields.get("employment_types"):
        lines = [line for line in words.split("\n") if len(line) <= 100]
        kinds = next((k for line in lines if (k := read_employment_types(line))), ())
        if kinds:
            fields["employment_types"], sources["employment_types"] = kinds, FieldSource.TEXT
