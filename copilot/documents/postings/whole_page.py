"""A posting out of a whole page: the sources, their order of trust, and pages that are none."""

from __future__ import annotations

from copilot.documents.postings import refusals
from copilot.documents.postings.beside_heading import heading_of, read_below, read_brand
from copilot.documents.postings.board_addresses import read_address
from copilot.documents.postings.cleaning import fold
from copilot.documents.postings.completion import FEWEST_CHARACTERS, need_text, posting_of
from copilot.documents.postings.facts import ENOUGH_TEXT, Facts, Merged, is_generic_title, merge
from copilot.documents.postings.heads import read_head
from copilot.documents.postings.json_ld import decoded, nodes_of_type, read_job_postings, the_one
from copilot.documents.postings.labels import read_tables
from copilot.documents.postings.main_text import main_text
from copilot.documents.postings.markdown import plain
from copilot.documents.postings.page import Page
from copilot.documents.postings.roles import names_role
from copilot.documents.postings.running_text import text_facts
from copilot.documents.postings.shown import as_shown
from copilot.documents.postings.sites import MICRODATA, read_site, site_of
from copilot.documents.postings.titles import (
    company_of_heading,
    place_behind,
    title_of_heading,
    without_place,
)
from copilot.domain.posting import FieldSource, Posting
from copilot.errors import EmptyContent

_FEWEST_CUES = 2
_PLAINLY_A_POSTING = 5
"""Kinds of things that postings speak of, see ``refusals.vocabulary``."""
_SHORT_PAGE = 400


def read_page(page: Page, selected: Facts) -> Posting:
    if not page.text and not page.json_ld and selected.description is None:
        raise EmptyContent("The page shows no text. Let it load fully, then submit it again.")
    heading = heading_of(page)
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
    head = read_head(page, subject.title or (without_place(heading) if heading else None))
    readings += [tables, *_around(page, head, heading, subject, tabled)]
    described = merge(readings).description
    organisations = [name for node in nodes_of_type(values, "Organization")
                     if isinstance(name := node.get("name"), str)]  # fmt: skip
    readings.append(read_brand(page, organisations, plain(described)))
    merged = merge(readings)
    marked = structured is not None or site is not None or microdata
    _need_subject(page, merged, marked or tabled, selected)
    return posting_of(merged, page.url)


def _refuse_other_pages(page: Page, subject: Merged, listed: int) -> None:
    """Refuse lists, closed postings and walls. A page that shows a described posting is that
    posting, whatever stands beside it, unless it says that the posting is closed."""
    described = len(subject.description) >= ENOUGH_TEXT and subject.title is not None
    if refusals.expired_notice(page.lines, subject.description):
        if not described and refusals.has_results_title(page) and listed > 1:
            raise refusals.search_results()
        raise refusals.expired()
    if described:
        return
    if refusals.is_results_list(page, listed) or refusals.describes_several(page):
        raise refusals.search_results()


def _around(
    page: Page, head: Facts, heading: str | None, subject: Merged, complete: bool
) -> list[Facts]:
    """What head, headings and main text say, for fields that nothing structured states."""
    title = title_of_heading(heading) if heading else None
    plain_heading = without_place(heading) if heading and not is_generic_title(heading) else None
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
        locations=place_behind(heading) if heading else (),
    )
    head_title_first = head.title is not None and title is None
    outside = [head, by_heading] if head_title_first else [by_heading, head]
    outside += [read_below(page, heading), read_address(page)]
    prose = text_facts(body) if body else []
    main = Facts(source=FieldSource.PAGE, description=body or None)
    return [*outside, *prose, main]


def _need_subject(page: Page, merged: Merged, known: bool, selected: Facts) -> None:
    words = plain(merged.description)
    cues = refusals.vocabulary(words)
    enough = len(words) >= FEWEST_CHARACTERS and (known or cues >= _FEWEST_CUES + 1)
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
        need_text("")
    if len(page.text) < _SHORT_PAGE and cues <= _FEWEST_CUES:
        need_text("")
    raise refusals.not_a_posting()
