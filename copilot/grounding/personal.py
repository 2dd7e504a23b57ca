"""What a letter tells of the person beside the work: a history with the company, stories, others'
reliance on the candidate. Only the profile can support it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.grounding.category import Category
from copilot.grounding.gaps import joined
from copilot.grounding.modes import listed_words
from copilot.grounding.reading import Issue
from copilot.grounding.words import Token

_PAST = re.compile(
    r"\bi(?:'ve| have)? (?:have )?(?:long |always |often |already |recently |once |also )*"
    r"(?:read|used|visited|followed|met|known|knew|admired|attended|worked with|spoken|talked|"
    r"spoke|"
    r"bought|eaten|stayed|been a|enjoyed|loved|shopped|seen you|heard)\b"
)
_LASTING = re.compile(
    r"\b(?:for (?:many |several |some |\w+ )?years|since|every (?:day|morning|week|year)|long|"
    r"always|"
    r"as a child|growing up|for a long time|my whole life|years ago|"
    r"last (?:year|spring|summer|autumn|fall|winter|month|week))\b"
)


def relationship(words: Sequence[Token], company: frozenset[str], held: str) -> list[Issue]:
    """A history with the company that the profile does not hold."""
    text, _ = joined(words)
    theirs = listed_words("yours") | company
    if not theirs & {t.key for t in words}:
        return []
    past, lasting = _PAST.search(text), _LASTING.search(text)
    customer = re.search(
        r"\bas (?:a|an) (?:\w+ )?(?:patient|customer|client|user|reader|fan|guest|subscriber|"
        r"shopper|neighbou?r|alumn\w+|regular)\b", text,
    )  # fmt: skip
    customer = customer or re.search(
        r"\bi(?:'ve| have|'m| am| was)? (?:been )?(?:an? |your )?(?:\w+ )?(?:guest|customer|"
        r"patient|member|reader|user|client|visitor|subscriber|fan|shareholder)s? "
        r"(?:of|at|with|in|here)\b",
        text,
    )
    customer = customer or re.search(
        r"\b(?:colleague|friend|classmate|cousin|brother|sister|uncle|aunt|relative|teacher|mentor|"
        r"neighbou?r)s? (?:of mine|from (?:school|university|work))\b", text,
    )  # fmt: skip
    found = customer or (past if past and lasting else None)
    if found and found.group() not in held:
        return [
            Issue(
                Category.RELATIONSHIP, found.group(),
                "The profile tells of no such history with the company.",
            )
        ]  # fmt: skip
    return []


_STORY = re.compile(
    r"\b(?:my (?:own )?(?:family|mother(?! tongue)|father|mum|dad|parents|grand\w+|brother|sister|"
    r"uncle|aunt|"
    r"cousin|"
    r"wife|husband|son|daughter|children|childhood|hometown|youth|neighbou?r\w*|"
    r"friend\w*)|ever since|"
    r"(?:grew|growing) up|as a (?:child|kid|boy|girl|teenager)|when i was|fell in love|"
    r"(?:from|at) an early age|since i was|since my \w+|still remember|never forg[eo]t(?:ten)?|"
    r"dream(?:ed|t) of|"
    r"my own (?:\w+ ){0,2}(?:operation|illness|injury|accident|surgery|recovery|diagnosis|"
    r"treatment|stay|birth|loss|school days|wedding|debts?)|"
    r"having (?:been|lived|grown|suffered|survived)\b|"
    r"(?:been|was|had|have|went|gone|am) (?:\w+ ){0,6}myself\b|"
    r"i (?:was|am) (?:born|raised)|i (?:come|came) from|"
    r"first (?:person )?in my|all my life|i(?:'ve| have) always "
    r"(?!liked|believed|enjoyed|thought|found|felt|tried|preferred|cared|"
    r"been (?:curious|interested|drawn|fascinated))|have long)\b"
)


_RELIED = re.compile(
    r"\b(?:look(?:ed|s)? (?:up )?to me|report(?:ed|s|ing)? to me|(?:turn|turned|turns|came|come|"
    r"comes|go|went) to me|rel(?:y|ied|ies) on me|assigned to me|under me|in my charge|"
    r"put me in charge|trust(?:ed|s)? me (?:with|to)|entrust\w*|"
    r"my (?:staff|subordinates|direct reports|brigade|squad))\b"
)
_SETTLED = re.compile(
    r"\bi(?:'m| am|'ve| have|'ll| will)? (?:already |just |also |recently |soon )*"
    r"(?:moved|moving|relocat\w+|settled|"
    r"(?:found|rented|have|own) (?:a|an|my) (?:flat|apartment|place to live|house|room|car))\b"
)


def standing(words: Sequence[Token], held: str) -> list[Issue]:
    """Others' reliance on the candidate, or a home near the company, that the profile does not
    tell."""
    text, _ = joined(words)
    for pattern, category, reason in (
        (_RELIED, Category.OWNERSHIP, "The profile does not say that others answered to you."),
        (_SETTLED, Category.AVAILABILITY, "The profile does not say where you live or will live."),
    ):
        found = pattern.search(text)
        if found and found.group() not in held:
            return [Issue(category, found.group(), reason)]
    return []


def story(words: Sequence[Token], held: str) -> list[Issue]:
    """A personal story that the profile does not tell."""
    text, _ = joined(words)
    found = _STORY.search(text)
    if found and found.group() not in held:
        return [
            Issue(
                Category.STORY,
                found.group(),
                "The profile does not tell this story.",
            )
        ]
    return []
