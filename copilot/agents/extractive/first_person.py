"""Lines of an English résumé as clauses a person says of themselves.

"Reduced deploy time by half" → "I reduced deploy time by half"
"Manage the front desk"       → "I manage the front desk" (or "managed", in a past job)
"Training new staff"          → "my work included training new staff"
"Responsible for payroll"     → "I was responsible for payroll"
"Preparation of tax returns"  → "my work included the preparation of tax returns"
"Experience in wound care"    → "I have experience in wound care"
"Head of a ward of 30 beds"   → quoted as it stands

When the form is not clear, the line is quoted: a quotation is always right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from copilot.agents.extractive.relevance import first_sentence
from copilot.agents.extractive.verbs import (
    BASE_OF_PAST,
    BASE_VERBS,
    NOUN_VERBS,
    PASTS,
    is_past,
)

MAX_CLAUSE_WORDS = 40

_PASSIVE_TEXT = """
    assigned promoted tasked selected awarded recognized recognised nominated elected
    appointed hired entrusted chosen seconded invited certified licensed charged
"""
_PASSIVE = frozenset(_PASSIVE_TEXT.split())
_PREPOSITIONS = frozenset(["on", "in", "by", "at", "from", "as", "for", "to", "under", "using"])
_INTRANSITIVE_TEXT = """
    work collaborate participate report serve specialize assist contribute liaise communicate
    cooperate respond consult interact partner comply adhere act help focus apply succeed travel
    teach care advocate engage listen speak coordinate present train migrate lead run negotiate
    prepare look research follow account interview recruit plan cook sell start
"""
_INTRANSITIVE = frozenset(_INTRANSITIVE_TEXT.split())
_INTRANSITIVE_PASTS = frozenset(
    ["specialized", "specialised", "volunteered", "graduated", "dealt", "majored", "aided", "took"]
)
_ADVERB = re.compile(r"[A-Z][a-z]+ly$")
_DETERMINER = re.compile(
    r"(?:an?|the|all|and|any|with|our|their|its|his|her|daily|weekly|monthly|new|over|up|more|"
    r"multiple|various|several|both|each|\d[\d,.%+]*|[a-z-]+s)\b",
)
_HEADLESS_NOUN = re.compile(r"[A-Za-z-]+(?: (?:and|&) [a-z-]+)? of\b")
_RESPONSIBLE = re.compile(
    r"(?i)(?:was |am )?(solely |fully |directly |mainly |also )?responsible (for|to)\b"
)
_DOING = re.compile(
    r"(?:the )?(?:[a-z]+ and )?[a-z]+(?:tion|sion|ment|ance|ence|lysis) of\b", re.IGNORECASE
)
"""Nouns of what somebody does, not of who somebody is."""
_HAVING = re.compile(
    r"(?:(?:good|strong|solid|extensive|practical|basic|working|hands-on) )?"
    r"(?:experience|knowledge|understanding|command) (?:of|in|with)\b"
    r"|\d{1,2}\+? years of\b",
    re.IGNORECASE,
)
_BEING = re.compile(
    r"(?:proficient|skilled|experienced|fluent|versed|familiar) (?:in|with|at)\b", re.IGNORECASE
)
_TRAILERS = re.compile(
    r",? (?:resulting in|which|including|such as|thereby|thus|while|so that)\b|; | [–—] "
)
_NEXT_LINE = re.compile(r"(?<=[a-z),;]) ([A-Z][a-z]{3,})(?= [a-z])")
_I = re.compile(r"^I(?:’|'| )")
_BAD = re.compile(r"[|\t•●<>=]|https?://")
_FINITE = re.compile(r"\b(?:is|are|was|were|has|had|entailed|involved|meant)\b")


@dataclass(frozen=True, slots=True)
class Clause:
    """``text`` follows a comma ("At Acme, …") unless ``quoted``."""

    text: str
    quoted: bool


def first_person(line: str, *, current: bool) -> Clause:
    """The first sentence of a line, said in the first person or quoted."""
    sentence = first_sentence(" ".join(line.split())).strip(" -–•*·").rstrip(" .;,:")
    sentence = _shortened(_before_run_on(sentence))
    words = sentence.split()
    if len(words) < 3 or _BAD.search(sentence) or _mostly_capitals(words):
        return Clause(sentence, quoted=True)
    clause = _clause(sentence, words, current)
    return Clause(clause, quoted=False) if clause else Clause(sentence, quoted=True)


def _clause(sentence: str, words: list[str], current: bool) -> str | None:
    first = words[0]
    low = first.lower().rstrip(",")
    rest = sentence[len(first) :].strip()
    if _I.match(sentence):
        return sentence
    responsible = _RESPONSIBLE.match(sentence)
    if responsible:
        be = "am" if current else "was"
        how = responsible[1] or ""
        return f"I {be} {how}responsible {responsible[2]}{sentence[responsible.end() :]}"
    if _ADVERB.match(first) and len(words) > 2 and is_past(words[1].lower()):
        return f"I {low} {words[1].lower()} {_with_article(' '.join(words[2:]))}"
    stated = _stated(sentence, current)
    if stated:
        return stated
    if low in _PASSIVE and rest.split()[0].lower() in (
        "to",
        "as",
        "by",
        "for",
        "with",
        "in",
        "the",
    ):
        return f"I was {low} {rest}"
    if is_past(low) and not _stands_passive(low, words[1].lower()):
        return f"I {low} {_with_article(rest)}"
    if low in BASE_VERBS and _is_verb_here(low, sentence, words):
        return _of_duty(low, rest, current)
    third = base_of_third_person(low)
    if third and not _second_third_person(rest) and not _HEADLESS_NOUN.match(sentence):
        if third in NOUN_VERBS and not _DETERMINER.match(words[1]):
            return None
        return _of_duty(third, rest, current)
    if low.endswith("ing") and base_of_gerund(low) and words[1].lower() != "of":
        if _FINITE.search(rest):  # "Working there was a joy": the gerund is the subject
            return None
        return f"my work {'includes' if current else 'included'} {low} {rest}"
    return None


def _stated(sentence: str, current: bool) -> str | None:
    """What a noun or an adjective at the beginning says of the candidate."""
    lowered = sentence[0].lower() + sentence[1:]
    if _HAVING.match(sentence):
        return f"I have {lowered}"
    if _BEING.match(sentence):
        return f"I am {lowered}"
    if _DOING.match(sentence):
        the = "" if lowered.startswith("the ") else "the "
        return f"my work {'includes' if current else 'included'} {the}{lowered}"
    return None


def _of_duty(base: str, rest: str, current: bool) -> str:
    """ "Develop plans and assess pupils", which many résumés say of jobs past and present."""
    if current:
        return f"I {base} {_with_article(rest)}"
    said = [PASTS[base]]
    for part in re.split(r"((?:,|;|\band\b|\bor\b) ?(?:and |or )?)(?=[a-z-]+\b)", rest):
        first = part.split(" ", 1)[0].strip(",;")
        if first in NOUN_VERBS and part != rest:
            # A second verb or a noun: in the infinitive both stand as they are.
            return f"my job was to {base} {_with_article(rest)}"
        verb = first in BASE_VERBS and len(said) > 1
        said.append(PASTS[first] + part[len(first) :] if verb else part)
    return f"I {said[0]} {_with_article(''.join(said[1:]))}"


def _stands_passive(past: str, following: str) -> bool:
    """ "Published on PyPI", "Featured in the press": what was done, not who did it."""
    if following not in _PREPOSITIONS:
        return False
    base = BASE_OF_PAST.get(past)
    return base not in _INTRANSITIVE and past not in _INTRANSITIVE_PASTS


def base_of_gerund(word: str) -> str | None:
    stem = word[:-3]
    doubled = stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else stem
    return next((base for base in (stem, stem + "e", doubled) if base in BASE_VERBS), None)


def base_of_third_person(word: str) -> str | None:
    """manages → manage, supplies → supply; None for what is no such form."""
    if not word.endswith("s") or word.endswith("ss"):
        return None
    forms = (word[:-1], word[:-2] if word.endswith("es") else "", word[:-3] + "y")
    return next((base for base in forms if base in BASE_VERBS), None)


def _second_third_person(rest: str) -> bool:
    """Whether a second verb follows in the third person ("manages … and develops …")."""
    found = re.findall(r"(?:\band|,) ([a-z]+s)\b", rest)
    return any(base_of_third_person(word) for word in found)


def _is_verb_here(low: str, sentence: str, words: list[str]) -> bool:
    if _HEADLESS_NOUN.match(sentence) or PASTS[low] == low:
        return False
    if re.search(r"\b(?:and|or) [a-z]+ed\b", sentence):
        return False
    if low not in NOUN_VERBS:
        return True
    return _DETERMINER.match(words[1]) is not None


def _with_article(rest: str) -> str:
    """ "managed team of 12" → "managed a team of 12"."""
    return (
        f"a {rest}" if re.match(r"(?:team|group|staff|fleet|budget|portfolio) of\b", rest) else rest
    )


def _before_run_on(sentence: str) -> str:
    """Without a next line that a lost line break has added ("… with partners Managed credit …")."""
    for hit in _NEXT_LINE.finditer(sentence):
        low = hit[1].lower()
        if len(sentence[: hit.start()].split()) >= 5 and (is_past(low) or low in BASE_VERBS):
            return sentence[: hit.start()].rstrip(" ,;")
    return sentence


def _shortened(sentence: str) -> str:
    if len(sentence.split()) <= MAX_CLAUSE_WORDS:
        return sentence
    for hit in _TRAILERS.finditer(sentence):
        head = sentence[: hit.start()]
        if 6 <= len(head.split()) <= MAX_CLAUSE_WORDS:
            return head.rstrip(" ,")
    return sentence


def _mostly_capitals(words: list[str]) -> bool:
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    capitals = [word for word in long if word[0].isupper()]
    return len(long) >= 4 and len(capitals) > 0.7 * len(long)
