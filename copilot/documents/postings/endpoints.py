"""Answers of applicant tracking systems' public JSON endpoints, and bare JSON-LD documents."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

from copilot.documents.postings.cleaning import one_line
from copilot.documents.postings.facts import Facts
from copilot.documents.postings.json_ld import nodes_of_type, read_job_postings
from copilot.documents.postings.markdown import from_html, tidy
from copilot.documents.postings.values import (
    read_date,
    read_employment_types,
    read_period,
    read_salary,
    read_workplace,
)
from copilot.domain.posting import FieldSource, RemotePolicy, Salary
from copilot.errors import ExpiredPosting, InvalidInput, SearchResultsPage

Node = dict[str, Any]

_POSTING_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|/jobs/\d{5,}", re.IGNORECASE)


def read_json(text: str, url: str | None = None) -> list[Facts]:
    """Facts of a JSON answer; empty if it is of no form known here. Of a list of postings, the
    one whose id stands in ``url``.

    Raises InvalidInput if it is not JSON, SearchResultsPage if it lists several postings.
    """
    try:
        value = json.loads(text, strict=False)
    except (json.JSONDecodeError, RecursionError):
        raise InvalidInput(
            "The content is not valid JSON. Submit the page itself instead."
        ) from None
    if nodes_of_type([value], "JobPosting"):
        postings = read_job_postings([value])
        if len({p.title for p in postings}) > 1:
            raise SearchResultsPage("The JSON holds several jobs. Submit one of them.")
        return postings[:1]
    if not isinstance(value, dict):
        return []
    if isinstance(value.get("jobs"), list):
        jobs = [job for job in value["jobs"] if isinstance(job, dict)]
        wanted = [job for job in jobs if url and job.get("id") and str(job["id"]) in url]
        if url and jobs and not wanted and len(jobs) > 1 and _POSTING_ID.search(url):
            raise ExpiredPosting("The employer's board does not list this job any more.")
        if len(wanted or jobs) != 1:
            raise SearchResultsPage("The JSON lists several jobs. Submit one of them.")
        value = (wanted or jobs)[0]
    for reader, recognises in _FORMS:
        if recognises(value):
            return [reader(value)]
    return []


def _greenhouse(node: Node) -> Facts:
    place = node.get("location")
    name = _line(place.get("name") if isinstance(place, dict) else place)
    return Facts(
        source=FieldSource.SITE,
        title=_line(node.get("title")),
        company=_line(node.get("company_name")),
        locations=(name,) if name else (),
        remote_policy=read_workplace(name),
        salary=_pay_ranges(node.get("pay_input_ranges")),
        date_posted=read_date(node.get("first_published") or node.get("updated_at")),
        valid_through=read_date(node.get("application_deadline")),
        description=from_html(unescape(_string(node.get("content")))) or None,
        canonical_url=_line(node.get("absolute_url")),
    )


def _lever(node: Node) -> Facts:
    categories = _node(node.get("categories"))
    parts = [_string(node.get("description"))]
    parts += [
        f"<h3>{_string(part.get('text'))}</h3><ul>{_string(part.get('content'))}</ul>"
        for part in node.get("lists") or ()
        if isinstance(part, dict)
    ]
    parts.append(_string(node.get("additional")))
    places = [*(categories.get("allLocations") or ()), categories.get("location")]
    pay = _node(node.get("salaryRange"))
    return Facts(
        source=FieldSource.SITE,
        title=_line(node.get("text")),
        locations=_lines(places),
        remote_policy=read_workplace(_line(node.get("workplaceType"))),
        employment_types=read_employment_types(_line(categories.get("commitment"))),
        salary=_salary(pay.get("min"), pay.get("max"), pay.get("currency"), pay.get("interval")),
        date_posted=read_date(node.get("createdAt")),
        description=from_html("\n".join(parts)) or None,
        apply_url=_line(node.get("applyUrl")),
        canonical_url=_line(node.get("hostedUrl")),
    )


def _ashby(node: Node) -> Facts:
    data = _node(node.get("data"))
    posting = _node(data.get("jobPosting")) or node
    places = [posting.get("locationName"), posting.get("location")]
    places += [
        place.get("location") if isinstance(place, dict) else place
        for place in [
            *(posting.get("secondaryLocations") or ()),
            *(posting.get("secondaryLocationNames") or ()),
        ]
    ]
    remote = posting.get("isRemote") is True
    html = _string(posting.get("descriptionHtml"))
    return Facts(
        source=FieldSource.SITE,
        title=_line(posting.get("title")),
        company=_line(data.get("organizationName") or posting.get("organizationName")),
        locations=_lines(places),
        remote_policy=read_workplace(_line(posting.get("workplaceType")))
        or (RemotePolicy.REMOTE if remote else None),
        employment_types=read_employment_types(_camel(posting.get("employmentType"))),
        salary=read_salary(
            _line(
                posting.get("scrapeableCompensationSalarySummary")
                or posting.get("compensationTierSummary")
            )
        ),
        date_posted=read_date(posting.get("publishedAt") or posting.get("publishedDate")),
        description=(from_html(html) if html else tidy(_string(posting.get("descriptionPlain"))))
        or None,
        apply_url=_line(posting.get("applyUrl")),
        canonical_url=_line(posting.get("jobUrl") or posting.get("externalLink")),
    )


def _smartrecruiters(node: Node) -> Facts:
    place = _node(node.get("location"))
    sections = _node(_node(node.get("jobAd")).get("sections"))
    parts = [
        f"<h2>{_string(section.get('title'))}</h2>{_string(section.get('text'))}"
        for name in (
            "companyDescription",
            "jobDescription",
            "qualifications",
            "additionalInformation",
        )
        if (section := _node(sections.get(name))) and section.get("text")
    ]
    where = ", ".join(_lines([place.get("city"), place.get("region"), place.get("country")]))
    full = _line(place.get("fullLocation")) or _line(where)
    return Facts(
        source=FieldSource.SITE,
        title=_line(node.get("name")),
        company=_line(_node(node.get("company")).get("name")),
        locations=(full,) if full else (),
        remote_policy=RemotePolicy.HYBRID
        if place.get("hybrid") is True
        else RemotePolicy.REMOTE
        if place.get("remote") is True
        else None,
        employment_types=read_employment_types(
            _line(_node(node.get("typeOfEmployment")).get("label"))
        ),
        date_posted=read_date(node.get("releasedDate")),
        description=from_html("\n".join(parts)) or None,
        apply_url=_line(node.get("applyUrl")),
        canonical_url=_line(node.get("postingUrl")),
    )


def _workday(node: Node) -> Facts:
    posting = _node(node.get("jobPostingInfo"))
    return Facts(
        source=FieldSource.SITE,
        title=_line(posting.get("title")),
        company=_line(_node(node.get("hiringOrganization")).get("name")),
        locations=_lines([posting.get("location"), *(posting.get("additionalLocations") or ())]),
        remote_policy=read_workplace(_line(posting.get("remoteType"))),
        employment_types=read_employment_types(_line(posting.get("timeType"))),
        date_posted=read_date(posting.get("startDate")) or read_date(posting.get("postedOn")),
        valid_through=read_date(posting.get("endDate")),
        description=from_html(_string(posting.get("jobDescription"))) or None,
        canonical_url=_line(posting.get("externalUrl")),
    )


_FORMS: tuple[tuple[Callable[[Node], Facts], Callable[[Node], bool]], ...] = (
    (_greenhouse, lambda n: "absolute_url" in n and "content" in n and "title" in n),
    (_lever, lambda n: "categories" in n and "text" in n),
    (_smartrecruiters, lambda n: isinstance(n.get("jobAd"), dict)),
    (_workday, lambda n: isinstance(n.get("jobPostingInfo"), dict)),
    (
        _ashby,
        lambda n: (
            "descriptionHtml" in n or isinstance(_node(n.get("data")).get("jobPosting"), dict)
        ),
    ),
)


def _node(value: Any) -> Node:
    return value if isinstance(value, dict) else {}


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _line(value: Any) -> str | None:
    return one_line(value) if isinstance(value, str) else None


def _lines(values: list[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for value in values if (line := _line(value))))


def _camel(value: Any) -> str | None:
    text = _string(value)
    return "".join(f" {c}" if c.isupper() else c for c in text) or None


def _pay_ranges(value: Any) -> Salary | None:
    ranges = [_node(entry) for entry in value] if isinstance(value, list) else []
    if not ranges:
        return None
    pay = ranges[0]
    low, high = pay.get("min_cents"), pay.get("max_cents")
    return _salary(
        low / 100 if isinstance(low, int | float) else None,
        high / 100 if isinstance(high, int | float) else None,
        pay.get("currency_type"),
        _string(pay.get("title")) or "year",
    )


def _salary(low: Any, high: Any, currency: Any, interval: Any) -> Salary | None:
    minimum = float(low) if isinstance(low, int | float) and low > 0 else None
    maximum = float(high) if isinstance(high, int | float) and high > 0 else None
    if minimum is None and maximum is None:
        return None
    code = _string(currency).upper()
    return Salary(
        minimum=minimum,
        maximum=maximum,
        currency=code if len(code) == 3 and code.isalpha() else None,
        period=read_period(_string(interval).replace("-", " ")),
    )
