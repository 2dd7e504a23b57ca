"""Line breaks that a page has lost on its way, found again.

"…a degreeMasters of…", "…schedule.What we offer:…", "…with SQL Knowledge of…"
"""

from __future__ import annotations

import re

from copilot.agents.extractive.cues import Cues
from copilot.agents.extractive.verbs import BASE_VERBS
from copilot.skills import find_skills

# Examples: degreeMasters; environment.What we; skills:Strong; (LCSW)Licensed; SQLExperience.
_GLUE = re.compile(
    r"(?<=[a-zà-ž]{2})(?=[A-Z][a-z]+\b)"
    r"|(?<=[a-z]{4})(?=(?:BA|BS|MA|MS|MBA|PhD)\b)"
    r"|(?<=[a-z)\]%+][.;:!?])(?=[A-Z])|(?<=[a-z]{2}\))(?=[A-Z][a-z])"
    r"|(?<=[A-Z)\d+%])(?=[A-Z][a-z]{3,}\s)|(?<=[a-z]:)(?=[A-Z])|(?<=[a-zà-ž])(?=\d{1,2}\+? years)"
)
# A capital in the middle of a sentence, on a word that opens a demand: a lost line break.
_RUN_ON = re.compile(
    r"(?<=[a-z0-9)+%] )(?=(?:Ability to|Experience (?:in|with|using|as|of)|Experienced|"
    r"Knowledge of|Proficien(?:t|cy) (?:in|with)|Familiar(?:ity)? with|Strong [a-z]|"
    r"Excellent [a-z]|Good [a-z]|Bachelor|Master(?:’|')s|Must (?:have|be)|Demonstrated|"
    r"Minimum (?:of|\d)|At least|Proven|Understanding of|Hands-on|You (?:have|are|will)|"
    r"Candidates? (?:must|should|who|from|with)|Working knowledge|Comfortable|"
    r"\d{1,2}\+? years)\b)"
)
_LEADS_ON = re.compile(
    r"\b(?:have|has|least|of|with|minimum|over|than|or|and|to|about|the|an?|requires?|your|our|if|"
    r"when|that|once|as|where|because|what|is|are|be|in|for|from|plus|up|between) $",
    re.IGNORECASE,
)
_WORD_AT = re.compile(r"[A-Za-zÀ-ž]+")
_WORD_TO = re.compile(r"[A-Za-zÀ-ž0-9]+$")

_OPENERS_TEXT = """
    experience experienced ability able strong bachelor bachelors master masters knowledge
    excellent good proven demonstrated proficiency proficient familiarity familiar
    understanding minimum must degree years you your we our the this as in at for if what
    who why how about responsibilities requirements qualifications preferred required skills
    education benefits comfortable passion passionate solid deep background hands working
    work prior previous advanced basic expertise expert fluent fluency detail self team
    great nice bonus salary job position company location equal all any additional desired
    desirable willing willingness high exposure track effective exceptional outstanding
    superior intermediate extensive certification certified licensed valid current part full
    some no other key ensures provides develops manages works leads creates assists performs
    competitive paid health medical dental
"""
_OPENERS = frozenset(_OPENERS_TEXT.split())


HEADING_WORDS_TEXT = """
    responsibilities qualifications qualification requirements duties description skills
    experience benefits summary overview education
"""
HEADING_WORDS = frozenset(HEADING_WORDS_TEXT.split())


def unglued(text: str, start: int, end: int, cues: Cues) -> list[tuple[int, int]]:
    cuts = [start]
    for hit in _GLUE.finditer(text, start + 2, end):
        at = hit.start()
        if at > cuts[-1] + 2 and _is_glue(text, at, cuts[-1], end, cues):
            cuts.append(at)
    cuts += [
        hit.start()
        for hit in _RUN_ON.finditer(text, start + 12, end)
        if not _LEADS_ON.search(text, max(start, hit.start() - 14), hit.start())
    ]
    cuts = sorted(set(cuts))
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _is_glue(text: str, at: int, start: int, end: int, cues: Cues) -> bool:
    head = _WORD_AT.match(text, at, end)
    if head is None:
        return text[at].isdigit()
    word = head.group().lower()
    opener = word in _OPENERS or word in BASE_VERBS
    before = text[at - 1]
    if before in ".;:!?":
        return opener or text[at + 1 : at + 2].islower()
    tail = _WORD_TO.search(text, max(start, at - 30), at)
    if tail is None:
        return opener
    if cues.inline_heading.fullmatch(text, start, at) or head.group().isupper():
        return True
    if tail.group().lower() in HEADING_WORDS and tail.group()[0].isupper():
        return True
    if _is_name(text, tail.start(), head.end()):
        return False
    # "degreeMasters": a word that begins in lower case does not go on with a capital, but for
    # names of products ("iOS", "eBay", "macOS"), whose first part is short or whose rest is not a
    # word; "WorkflowWants" is told from "JavaScript" only by what opens a line.
    if tail.group()[0].islower():
        return opener or (len(tail.group()) >= 5 and len(word) >= 3)
    return opener and len(tail.group()) >= 2


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether what looks glued is written so: a product ("LinkedIn"), or an employer, whom a
    posting names again."""
    word = text[start:end]
    named = re.findall(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", text)
    return len(named) > 1 or any(mention.name == word for mention in find_skills(word))
