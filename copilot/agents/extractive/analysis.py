"""The analysis of a posting by its own words."""

from __future__ import annotations

import re
from collections import defaultdict

import py3langid

from copilot.agents.extractive.cues import Cues, cues_for
from copilot.agents.extractive.requirements import Reading, in_short, read_segment, years_of
from copilot.agents.extractive.segments import Segment, segments
from copilot.domain.posting import Posting, PostingAnalysis, Requirement, RequirementKind
from copilot.errors import PostingWithoutText
from copilot.skills import SkillMention, find_skills

MAX_REQUIREMENTS = 40
MAX_DUTIES_ASKED = 10
"""Duties that count as requirements; a long list of them would drown what is asked for."""
MAX_COMPANY_FACTS = 6
MIN_LETTERS = 40
"""A description with fewer letters holds no posting."""
TITLE_CONFIDENCE = 0.3
_LANGUAGE_SAMPLE = 3000

_SENIORITY_ORDER = (
    "intern",
    "executive",
    "director",
    "principal",
    "lead",
    "senior",
    "manager",
    "junior",
    "mid",
)
_SKILL_WEIGHTS = {"required": 2.0, "preferred": 1.0, "duty": 1.0}
_TITLE_WEIGHT = 3.0
_NUMBER = re.compile(r"\d")
_YOU = re.compile(
    r"\b(you|your|yours|du|dein\w*|ihre?n?|vous|votre|vos|tu|twoj\w*|twój|tus?)\b", re.IGNORECASE
)


def language_of(posting: Posting) -> str | None:
    """The posting's language as its text shows it; a stated one counts if the text is short."""
    sample = f"{posting.title}\n{posting.description}"[:_LANGUAGE_SAMPLE]
    if sum(c.isalpha() for c in sample) < MIN_LETTERS:
        return posting.language
    language: str = py3langid.classify(sample)[0]
    return language


def analyze(posting: Posting, engine: str, prompt_version: str) -> PostingAnalysis:
    """Requirements with verbatim quotes, skills in order of weight, duties, company facts.

    Raises PostingWithoutText if the description holds no text to analyse.
    """
    if sum(c.isalpha() for c in posting.description) < MIN_LETTERS:
        raise PostingWithoutText(
            "The posting's text is empty or too short to analyse. Submit the page again once it "
            "shows the whole posting, or paste its text."
        )
    language = language_of(posting)
    cues = cues_for(language)
    parts = segments(posting.description, cues)
    employer = (posting.company or "").lower()
    mentions = tuple(
        mention
        for mention in find_skills(posting.description)
        if mention.name.lower() not in employer and mention.name.lower() not in cues.year_words
    )
    within = _mentions_by_segment(parts, mentions)
    readings = _without_repeats(
        [read_segment(part, _names(within[part.start]), cues) for part in parts]
    )
    asked = [r for r in readings if r.role in ("required", "preferred")]
    duties = [r for r in readings if r.role == "duty"]
    requirements = _requirements(asked, duties, within, cues)
    if not requirements:
        requirements = _last_resort(posting, parts, readings, within)
    return PostingAnalysis(
        requirements=requirements,
        skills=_skills(posting.title, readings, within),
        responsibilities=tuple(r.segment.text for r in duties[:20]),
        company_facts=company_facts(posting, readings, cues),
        seniority=_seniority(posting.title, cues),
        language=language,
        confidence=_overall(requirements),
        engine=engine,
        prompt_version=prompt_version,
    )


def _mentions_by_segment(
    parts: list[Segment], mentions: tuple[SkillMention, ...]
) -> dict[int, list[SkillMention]]:
    within: dict[int, list[SkillMention]] = defaultdict(list)
    at = 0
    for mention in sorted(mentions, key=lambda m: m.start):
        while at < len(parts) and parts[at].end <= mention.start:
            at += 1
        if at < len(parts) and parts[at].start <= mention.start and mention.end <= parts[at].end:
            within[parts[at].start].append(mention)
    return within


def _without_repeats(readings: list[Reading]) -> list[Reading]:
    seen: set[str] = set()
    kept = []
    for reading in readings:
        key = re.sub(r"\W+", " ", reading.segment.text).strip().lower()
        if key and key not in seen:
            seen.add(key)
            kept.append(reading)
    return kept


def _requirements(
    asked: list[Reading],
    duties: list[Reading],
    within: dict[int, list[SkillMention]],
    cues: Cues,
) -> tuple[Requirement, ...]:
    order = {"required": 0, "preferred": 1}
    chosen = sorted(asked, key=lambda r: (order[r.role], -r.confidence))[:MAX_REQUIREMENTS]
    room = min(MAX_DUTIES_ASKED, MAX_REQUIREMENTS - len(chosen))
    chosen = sorted(chosen, key=lambda r: (order[r.role], r.segment.start)) + duties[:room]
    return tuple(
        _requirement(f"r{number}", reading, within, cues)
        for number, reading in enumerate(chosen, start=1)
    )


def _requirement(
    name: str, reading: Reading, within: dict[int, list[SkillMention]], cues: Cues
) -> Requirement:
    text = reading.segment.text
    return Requirement(
        id=name,
        text=in_short(text),
        quote=text,
        kind=reading.kind or RequirementKind.SKILL,
        must_have=reading.role == "required",
        skills=_names(within[reading.segment.start]),
        years=years_of(text, cues) if reading.role != "duty" else None,
        confidence=reading.confidence,
    )


def _names(mentions: list[SkillMention]) -> tuple[str, ...]:
    names: dict[str, str] = {}
    for mention in mentions:
        names.setdefault(mention.label.lower(), mention.name)
    return tuple(names.values())


def _last_resort(
    posting: Posting,
    parts: list[Segment],
    readings: list[Reading],
    within: dict[int, list[SkillMention]],
) -> tuple[Requirement, ...]:
    """A posting that asks for nothing in so many words: the lines that name skills, else its
    title, which says at least whom they look for."""
    noise = {r.segment.start for r in readings if r.role == "noise"}
    named = [part for part in parts if within[part.start] and part.start not in noise]
    found = [
        Requirement(
            id=f"r{number}",
            text=in_short(part.text),
            quote=part.text,
            kind=RequirementKind.SKILL,
            must_have=False,
            skills=_names(within[part.start]),
            confidence=TITLE_CONFIDENCE,
        )
        for number, part in enumerate(named[:MAX_DUTIES_ASKED], start=1)
    ]
    if not found and posting.title.strip():
        found = [
            Requirement(
                id="r1",
                text=posting.title.strip(),
                quote=posting.title,
                kind=RequirementKind.EXPERIENCE,
                must_have=True,
                skills=_names(list(find_skills(posting.title))),
                confidence=TITLE_CONFIDENCE,
            )
        ]
    if not found:
        longest = max(parts, key=lambda part: part.end - part.start)
        found = [
            Requirement(
                id="r1",
                text=in_short(longest.text),
                quote=longest.text,
                kind=RequirementKind.RESPONSIBILITY,
                must_have=False,
                confidence=TITLE_CONFIDENCE / 2,
            )
        ]
    return tuple(found)


def _skills(
    title: str, readings: list[Reading], within: dict[int, list[SkillMention]]
) -> tuple[str, ...]:
    weights: dict[str, float] = defaultdict(float)
    names: dict[str, str] = {}
    for mention in find_skills(title):
        names.setdefault(mention.label, mention.name)
        weights[mention.label] += _TITLE_WEIGHT
    for reading in readings:
        weight = _SKILL_WEIGHTS.get(reading.role, 0.0)
        for mention in within[reading.segment.start]:
            if weight:
                names.setdefault(mention.label, mention.name)
                weights[mention.label] += weight
    return tuple(names[label] for label in sorted(names, key=lambda label: -weights[label]))


def company_facts(posting: Posting, readings: list[Reading], cues: Cues) -> tuple[str, ...]:
    """Sentences about the employer, the most concrete first."""
    name = (posting.company or "").lower()
    scored: list[tuple[float, int, str]] = []
    for reading in readings:
        text = reading.segment.text
        named = bool(name) and name in text.lower()
        if reading.role != "company" and not (named and reading.role == "noise"):
            continue
        words = len(text.split())
        if not 6 <= words <= 45 or text.endswith(("?", ":")) or not text[0].isalpha():
            continue
        if reading.segment.section in ("benefits", "legal", "apply"):
            continue
        if any(cues.lines[name].search(text) for name in ("benefit", "legal", "apply")):
            continue
        value = reading.confidence + 0.5 * named + 0.4 * bool(_NUMBER.search(text))
        value += 0.3 * (reading.segment.section == "company") - 0.5 * bool(_YOU.search(text))
        value -= 0.02 * max(0, words - 25)
        scored.append((value, reading.segment.start, text))
    scored.sort(key=lambda entry: (-entry[0], entry[1]))
    return tuple(text for value, _, text in scored[:MAX_COMPANY_FACTS] if value > 0.5)


def _seniority(title: str, cues: Cues) -> str | None:
    for level in _SENIORITY_ORDER:
        pattern = cues.seniority.get(level)
        if pattern and pattern.search(title):
            return level
    return None


def _overall(requirements: tuple[Requirement, ...]) -> float:
    asked = [r.confidence for r in requirements if r.kind is not RequirementKind.RESPONSIBILITY]
    shown = asked or [r.confidence * 0.7 for r in requirements]
    return round(sum(shown) / len(shown), 3) if shown else 0.0
