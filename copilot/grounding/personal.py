"""What a letter tells of the person beside the work: a history with the company, stories, others'
reliance on the candidate. Only the profile can support it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from copilot.grounding.category import Category
from copilot.grounding.gaps import joined
from copilot.grounding.modes import listed_words
from copilot.grounding.reading import Issue
from copilot.grounding.words import Token

_PAST = re.compile(
    r"\bi(?:'ve| have)? (?:have )?(?:long |always |often |already |recently |once |also )*"
    r"(?:read|used|visited|followed|met|known|knew|admired|attended|worked with|spoken|talked|"
    r"spoke|"
    r"bought|eaten|stayed|enjoyed|loved|shopped|seen you|heard)\b"
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
    # "Saint Ursula Hospital" makes no history of the candidate's years at another hospital.
    theirs = listed_words("yours") | (company - set(held.split()))
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
    found = customer or (past if past and lasting else None) or _dealings(text, theirs)
    if found and found.group() not in held:
        return [
            Issue(
                Category.RELATIONSHIP, found.group(),
                "The profile tells of no such history with the company.",
            )
        ]  # fmt: skip
    return []


_DEALT = (
    r"\b(?:i|we)(?:'ve| have| had)? (?:\w+ ){0,2}?"
    r"(?:visited|toured|met|spoke|spoken|talked|attended|dealt|"
    r"(?:\w+ed|done|sold|built|made) (?:\w+ )?(?:for|with|at|alongside|against|from|to))"
    r"(?: \w+(?:'s)?){0,2}? (?:%s)\b"
)
_ONCE = re.compile(
    r"\b(?:last (?:year|spring|summer|autumn|winter|month)|in the past|years ago|before|already|"
    r"in (?:several|many|some)|once)\b"
)
# "I wrote to you", "I applied for your post" tell no more than the letter does.
_LETTERS = re.compile(
    r"\b(?:appl|interest|attract|want|would|hope|like|excit|thank|look|read|drawn)"
)


@lru_cache(maxsize=64)
def _dealt(theirs: frozenset[str]) -> re.Pattern[str]:
    return re.compile(_DEALT % "|".join(map(re.escape, sorted(theirs))))


def _dealings(text: str, theirs: frozenset[str]) -> re.Match[str] | None:
    """Where a sentence tells that the candidate has met or worked with the company."""
    for found in _dealt(theirs).finditer(text):
        if not _LETTERS.search(found.group()):
            return found
    known = re.search(r"\bi (?:already |also )?know (?:\w+ ){1,2}of you", text)
    if known:
        return known
    we = re.search(r"\bwe (?:were|had|have|did|saw|sold|bought)\b", text)
    return we if we and _ONCE.search(text, we.end()) else None


_STORY = re.compile(
    r"\b(?:my (?:own )?(?:family|mother(?! tongue)|father|mum|dad|parents|grand\w+|brother|sister|"
    r"uncle|aunt|"
    r"cousin|"
    r"wife|husband|son|daughter|children|childhood|hometown|youth|neighbou?r\w*|"
    r"friend\w*)|ever since(?! ?[.,;])|"
    r"(?:grew|growing) up|as a (?:child|kid|boy|girl|teenager)|when i was|fell in love|"
    r"(?:from|at) an early age|since i was|since my \w+|still remember|never forg[eo]t(?:ten)?|"
    r"dream(?:ed|t) of|"
    r"my own (?:\w+ ){0,2}(?:operation|illness|injury|accident|surgery|recovery|diagnosis|"
    r"treatment|stay|birth|loss|school days|wedding|debts?)|"
    r"having (?:been|lived|grown|suffered|survived)\b|"
    r"(?:been|was|had|have|went|gone|am) (?:\w+ ){0,6}myself\b|"
    r"i (?:was|am) (?:born|raised)|i (?:come|came) from (?:an?|the|my)\b|"
    r"first (?:person )?in my|all my life|i(?:'ve| have) always "
    r"(?!liked|believed|enjoyed|thought|found|felt|tried|preferred|cared|"
    r"been (?:curious|interested|drawn|fascinated))|have long)\b"
)


_RELIED = re.compile(
    r"\b(?:look(?:ed|s)? (?:up )?to me|report(?:ed|s|ing)? to me|(?:turn|turned|turns|came|come|"
    r"comes|go|went) to me|rel(?:y|ied|ies) on me|assigned to me|under me|in my charge|"
    r"put me in charge|trust(?:ed|s)? me (?:with|to)|entrust\w*|"
    r"(?:the )?(?:only|sole) (?:one|person|\w+) (?:in charge|responsible|on duty)|"
    r"my (?:staff|subordinates|direct reports|brigade|squad))\b"
)
_SETTLED = re.compile(
    r"\bi(?:'m| am|'ve| have|'ll| will)? (?:already |just |also |recently |soon )*"
    r"(?:(?:moved|moving) (?:house|home|flat|here|back|closer|near\w*|to|into|in|from)\b(?: \w+)?|"
    r"relocat\w+|settled|"
    r"(?:found|rented|have|own) (?:a|an|my) (?:flat|apartment|place to live|house|room|car))\b"
)


_FREE = re.compile(
    r"\b(?:(?:no|any|a|my|short|\w+ (?:week|month)s?'?) notice(?: period)?\b(?= \w+)|"
    r"between (?:projects|jobs|roles|positions|contracts)|registered address|"
    r"(?:can|could|able to|free to|ready to|happy to) (?:also )?(?:start|begin|join you)\b[^.;]*"
    r"\b(?:next|tomorrow|immediately|at once|away|notice|as early|as soon|within|any|from|on|in)|"
    r"(?:can|could|able to|happy to|ready to|free to) (?:also )?(?:work|take|do|cover)"
    r"(?: \w+,?){0,5}? (?:nights?|weekends?|shifts?|evenings?|overtime|sundays?|saturdays?|"
    r"holidays))\b"
)


def standing(words: Sequence[Token], held: str) -> list[Issue]:
    """Others' reliance on the candidate, or a home near the company, that the profile does not
    tell."""
    text, _ = joined(words)
    for pattern, category, reason in (
        (_RELIED, Category.OWNERSHIP, "The profile does not say that others answered to you."),
        (_FREE, Category.AVAILABILITY, "The profile does not say when you are free to work."),
        (_SETTLED, Category.AVAILABILITY, "The profile does not say where you live or will live."),
    ):
        found = pattern.search(text)
        if found and found.group() not in held and not _to_employer(found.group(), held):
            return [Issue(category, found.group(), reason)]
    return []


def _to_employer(said: str, held: str) -> bool:
    """ "I moved to Acme": the next employment, not another home."""
    *_, link, place = said.split()
    return link in {"to", "into", "from"} and place in held.split()


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
