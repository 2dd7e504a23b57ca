"""Reads the fields of a posting where job sites and applicant tracking systems put them.

A site is recognised by its host or by markup that is its own (saved pages have lost their host).
"""

from __future__ import annotations

import re

from copilot.documents.postings.applicant_tracking import APPLICANT_TRACKING
from copilot.documents.postings.cleaning import fold, one_line
from copilot.documents.postings.facts import Facts
from copilot.documents.postings.job_boards import JOB_BOARDS
from copilot.documents.postings.markdown import from_node
from copilot.documents.postings.page import Page
from copilot.documents.postings.site import Site
from copilot.documents.postings.values import (
    read_date,
    read_employment_types,
    read_remote_policy,
    read_salary,
    read_workplace,
)
from copilot.domain.posting import FieldSource, RemotePolicy

_STUB = 60
_JOB_POST_SUFFIX = re.compile(r"\s*-\s*job post$", re.IGNORECASE)
_LEADING_LABEL = re.compile(
    r"^(?:job )?(?:locations?|company|posted(?: on)?|employment type|standort|lieu)\s*:?\s+",
    re.IGNORECASE,
)
_LOGO = re.compile(
    r"\s*(?:company |careers? |brand )?(?:logo|home ?page|home|careers?)\s*$", re.IGNORECASE
)
_AT = re.compile(r"^(?:at|bei|chez|@)\s+", re.IGNORECASE)

SITES = (*JOB_BOARDS, *APPLICANT_TRACKING)

# schema.org microdata, on any site.
MICRODATA = Site(
    name="microdata",
    hosts=(),
    markers="[itemtype*='schema.org/JobPosting']",
    title="[itemtype*='schema.org/JobPosting'] [itemprop=title]",
    company="[itemprop=hiringOrganization] [itemprop=name], [itemprop=hiringOrganization]",
    location="[itemprop=jobLocation] [itemprop=addressLocality], [itemprop=jobLocation]",
    description="[itemprop=description], [itemprop=responsibilities], [itemprop=qualifications]",
    employment="[itemprop=employmentType]",
    salary="[itemprop=baseSalary]",
    posted="[itemprop=datePosted]",
    several_parts=True,
)


def site_of(page: Page) -> Site | None:
    host = page.host
    for site in SITES:
        if any(host == h or host.endswith("." + h) for h in site.hosts):
            return site
    for site in SITES:
        if page.first(site.markers) is not None and page.line(site.title):
            return site
    return None


def read_site(page: Page, site: Site) -> Facts:
    title = page.line(site.title)
    locations = _locations(page, site)
    description = _description(page, site)
    return Facts(
        source=FieldSource.SITE,
        title=_JOB_POST_SUFFIX.sub("", title) if title else None,
        company=_company(page, site),
        locations=locations,
        remote_policy=_workplace(page, site, locations),
        employment_types=read_employment_types(_joined(page, site.employment)),
        salary=read_salary(_joined(page, site.salary)),
        date_posted=read_date(_value(page, site.posted)),
        description=description,
        apply_url=_link(page, site.apply),
    )


def _value(page: Page, selector: str) -> str | None:
    """Selectors stand in order of trust, so they are tried one by one."""
    for one in _each(selector):
        for node in page.tree.css(one):
            attributes = node.attributes
            text = one_line(
                attributes.get("content")
                or attributes.get("formattedaddress")
                or attributes.get("datetime")
                or node.text(separator=" ")
            )
            if text and len(text) <= 200:
                return one_line(_LEADING_LABEL.sub("", text))
    return None


def _each(selector: str) -> list[str]:
    return [one.strip() for one in re.split(r",(?![^(\[]*[)\]])", selector) if one.strip()]


def _joined(page: Page, selector: str) -> str | None:
    if not selector:
        return None
    return " · ".join(node.text(separator=" ") for node in page.tree.css(selector)[:8]) or None


def _company(page: Page, site: Site) -> str | None:
    if site.company and (name := _value(page, site.company)):
        return _AT.sub("", name)
    if site.logo:
        for image in page.tree.css(site.logo):
            name = one_line(image.attributes.get("alt"))
            name = one_line(_LOGO.sub("", name)) if name else None
            if name and fold(name) not in ("company", "logo", "careers", site.name):
                return name
    return None


def _locations(page: Page, site: Site) -> tuple[str, ...]:
    for one in _each(site.location):
        found = []
        for node in page.tree.css(one):
            text = one_line(node.attributes.get("formattedaddress") or node.text(separator=" "))
            text = one_line(_LEADING_LABEL.sub("", text)) if text else None
            if text and len(text) <= 120:
                found.append(text)
        if found:
            several = found if site.name == "workday" else found[:1]
            return tuple(dict.fromkeys(several))
    return ()


def _workplace(page: Page, site: Site, locations: tuple[str, ...]) -> RemotePolicy | None:
    label = _joined(page, site.workplace)
    stated = read_remote_policy(label) or read_workplace(label)
    return stated or next((p for place in locations if (p := read_workplace(place))), None)


def _description(page: Page, site: Site) -> str | None:
    if not site.description:
        return None
    if site.several_parts:
        parts: list[str] = []
        for node in page.tree.css(site.description):
            part = from_node(node)
            if part and not any(part in other for other in parts):
                parts = [other for other in parts if other not in part] + [part]
        joined = "\n\n".join(parts)
        return joined if len(joined) >= _STUB else None
    for one in _each(site.description):
        for node in page.tree.css(one):
            text = from_node(node)
            if len(text) >= _STUB:
                return text
    return None


def _link(page: Page, selector: str) -> str | None:
    for node in page.tree.css(selector) if selector else ():
        href = node.attributes.get("href") or ""
        if href.startswith(("https://", "http://")):
            return href
    return None
