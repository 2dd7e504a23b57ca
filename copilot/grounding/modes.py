"""What each word of a letter's sentence may draw on.

A clause about the candidate needs the profile. A clause about the company, or one that says what
the candidate wishes, may use the posting's words. A gap ("I have not used X") states nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from copilot.grounding import vocabulary
from copilot.grounding.category import PERSONAL, listed
from copilot.grounding.words import Token


class Source(Enum):
    PROFILE = "profile"
    POSTING = "posting"
    """The profile or the posting."""
    NONE = "none"
    """States nothing that needs support."""


_CLAUSE = re.compile(r"^[,;:–—().!?]$")


def _words(name: str) -> frozenset[str]:
    for line in vocabulary.lines("modes"):
        head, _, members = line.partition(":")
        if head == name:
            return frozenset(members.split())
    raise LookupError(name)


def clauses(words: Sequence[Token]) -> list[list[int]]:
    """Token indexes by clause; a conjunction opens the clause that it introduces."""
    made: list[list[int]] = [[]]
    opens = _words("conjunction")
    for index, token in enumerate(words):
        if _CLAUSE.match(token.text):
            made.append([])
        elif token.key in opens and made[-1]:
            made.append([index])
        else:
            made[-1].append(index)
    return [c for c in made if c]


def sources(words: Sequence[Token], company: frozenset[str]) -> list[Source]:
    """For each token what it may draw on. ``company`` holds the folded words of the posting's
    names."""
    found = [Source.PROFILE] * len(words)
    parts = clauses(words)
    kinds = [_kind([words[i] for i in c], company) for c in parts]
    previous = ""
    for position, clause in enumerate(parts):
        kind = kinds[position]
        if not kind:
            later = next((k for k in kinds[position + 1 :] if k), "company")
            first = words[clause[0]].key
            inherited = previous or ("candidate" if first in _words("dangling") else later)
            kind = inherited
            if (
                previous == "company"
                and _perfect([words[i] for i in clause])
                and "candidate" in kinds
            ):
                kind = "candidate"
        _assign(found, clause, words, kind)
        previous = kind
    _gaps(found, words)
    return found


def _perfect(clause: Sequence[Token]) -> bool:
    return any(t.key in {"have", "had", "was", "am", "bring"} for t in clause[:2])


def _kind(clause: Sequence[Token], company: frozenset[str]) -> str:
    keys = [t.key for t in clause]
    me = next((i for i, k in enumerate(keys) if k in _words("candidate")), None)
    you = next((i for i, k in enumerate(keys) if k in _words("company") or k in company), None)
    nominative = next((i for i, k in enumerate(keys) if k in _words("subject")), None)
    if nominative is not None:
        if any(k in _words("wish") for k in keys):
            return "wish"
        return "candidate"
    if me is not None and (you is None or me < you):
        return "wish" if any(k in _words("wish") for k in keys) else "candidate"
    if you is not None:
        return "company"
    return ""


def _assign(found: list[Source], clause: list[int], words: Sequence[Token], kind: str) -> None:
    source = Source.POSTING if kind in {"company", "wish"} else Source.PROFILE
    for index in clause:
        key = words[index].key
        if kind in {"wish", "company"}:
            if key in _words("claiming"):
                source = Source.PROFILE
            elif key in _words("theirs"):
                source = Source.POSTING
        elif kind == "candidate" and key in _words("theirs"):
            source = Source.POSTING
        elif kind == "candidate" and key in _words("returning"):
            source = Source.PROFILE
        personal = listed(words[index]) in PERSONAL
        found[index] = Source.PROFILE if personal and kind != "company" else source
    if kind == "candidate":
        return


_GAP = re.compile(
    r"\b(?:(?:have|has|had|do|did|am|is|was|would)(?: not|n't)|(?:have|hold|had|with) (?:no|little|limited)"
    r"(?! doubt)|without|lack(?:ing)?|yet to|no (?:direct|formal|prior|professional|hands-on|previous|"
    r"commercial|practical)? ?(?:experience|training|knowledge|background)|cannot|can't|"
    r"never (?:yet )?(?:worked|used|held|taught|managed|led|had|done|studied|driven|handled|run)|"
    r"not (?:yet|claim|something|have|hold|worked|used)|(?:new|unfamiliar) to me|new (?:field|area|tool|tools)|"
    r"noch nicht|noch keine?|keine? (?:erfahrung|kenntnisse)|n'ai pas|ne \w+ pas|pas encore|aucune|"
    r"no (?:he|hablo|tengo|cuento|domino)|todavia no|aun no|nie (?:\w+lem|\w+lam|mam|znam|posiadam)|jeszcze nie)\b"
)
_GAP_END = re.compile(
    r"[.;:!?]|,? (?:but|however|though|although|yet|and i|aber|mais|pero|ale)\b|, (?!or\b|nor\b|and [^i])"
)
# A boast in the shape of a negation: "have never missed a deadline".
_BOAST = re.compile(
    r"\b(?:error|mistake|accident|incident|fail|miss|lost|lose|late|complain|single|once|defect|"
    r"absen|sick|injur|breach|penalt|reject|overturn|doubt|only|hesitat|overrun|exceed)\w*"
)


def _gaps(found: list[Source], words: Sequence[Token]) -> None:
    text = ""
    starts = []
    for token in words:
        text += " " if text and token.key not in ",.;:!?" else ""
        starts.append(len(text))
        text += token.key
    for match in _GAP.finditer(text):
        end = _GAP_END.search(text, match.end())
        begin, stop = match.start(), end.start() if end else len(text)
        if (
            match.group().endswith("to me")
            or "new " in match.group()
            or "something" in match.group()
        ):
            begin = max((text.rfind(c, 0, begin) for c in ",;:."), default=0)
        if _BOAST.search(text[match.start() : stop]):
            continue
        for index, start in enumerate(starts):
            if begin <= start < stop:
                found[index] = Source.NONE
