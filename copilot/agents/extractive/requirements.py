"""Which lines of a posting ask for something, of which kind, and how surely."""

from __future__ import annotations

import re
from dataclasses import dataclass

from copilot.agents.extractive.cues import Cues
from copilot.agents.extractive.segments import Segment
from copilot.agents.extractive.verbs import BASE_VERBS
from copilot.domain.posting import RequirementKind

MAX_QUOTE = 600
"""Characters; what is longer is not one requirement."""
MIN_WORDS = 2

_NOISE_SECTIONS = frozenset({"benefits", "legal", "apply"})
_SEEKS = re.compile(
    r"\b(look(ing)? for|seek(ing)?|hiring|need|require|expect|suchen|recherchons|buscamos|"
    r"szukamy|"
    r"poszukujemy)\b",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[*_`]+|\[([^\]]*)\]\([^)]*\)")
_ABOUT_US = re.compile(
    r"^(we|our|these|it|they|founded|since|in (19|20)\d\d|wir|unsere?|nous|notre|nos|"
    r"somos|nuestr\w+|"
    r"nasz\w*|jesteśmy)\b",
    re.IGNORECASE,
)
_UNFINISHED = re.compile(
    r"\b(you will|you(’|')ll|because|include[sd]?|including|following|such as|who|that|and|"
    r"or|the|to)$",
    re.IGNORECASE,
)
_URL_ONLY = re.compile(r"^\W*(https?://|www\.)\S+\W*$", re.IGNORECASE)
_WHO_SENTENCE = re.compile(
    r"^(?:(?:you|candidates?|applicants?|the (?:ideal|successful|right) candidate|"
    r"we are looking for|"
    r"we're looking for|we(?:’|')re looking for) )"
    r"(?:will |must |should |would |may |also |ideally |need to |'ll |’ll )*"
    r"(?:have|possess|hold|bring|be|are)?\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one segment is: asked for, a duty, a fact about the employer, or nothing."""

    segment: Segment
    role: str
    """required, preferred, duty, company or noise."""
    kind: RequirementKind | None
    confidence: float


def read_segment(segment: Segment, names: tuple[str, ...], cues: Cues) -> Reading:
    """``names``: the skills that the segment names."""
    # "leadership" and "attention to detail" are names of skills too; they make no line technical.
    skill_count = sum(1 for name in names if not cues.kinds["trait"].search(name))
    text, section = segment.text, segment.section
    words = len(text.split())
    lines = cues.lines
    asks = lines["asks"].search(text) is not None
    if _is_noise(segment, asks, cues):
        return Reading(segment, "noise", None, 0.0)
    nice = lines["nice"].search(text) is not None
    must = lines["must"].search(text) is not None
    duty = lines["duty"].search(text) is not None or _opens_with_verb(text)
    about_us = lines["company"].search(text) and _ABOUT_US.match(text)
    if about_us and not (must or cues.years.search(text)) and not _SEEKS.search(text):
        return Reading(segment, "company", None, 0.6)
    short_name = words < MIN_WORDS and not skill_count
    if section in ("required", "preferred"):
        if short_name or text.rstrip().endswith(("?", ":")):
            return Reading(segment, "noise", None, 0.0)
        if duty and not asks and not skill_count and not segment.listed:
            return Reading(segment, "duty", RequirementKind.RESPONSIBILITY, 0.6)
        if not (asks or skill_count or segment.listed):
            return Reading(segment, "noise", None, 0.0)
        preferred = nice or (section == "preferred" and not must)
        kind = kind_of(text, skill_count, cues)
        if duty and _opens_with_verb(text) and kind is RequirementKind.SKILL and not skill_count:
            kind = RequirementKind.RESPONSIBILITY
        sure = 0.95 if asks or skill_count else (0.75 if segment.listed else 0.6)
        return Reading(segment, "preferred" if preferred else "required", kind, sure)
    if section == "responsibilities":
        strong = must or cues.years.search(text) or (asks and not duty)
        if strong and asks and not _opens_with_verb(text):
            kind = kind_of(text, skill_count, cues)
            return Reading(segment, "preferred" if nice else "required", kind, 0.7)
        if short_name or words < 3:
            return Reading(segment, "noise", None, 0.0)
        return Reading(segment, "duty", RequirementKind.RESPONSIBILITY, 0.8 if duty else 0.6)
    return _neutral(segment, words, skill_count, asks, nice, must, duty, cues)


def _neutral(
    segment: Segment,
    words: int,
    skill_count: int,
    asks: bool,
    nice: bool,
    must: bool,
    duty: bool,
    cues: Cues,
) -> Reading:
    """A line under no heading, or under one that does not say what follows."""
    text = segment.text
    company = cues.lines["company"].search(text) is not None
    if words < MIN_WORDS and not (segment.listed and skill_count):
        return Reading(segment, "noise", None, 0.0)
    if (
        asks
        and not (company and not must and not cues.years.search(text))
        and not text.endswith("?")
    ):
        if _only_names_the_role(text, cues):
            return Reading(segment, "noise", None, 0.0)
        kind = kind_of(text, skill_count, cues)
        if duty and kind in (RequirementKind.SKILL, RequirementKind.TRAIT) and not must:
            return Reading(segment, "duty", RequirementKind.RESPONSIBILITY, 0.6)
        sure = 0.8 if must or cues.years.search(text) or skill_count else 0.6
        return Reading(segment, "preferred" if nice else "required", kind, sure)
    if duty:
        return Reading(segment, "duty", RequirementKind.RESPONSIBILITY, 0.6)
    if nice and skill_count:
        return Reading(segment, "preferred", kind_of(text, skill_count, cues), 0.6)
    if segment.section == "company" or company:
        return Reading(segment, "company", None, 0.7 if company else 0.4)
    if segment.listed and skill_count and words <= 25 and not _STATES.search(text):
        return Reading(segment, "required", kind_of(text, skill_count, cues), 0.5)
    return Reading(segment, "noise", None, 0.0)


_STATES = re.compile(r"\b(is|are|was|we|our|you|your|us)\b|(’|')(re|ll)\b", re.IGNORECASE)
_LOOKS_FOR = re.compile(r"\b(look(ing)? for|seek(ing|s)?|hiring|search(ing)? for)\b", re.IGNORECASE)
_DESCRIBED = re.compile(r"\b(who|with|skilled|able|knowledge|familiar|proficient)\b", re.IGNORECASE)


def _only_names_the_role(text: str, cues: Cues) -> bool:
    """ "We are looking for an accountant for our head office": the title once more."""
    if not _LOOKS_FOR.search(text):
        return False
    return not (
        cues.years.search(text)
        or any(cues.kinds[k].search(text) for k in ("education", "certificate", "experience"))
        or _DESCRIBED.search(text)
    )


def _is_noise(segment: Segment, asks: bool, cues: Cues) -> bool:
    text, lines = segment.text, cues.lines
    if len(text) > MAX_QUOTE or _URL_ONLY.match(text) or _UNFINISHED.search(text.rstrip(" :.")):
        return True
    if segment.section in _NOISE_SECTIONS:
        # A section may end without a heading; a clear demand still counts there.
        demand = asks and lines["must"].search(text) and cues.years.search(text)
        return not demand
    if segment.section == "logistics" and not asks:
        return True
    if lines["legal"].search(text) or lines["apply"].search(text):
        return True
    if lines["benefit"].search(text):
        return not (asks and (cues.years.search(text) or lines["must"].search(text)))
    return False


def _opens_with_verb(text: str) -> bool:
    first = re.match(r"(?:[A-Z][a-z]+ly )?([A-Za-z-]+)", text)
    if first is None:
        return False
    word = first[1].lower()
    if word in BASE_VERBS:
        return not re.match(
            r"[A-Za-z-]+ (experience|skills?|knowledge|background|of)\b", text, re.IGNORECASE
        )
    for ending, base in (("ing", ""), ("ing", "e"), ("es", ""), ("s", ""), ("ies", "y")):
        if word.endswith(ending) and word[: -len(ending)] + base in BASE_VERBS:
            return not re.match(
                r"\w+ (experience|skills?|knowledge|of|with|in|environment)\b", text, re.IGNORECASE
            )
    return False


def kind_of(text: str, skill_count: int, cues: Cues) -> RequirementKind:
    kinds = cues.kinds
    years = cues.years.search(text) is not None
    if kinds["permit"].search(text):
        return RequirementKind.PERMIT
    if kinds["education"].search(text):
        return RequirementKind.EDUCATION
    if kinds["language"].search(text):
        return RequirementKind.LANGUAGE
    if kinds["certificate"].search(text) and not years:
        return RequirementKind.CERTIFICATE
    if kinds["location"].search(text) and not years:
        return RequirementKind.LOCATION
    if years:
        return RequirementKind.EXPERIENCE
    if kinds["trait"].search(text) and not skill_count:
        return RequirementKind.TRAIT
    if skill_count:
        return RequirementKind.SKILL
    if kinds["experience"].search(text):
        return RequirementKind.EXPERIENCE
    if kinds["certificate"].search(text):
        return RequirementKind.CERTIFICATE
    return RequirementKind.SKILL


def years_of(text: str, cues: Cues) -> float | None:
    """The lower bound of the years of experience asked for."""
    found = []
    for hit in cues.years.finditer(text):
        if _NOT_EXPERIENCE.match(text, hit.end()):
            continue
        number = re.match(r"[\d.]+|[^\W\d_]+", hit.group())
        if number is None:
            continue
        word = number.group().lower()
        value = cues.year_words.get(word)
        if value is None and word[0].isdigit():
            value = float(word)
        if value is not None and 0 < value <= 40:
            found.append(value)
    return min(found) if found else None


_NOT_EXPERIENCE = re.compile(
    r"[\s-]*(?:of age|old|college|university|degree|contract|program|warranty|history|ago)\b",
    re.IGNORECASE,
)


def in_short(quote: str, limit: int = 180) -> str:
    """The requirement without markup, the words that only introduce it, and an over-long tail."""
    plain = " ".join(_MARKS.sub(r"\1", quote).split()).strip(" -–—•*:;,.")
    shorter = _WHO_SENTENCE.sub("", plain, count=1)
    if len(shorter.split()) >= 2:
        plain = shorter[:1].upper() + shorter[1:]
    if len(plain) <= limit:
        return plain
    cut = plain.rfind(" ", 0, limit)
    for mark in (". ", "; ", " (", ", "):
        at = plain.rfind(mark, limit // 3, limit)
        if at > 0:
            cut = at
            break
    return plain[: max(cut, 40)].rstrip(" ,;(-–")
