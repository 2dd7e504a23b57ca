"""Finds the names of the taxonomy in running text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from copilot.skills.names import Token, tokens
from copilot.skills.taxonomy import taxonomy


@dataclass(frozen=True, slots=True)
class SkillMention:
    name: str
    """As written in the text."""
    label: str
    """The canonical label, the same for all names of the skill."""
    uri: str | None
    start: int
    end: int
    """``text[start:end] == name``."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    first: int
    last: int
    concept: int
    written: str | None
    """How it must be written and that its context must speak for it; None if it always counts."""


# Words that, beside a name that is also an ordinary word, say that a skill is meant.
_WORDS_BEFORE = """
    in with using use uses used via knowledge experience proficiency proficient language languages
    know knowing learn learning write writing written code coding skills skill tools tool stack
    technologies technology frameworks framework software like including include e.g eg expertise
    expert fluent familiar familiarity mastering microsoft ms adobe"""
_WORDS_AFTER = """
    programming language developer developers engineer engineers engineering code coding lang
    development framework library api apis application applications app apps backend services
    service scripts scripting skills experience certified certification administrator pipelines
    jobs clusters sdk cli functions dashboards spreadsheets formulas macros"""
_BEFORE = frozenset(_WORDS_BEFORE.split())
_AFTER = frozenset(_WORDS_AFTER.split())
# What joins the entries of a list of skills.
_LIST_GAP = re.compile(
    r"\s*(?:[,;/|•·+&()\[\]]|\band\b|\bor\b|\n|[ \t]-[ \t]|\*)[\s,;/|•·()*-]*(?:and\s|or\s)?\s*"
)
# Not the languages: C-level, vitamin C, Series C, Hepatitis C, grade C, J. C. Smith, C. Smith.
_NOT_LANGUAGE_BEFORE = frozenset(
    {"vitamin", "series", "hepatitis", "grade", "class", "section", "appendix", "type"}
)
_NOT_LANGUAGE_AFTER = re.compile(
    r"[-–\s](?:level|suite|section|corp|corporation|class|value|squared)\b|[&'’]\w", re.IGNORECASE
)


def find_skills(text: str) -> tuple[SkillMention, ...]:
    """The skills that a text names, in its order, without overlaps; the longest name wins.

    A name that is also an ordinary word ("Go", "Access", "C") counts only when it is written as
    the skill is and stands in a list of skills or beside words that speak of one.
    """
    words = tokens(text)
    candidates = _candidates(words)
    sure = [c for c in candidates if c.written is None]
    accepted = {c.first: c for c in sure}
    ends = {words[c.last].end for c in sure}
    starts = {words[c.first].start for c in sure}
    doubtful = [c for c in candidates if c.written is not None]
    # Neighbours in a list vouch for each other, from both sides.
    for order in (doubtful, list(reversed(doubtful))):
        for c in order:
            if c.first in accepted or not _written_as(text, words, c):
                continue
            if _vouched(text, words, c, starts, ends):
                accepted[c.first] = c
                ends.add(words[c.last].end)
                starts.add(words[c.first].start)
    known = taxonomy()
    found: list[SkillMention] = []
    for first in sorted(accepted):
        c = accepted[first]
        start, end = words[c.first].start, words[c.last].end
        concept = known.concept(c.concept)
        found.append(SkillMention(text[start:end], concept.label, concept.uri, start, end))
    return tuple(found)


def _candidates(words: list[Token]) -> list[_Candidate]:
    known = taxonomy()
    found: list[_Candidate] = []
    at = 0
    while at < len(words):
        reach = min(known.longest(words[at].key), len(words) - at)
        span = 1
        while span < reach and words[at + span].joined:
            span += 1
        hit = None
        while span >= 1:
            hit = _lookup(" ".join(w.key for w in words[at : at + span]))
            if hit is not None:
                break
            span -= 1
        if hit is None:
            at += 1
            continue
        number, written = hit
        found.append(_Candidate(at, at + span - 1, number, written))
        at += span
    return found


def _lookup(name_key: str) -> tuple[int, str | None] | None:
    known = taxonomy()
    number = known.find(name_key)
    if number is not None:
        return number, known.cautious(name_key)
    if len(name_key) > 3 and name_key.endswith("s") and not name_key.endswith(("ss", "us", "is")):
        singular = name_key[:-1]
        number = known.find(singular)
        # "Teams" is a product, "swifts" is none: an inflected doubtful name is an ordinary word.
        if number is not None and known.cautious(singular) is None:
            return number, None
    return None


def _written_as(text: str, words: list[Token], c: _Candidate) -> bool:
    assert c.written is not None
    written = text[words[c.first].start : words[c.last].end]
    return written == c.written or (
        len(written) > 2 and written.isupper() and written == c.written.upper()
    )


def _vouched(
    text: str, words: list[Token], c: _Candidate, starts: set[int], ends: set[int]
) -> bool:
    start, end = words[c.first].start, words[c.last].end
    before = words[c.first - 1] if c.first else None
    after = words[c.last + 1] if c.last + 1 < len(words) else None
    single = end - start == 1
    if single and (
        (before is not None and before.key in _NOT_LANGUAGE_BEFORE)
        or _NOT_LANGUAGE_AFTER.match(text[end : end + 16])
    ):
        return False
    if text[:start].strip(" \t\n•*-–") == "" and text[end:].strip(" \t\n.,;") == "":
        return True  # the whole text is the name: an entry of a list of skills
    if before is not None and _LIST_GAP.fullmatch(text[before.end : start]) and before.end in ends:
        return True
    if after is not None and _LIST_GAP.fullmatch(text[end : after.start]) and after.start in starts:
        return True
    if _beside_and(text, words, c, starts, ends):
        return True
    if text[:start].endswith("such as "):
        return True
    if after is not None and after.key in _AFTER and not text[end : after.start].strip(" -/"):
        return True
    gap = text[before.end : start] if before is not None else ""
    return (
        before is not None
        and before.key in _BEFORE
        and (not gap.strip() or gap.strip() in {":", "(", ".", ".,"})
        and not _sentence_goes_on_with_name(after, text, end)
    )


def _beside_and(
    text: str, words: list[Token], c: _Candidate, starts: set[int], ends: set[int]
) -> bool:
    """``Python and Go``, ``Go or Rust``: the conjunction is a token of its own."""
    at = c.first - 1
    if at >= 1 and words[at].key in {"and", "or", "und"} and words[at - 1].end in ends:
        return not text[words[at - 1].end : words[c.first].start].count("\n")
    at = c.last + 1
    if at + 1 < len(words) and words[at].key in {"and", "or", "und"}:
        return words[at + 1].start in starts
    return False


def _sentence_goes_on_with_name(after: Token | None, text: str, end: int) -> bool:
    """``in Swift Current``, ``with Chef Anna``: a capital follows, so it is a proper name."""
    if after is None or text[end : after.start] != " ":
        return False
    return text[after.start].isupper() and text[after.start : after.end].istitle()
