"""Which sites answer a posting's address with JSON to everybody, and where."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, quote, urlsplit

_GREENHOUSE = re.compile(r"/(?P<board>[\w-]+)/jobs/(?P<id>\d+)")
_LEVER = re.compile(r"/(?P<org>[\w.-]+)/(?P<id>[0-9a-f-]{36})", re.IGNORECASE)
_ASHBY = re.compile(r"/(?P<org>[^/]+)/(?P<id>[0-9a-f-]{36})", re.IGNORECASE)
_SMARTRECRUITERS = re.compile(r"/(?P<company>[\w.-]+)/(?P<id>\d{9,}|[0-9a-f-]{36})")
_WORKDAY = re.compile(r"^(?:/[a-z]{2}-[A-Z]{2})?/(?P<site>[\w-]+)/(?P<job>(?:job|details)/.+?)/?$")


def public_json_url(url: str) -> str | None:
    """The public JSON endpoint of a posting's page, if its site has one; ``read_posting`` reads
    the answer (an Ashby answer lists the board, so it needs the page's ``url`` too)."""
    parts = urlsplit(url)
    host, path = (parts.hostname or "").lower(), parts.path
    if host.endswith("greenhouse.io"):
        query = parse_qs(parts.query)
        found = _GREENHOUSE.search(path)
        board = found["board"] if found else query.get("for", [""])[0]
        number = found["id"] if found else query.get("token", [""])[0]
        if not re.fullmatch(r"[\w-]+", board) or not number.isdigit():
            return None
        region = ".eu" if ".eu." in host else ""
        return (
            f"https://boards-api{region}.greenhouse.io/v1/boards/{board}/jobs/{number}"
            "?pay_transparency=true"
        )
    if host in ("jobs.lever.co", "jobs.eu.lever.co") and (found := _LEVER.match(path)):
        api = host.replace("jobs.", "api.", 1)
        return f"https://{api}/v0/postings/{found['org']}/{found['id']}"
    if host == "jobs.ashbyhq.com" and (found := _ASHBY.match(path)):
        org = quote(found["org"], safe="%")
        return f"https://api.ashbyhq.com/posting-api/job-board/{org}?includeCompensation=true"
    if host in ("jobs.smartrecruiters.com", "careers.smartrecruiters.com") and (
        found := _SMARTRECRUITERS.match(path)
    ):
        return (
            f"https://api.smartrecruiters.com/v1/companies/{found['company']}"
            f"/postings/{found['id']}"
        )
    if host.endswith(".myworkdayjobs.com") and (found := _WORKDAY.match(path)):
        tenant = host.split(".")[0]
        job = found["job"].replace("details/", "job/", 1)
        return f"https://{host}/wday/cxs/{tenant}/{found['site']}/{job}"
    return None
