"""Permits, clearances and licences: facts that a profile states or does not."""

from __future__ import annotations

import re

from copilot.domain.posting import Requirement
from copilot.domain.profile import Goals
from copilot.domain.resume import Resume
from copilot.matching.judgement import NOT_SAID, Judgement, met, missing, partly, quote
from copilot.matching.passages import Passage
from copilot.matching.patterns import any_of

_BACKGROUND_CHECK = "a background check"

# What is asked for and what states it; the first class that the requirement speaks of counts.
_CLASSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "a security clearance",
        any_of(
            r"(?:security )?clearance\b",
            r"TS/SCI\b",
            r"public trust\b",
            r"SC cleared\b",
            r"sicherheitsüberprüf",
        ),
    ),
    (
        "a driving licence",
        any_of(
            r"driv(?:er|ing|ers|er['’]?s)['’]?s? licen[cs]e\b",
            r"CDL\b",
            r"valid licen[cs]e\b",
            r"class [A-E] licen[cs]e\b",
            r"führerschein",
            r"permis de conduire",
            r"prawo jazdy",
            r"carn[eé]t? de conducir",
        ),
    ),
    (
        "the right to work there",
        any_of(
            r"(?:authori[sz]ed|eligib\w+|right) to work\b",
            r"work (?:authori[sz]ation|permit|visa)\b",
            r"citizen",
            r"permanent resident",
            r"green card\b",
            r"sponsorship\b",
            r"visa\b",
            r"arbeitserlaubnis",
            r"settled status\b",
            r"residence permit\b",
            r"EU (?:passport|national)\b",
        ),
    ),
    (
        _BACKGROUND_CHECK,
        any_of(
            r"background (?:check|screening|investigation)",
            r"criminal record",
            r"DBS\b",
            r"drug (?:test|screen)",
            r"führungszeugnis",
        ),
    ),
)

_NEGATED = any_of(r"(?:no|not|without|needs?|requir(?:e|es|ing))\b")


def judge_permit(
    requirement: Requirement, resume: Resume, goals: Goals, places: tuple[Passage, ...]
) -> Judgement:
    """Met only where the candidate states it; never assumed."""
    asked = requirement.quote or requirement.text
    for name, pattern in _CLASSES:
        if not pattern.search(asked):
            continue
        for path, text in _statements(resume, goals, places):
            hit = pattern.search(text)
            if hit is None:
                continue
            sentence = _sentence(text, hit.start())
            evidence = (quote(path, sentence, 0.9),) if path else ()
            if _NEGATED.search(sentence):
                return partly(f"What your profile says about {name} needs a look.", evidence)
            return met(f"Your profile speaks of {name}.", evidence, 0.9)
        if name == _BACKGROUND_CHECK:
            return missing(f"{NOT_SAID} anything about {name}.")
        return missing(f"{NOT_SAID} whether you have {name}.")
    return missing(f"{NOT_SAID}.")


def _statements(resume: Resume, goals: Goals, places: tuple[Passage, ...]) -> list[tuple[str, str]]:
    found = [(place.path, place.text) for place in places]
    found += [
        (f"certificates[{at}].name", entry.name)
        for at, entry in enumerate(resume.certificates)
        if entry.name
    ]
    if goals.text:
        found.append(("", goals.text))
    return found


def _sentence(text: str, at: int) -> str:
    begin = max(text.rfind(mark, 0, at) for mark in (". ", "; ", "\n")) + 1
    ends = [end for mark in (". ", "; ", "\n") if (end := text.find(mark, at)) >= 0]
    return text[begin : min(ends, default=len(text))].strip()
