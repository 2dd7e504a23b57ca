"""Hostile pages. What is a posting among them may be read: it is what surrounds it that is bad."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.hostile_files.case import Case
from copilot.documents.media import MediaType

_POSTING = (
    "<h1>Quill Mender</h1><p>We are looking for a quill mender with experience. Requirements: a "
    "steady hand, skills, a certificate. Apply now, the salary is fair.</p>"
)


def _page(
    name: str, make: Callable[[], bytes], *, refused: bool = False, slow: bool = False
) -> Case:
    return Case(f"page: {name}", MediaType.HTML, make, refused, slow)


def _html(markup: str) -> bytes:
    return f"<!doctype html><html><body>{markup}</body></html>".encode()


def _rules(count: int) -> str:
    rules = "".join(f".a{n} .b{n} > div:not(.c{n}) ~ p {{ display: none }}" for n in range(count))
    return f"<style>{rules}</style>"


CASES = (
    _page("over the size limit", lambda: _html("<p>a</p>" * 2_700_000), refused=True, slow=True),
    _page("no text", lambda: _html("<div></div>" * 100_000), refused=True, slow=True),
    _page("zero bytes", lambda: b"<html>" + b"\0" * 500_000, refused=True),
    _page("60,000 elements deep", lambda: _html("<div>" * 60_000 + _POSTING), slow=True),
    _page("tables in tables", lambda: _html(_POSTING + "<table><tr><td>" * 8_000), slow=True),
    _page(
        "a million attributes",
        lambda: _html(_POSTING + "<p " + " ".join(f"a{n}=1" for n in range(300_000)) + ">x"),
        slow=True,
    ),
    _page("half a million elements", lambda: _html(_POSTING + "<p>x</p>" * 400_000), slow=True),
    _page("rules without end", lambda: _html(_rules(30_000) + _POSTING), slow=True),
    _page(
        "nested data",
        lambda: _html(
            "<script type='application/ld+json'>" + "[" * 200_000 + "</script>" + _POSTING
        ),
        slow=True,
    ),
    _page(
        "data of a million fields",
        lambda: _html(
            '<script type=\'application/ld+json\'>{"@type":"JobPosting",'
            + ",".join(f'"f{n}":1' for n in range(400_000))
            + "}</script>"
            + _POSTING
        ),
        slow=True,
    ),
    _page(
        "escapes of escapes",
        lambda: _html(
            '<script type=\'application/ld+json\'>{"@type":"JobPosting","title":"Quill Mender",'
            '"description":"' + "&amp;" * 200_000 + '"}</script>' + _POSTING
        ),
        slow=True,
    ),
    _page("entities without end", lambda: _html(_POSTING + "&nbsp;&#x41;" * 200_000), slow=True),
    _page("phrases without end", lambda: _html(_POSTING + "looking for a " * 60_000), slow=True),
    _page("one long word", lambda: _html(_POSTING + "q" * 3_000_000), slow=True),
    _page(
        "an XML entity",
        lambda: (
            b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            b"<html><body>&x;</body></html>"
        ),
        refused=True,
    ),
)
