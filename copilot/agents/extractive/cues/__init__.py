"""Words by which the lines of a posting are told apart, one file per language."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "de", "pl", "fr", "es")

# The order in which a heading is tried: "preferred qualifications" is also "qualifications".
SECTION_ORDER = (
    "legal",
    "apply",
    "preferred",
    "benefits",
    "responsibilities",
    "required",
    "company",
    "logistics",
)


@dataclass(frozen=True, slots=True)
class Cues:
    """Compiled patterns of one posting language, English always among them, because postings in
    other languages borrow its headings."""

    headings: dict[str, re.Pattern[str]]
    inline_heading: re.Pattern[str]
    lines: dict[str, re.Pattern[str]]
    kinds: dict[str, re.Pattern[str]]
    seniority: dict[str, re.Pattern[str]]
    years: re.Pattern[str]
    year_words: dict[str, float]


def _load(language: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(f"{language}.toml").read_text("utf-8"))


def _either(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _merged(tables: list[dict[str, Any]], section: str) -> dict[str, re.Pattern[str]]:
    names: dict[str, list[str]] = {}
    for table in tables:
        for name, patterns in table[section].items():
            names.setdefault(name, []).extend(patterns)
    return {name: _either(patterns) for name, patterns in names.items()}


@cache
def cues_for(language: str | None) -> Cues:
    """The cues of a language; of English alone for a language without a file of its own."""
    tables = [_load("en")]
    if language in LANGUAGES and language != "en":
        tables.insert(0, _load(str(language)))
    inline = [pattern for table in tables for pattern in table["inline"]["headings"]]
    years: list[str] = []
    words: dict[str, float] = {}
    for table in tables:
        years += table["years"]["patterns"]
        words |= table["years"]["words"]
    renamed = [re.sub(r"\?P<n2?>", "", pattern) for pattern in years]
    return Cues(
        headings=_merged(tables, "headings"),
        inline_heading=re.compile(
            rf"(?:{'|'.join(inline)})(?=\s*[:\-–—]|\s*$|\s+(?-i:[A-ZÀ-Ž•]))", re.IGNORECASE
        ),
        lines=_merged(tables, "lines"),
        kinds=_merged(tables, "kinds"),
        seniority=_merged(tables, "seniority"),
        years=re.compile(rf"(?<![\w.])(?:{'|'.join(f'(?:{p})' for p in renamed)})", re.IGNORECASE),
        year_words=words,
    )


def section_of(heading: str, cues: Cues) -> str | None:
    """What a heading says about the lines below it; None if no language file knows it."""
    plain = re.sub(r"[^\w\s'’&/-]+", " ", heading).strip().lower()
    for section in SECTION_ORDER:
        pattern = cues.headings.get(section)
        if pattern and pattern.search(plain):
            return section
    return None
