"""What a letter says by denial: an honest gap needs no support, a boast does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.grounding.category import Category
from copilot.grounding.modes import Source, listed_words
from copilot.grounding.reading import Issue
from copilot.grounding.words import Token

_GAP = re.compile(
    r"\b(?:(?:have|has|had|do|did|am|is|was|would)(?: not|n't)|"
    r"(?:have|hold|had|with|bring|possess) (?:no|little|limited)(?! doubt)|lack(?:ing)?|yet to|"
    r"no (?:direct |formal |prior |professional |hands-on |previous |commercial |practical )*"
    r"(?:experience|training|knowledge|background)|cannot|can't|"
    r"never (?:yet )?(?:worked|used|held|taught|managed|led|had|done|studied|driven|handled|run|"
    r"operated|written|built|supervised|coordinated|organi[sz]ed|planned|cooked|prepared|designed|"
    r"programmed|sold|trained|mentored|directed|headed|tried|dealt|chaired|presented)|"
    r"is (?:still )?nil|"
    r"(?:i )?(?:know )?(?:only|just) (?:know )?(?:in|from) (?:theory|books|reading)|"
    r"(?:has|have|was|were) (?:never|not) (?:been )?(?:a )?part of|"
    r"(?<=, )not(?= (?:\w+ ){0,2}\w+[.,;])|"
    r"not (?:yet|claim|something|have|hold|worked|used)|"
    r"(?:new|unfamiliar) (?:to|for) me|(?:a |would be )?new (?:field|area|tools?|territory|ground)|"
    r"noch nicht|noch keine?n?|keine? (?:erfahrung|kenntnisse)|n'ai pas|ne \w+ pas|pas encore|"
    r"aucune?|no (?:he|hablo|tengo|cuento|domino)|todavia no|aun no|"
    r"nie (?:\w+lem|\w+lam|mam|znam|posiadam)|jeszcze nie)\b"
)
_END = re.compile(
    r"[.;:!?]|,? (?:but|however|though|although|and i|aber|mais|pero|ale)\b|"
    r", (?=(?:and |so |yet )?"
    r"(?:i|i've|i'm|my|you|your|we|it|this|that|which|though|but|however|so)\b)"
)
# The subject of what is new stands before it: "pastry is new to me".
_BACKWARD = re.compile(r"to me$|nil$|theory$|part of$|for me$|\bnew |something")
# "X is a topic I have not dealt with": the gap is X.
_TOPIC = re.compile(r"\b(?:is|are|was|were|would be)\b.*\b(?:i|that i|which i) ?$")
_BOAST = re.compile(
    r"\b(?:error|mistake|accident|incident|fail|miss|lost|lose|late\b|complain|defect|"
    r"absen|sick|injur|breach|penalt|reject|overturn|overrun|exceed)\w*"
)
_DENIAL = re.compile(r"\b(?:never|not|no|without|zero|nobody|none)\b|n't\b")


def _joined(words: Sequence[Token]) -> tuple[str, list[int]]:
    text, starts = "", []
    for token in words:
        text += " " if text and token.key not in {",", ".", ";", ":", "!", "?", "-"} else ""
        text = text[:-1] if text.endswith("- ") else text
        starts.append(len(text))
        text += token.key
    return text, starts


def leave_gaps(found: list[Source], words: Sequence[Token]) -> None:
    """Mark what a sentence says the candidate lacks as needing no support."""
    text, starts = _joined(words)
    for match in _GAP.finditer(text):
        end = _END.search(text, match.end())
        begin, stop = match.start(), end.start() if end else len(text)
        clause = max(0, *(text.rfind(c, 0, begin) + 1 for c in ",;:."))
        if _BACKWARD.search(match.group()) or _TOPIC.search(text[clause:begin]):
            begin = clause
        if _BOAST.search(text[match.start() : stop]):
            continue
        for index, start in enumerate(starts):
            if begin <= start < stop:
                found[index] = Source.NONE


def boasts(words: Sequence[Token], held: str) -> list[Issue]:
    """A record stated by denial ("not one error"); ``held`` is the profile's text, folded."""
    text, _ = _joined(words)
    if not {t.key for t in words} & (listed_words("subject") | listed_words("candidate")):
        return []
    for denial in _DENIAL.finditer(text):
        end = _END.search(text, denial.end())
        boast = _BOAST.search(text, denial.end(), end.start() if end else len(text))
        if boast and not re.search(_DENIAL.pattern + r"[^.]*" + re.escape(boast.group()), held):
            said = text[denial.start() : boast.end()]
            return [Issue(Category.CLAIM, said, f"Nothing in the profile says “{said}”.")]
    return []


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
    text, _ = _joined(words)
    theirs = listed_words("yours") | company
    if not theirs & {t.key for t in words}:
        return []
    past, lasting = _PAST.search(text), _LASTING.search(text)
    customer = re.search(
        r"\bas (?:a|an) (?:\w+ )?(?:patient|customer|client|user|reader|fan|guest|subscriber|"
        r"shopper|neighbou?r|alumn\w+|regular)\b", text,
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
    r"(?:grew|growing) up|as a (?:child|kid|boy|girl|teenager|student)|when i was|fell in love|"
    r"(?:from|at) an early age|since i was|since my \w+|still remember|never forg[eo]t(?:ten)?|"
    r"dream(?:ed|t) of|"
    r"first (?:person )?in my|all my life|i(?:'ve| have) always|have long)\b"
)


def story(words: Sequence[Token], held: str) -> list[Issue]:
    """A personal story that the profile does not tell."""
    text, _ = _joined(words)
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
