"""What a letter is held to beside the truth: language, length, no phrases of machines and forms."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import py3langid

from copilot.domain.claims import Finding
from copilot.domain.letter import CoverLetter

TOO_LONG, TOO_SHORT = 1.35, 0.5
"""Shares of the words asked for."""
SHORT = 80
"""Words; a letter of more says enough, whatever was asked for."""
_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"]*\"")
_ENOUGH_LETTERS = 120
"""Fewer letters do not show a language reliably."""


@cache
def _machine_phrases() -> dict[str, re.Pattern[str]]:
    path = Path(__file__).with_name("letter_phrases.toml")
    tables: dict[str, list[str]] = tomllib.loads(path.read_text("utf-8"))["phrases"]
    return {language: _pattern(phrases) for language, phrases in tables.items()}


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    parts = [
        re.escape(p).replace(r"\*", r"(?:\S+\s+){0,3}?\S+").replace(r"\ ", r"\s+") for p in phrases
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def sounds_like_a_machine(text: str, language: str) -> bool:
    """Whether a text holds one of the phrases of its language."""
    pattern = _machine_phrases().get(language)
    return pattern is not None and pattern.search(text) is not None


def style_findings(
    letter: CoverLetter, languages: frozenset[str], words_asked: int, names: tuple[str, ...] = ()
) -> tuple[Finding, ...]:
    """``languages``: those the letter may be in. ``names``: the company and the position, one of
    which the letter must name."""
    return (
        *_phrases(letter),
        *_language(letter, languages),
        *_length(letter, words_asked),
        *_addressed(letter, names),
    )


def _addressed(letter: CoverLetter, names: tuple[str, ...]) -> list[Finding]:
    body = " ".join(letter.paragraphs).lower()
    if not names or any(name.lower() in body for name in names):
        return []
    reason = "The letter names neither the company nor the position; say what it applies for"
    return [Finding(path="paragraphs", category="structure", words="", reason=reason)]


def _phrases(letter: CoverLetter) -> list[Finding]:
    pattern = _machine_phrases().get(letter.language)
    if pattern is None:
        return []
    found = []
    for number, paragraph in enumerate(letter.paragraphs):
        # What the letter quotes is not its own wording.
        own = _QUOTED.sub(lambda quote: " " * len(quote[0]), paragraph)
        found += [
            Finding(
                path=f"paragraphs[{number}]",
                category="phrase",
                words=hit.group(),
                reason="Readers take this phrase for machine-written; say it in plain words",
            )
            for hit in pattern.finditer(own)
        ]
    return found


def _language(letter: CoverLetter, languages: frozenset[str]) -> list[Finding]:
    text = _QUOTED.sub(" ", " ".join(letter.paragraphs))
    stated = letter.language
    seen = stated
    if sum(c.isalpha() for c in text) >= _ENOUGH_LETTERS:
        seen = py3langid.classify(text)[0]
    if stated in languages and seen == stated:
        return []
    wanted = " or ".join(sorted(languages))
    return [
        Finding(
            path="language",
            category="language",
            words="",
            reason=f"The letter must be in {wanted}; it reads as {seen}",
        )
    ]


def _length(letter: CoverLetter, words_asked: int) -> list[Finding]:
    words = sum(len(paragraph.split()) for paragraph in letter.paragraphs)
    if words > TOO_LONG * words_asked:
        reason = f"The letter has {words} words; about {words_asked} were asked for"
    elif words < TOO_SHORT * words_asked and words < SHORT:
        reason = f"The letter has only {words} words; about {words_asked} were asked for"
    else:
        return []
    return [Finding(path="paragraphs", category="length", words="", reason=reason)]
