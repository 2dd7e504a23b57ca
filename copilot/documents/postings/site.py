"""A row of the tables of job sites: where a site puts the fields of a posting.

Selectors are over the rendered DOM. The attributes used are the ones that sites keep for their own
tests and analytics (``data-automation``, ``data-testid``, ``data-qa``) before class names, because
those change less.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    name: str
    hosts: tuple[str, ...]
    markers: str
    """A selector that matches on this site's posting pages alone."""
    title: str
    company: str = ""
    location: str = ""
    description: str = ""
    employment: str = ""
    workplace: str = ""
    salary: str = ""
    posted: str = ""
    apply: str = ""
    logo: str = ""
    """An image whose alternative text names the company."""
    several_parts: bool = False
    """The description is all that ``description`` matches, not the first match."""
