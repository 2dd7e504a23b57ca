"""Hostile texts: plain, Markdown and JSON Resume."""

from __future__ import annotations

import json
from collections.abc import Callable

from benchmarks.hostile_files.case import Case
from copilot.documents.media import MediaType

_MILLION = 1_000_000


def _text(
    name: str, make: Callable[[], bytes], *, refused: bool = True, slow: bool = False
) -> Case:
    return Case(f"text: {name}", MediaType.TEXT, make, refused, slow)


def _markdown(
    name: str, make: Callable[[], bytes], *, refused: bool = False, slow: bool = False
) -> Case:
    return Case(f"Markdown: {name}", MediaType.MARKDOWN, make, refused, slow)


def _json(
    name: str, make: Callable[[], bytes], *, refused: bool = True, slow: bool = False
) -> Case:
    return Case(f"JSON: {name}", MediaType.JSON, make, refused, slow)


CASES = (
    _text("nothing", lambda: b" \n\t\n"),
    _text("zero bytes", lambda: b"\0" * 200_000),
    _text("noise", lambda: bytes(range(256)) * 4000),
    _text("two million characters", lambda: b"word " * 400_000),
    _text("20,000 lines", lambda: b"a line\n" * 20_000),
    _text("half a character in UTF-16", lambda: b"\xff\xfea\x00\xd8"),
    _text("nothing that shows", ("\u200b\u2060\u202e" * 50_000).encode),
    _text(
        "a tower of accents",
        ("Quill Mender\na" + "\u0301" * 100_000).encode,
        refused=False,
        slow=True,
    ),
    _text("addresses without end", lambda: b"a@a." * 40_000, refused=False, slow=True),
    _text("numbers without end", lambda: b"+1 (555) 0-" * 20_000, refused=False, slow=True),
    _text("dates without end", lambda: b"Jan 2001 - Feb 2002 - " * 8_000, refused=False, slow=True),
    _text("brackets without end", lambda: b"(" * 200_000 + b"a", refused=False, slow=True),
    _text("spaces without end", lambda: b"Quill" + b" " * 200_000 + b"Mender", refused=False),
    _text("bullets without end", lambda: "• ".encode() * 60_000 + b"a", refused=False, slow=True),
    _markdown("brackets without end", lambda: b"# A\n" + b"[" * 150_000, slow=True),
    _markdown("links in links", lambda: b"# A\n" + b"[a](" * 60_000, slow=True),
    _markdown("emphasis without end", lambda: b"# A\n" + b"*_" * 100_000 + b"a", slow=True),
    _markdown("a comment that never ends", lambda: b"# A\n" + b"<!--" * 60_000),
    _json("cut off", lambda: b'{"basics": {"name": "Quill'),
    _json("100,000 deep", lambda: b'{"a":' * 100_000),
    _json("a list 100,000 deep", lambda: b'{"work": ' + b"[" * 100_000),
    _json(
        "a million fields",
        lambda: json.dumps({f"f{n}": 1 for n in range(_MILLION)}).encode(),
        slow=True,
    ),
    _json("a million jobs", lambda: b'{"work": [' + b"{}," * (_MILLION - 1) + b"{}]}"),
    _json("a number of a million digits", lambda: b'{"basics": ' + b"9" * _MILLION + b"}"),
    _json("a wrong form", lambda: b'{"work": {"name": 7}, "basics": []}'),
    _json("a list", lambda: b"[1, 2, 3]"),
)
