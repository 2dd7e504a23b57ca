"""What a letter says by denial: an honest gap needs no support, a boast does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.grounding.category import Category
from copilot.grounding.modes import Source, listed_words
from copilot.grounding.reading import Issue
from copilot.grounding.words import Token

# What was "never" done is a gap; what never went wrong is a record (see _BOAST).
_PARTICIPLE = (
    r"\w+ed|been|had|held|taught|led|done|driven|run|written|built|sold|dealt|made|given|taken|"
    r"seen|spoken|flown|sung|set|kept|met|paid|grown|drawn|cut|put|stood|worn|come across|come"
)
_GAP = re.compile(
    # have not, do not, am not …; "not only", "not just" go on to claim
    r"\b(?:(?:\w+ed|led|run|taught|had|have) (?:nobody|no one|none)\b|i'm not (?!only|just|merely)|"
    r"(?:would be|be|i'd be) lying if i said|"
    r"(?:have|has|had|do|did|am|is|are|was|were|would|will|could|can)(?: not|n't)"
    r"(?! (?:only|just|merely|simply|least))|"
    r"(?:have|hold|had|with|bring|possess|come with) (?:no|little|limited|hardly any|almost no)"
    r"(?! (?:doubt|difficulty|trouble|problem))|"
    r"neither(?= .* nor )|(?:but|and|or) not(?! (?:only|just|merely|simply|least|a single|one))|"
    r"rather than|nor(?= )|(?:not|nothing) (?:on|in|among|about|of) (?:my|me)\b|: no(?= ?[.,;]|$)|"
    r"lack(?:ing|s)?|yet to|cannot|can't|still (?:have|need) to|(?:need|needs|have) to (?:be )?"
    r"(?:learn|learned|trained|taught|shown)|(?:need|require) (?:training|time|some|help)|"
    r"no (?:direct |formal |prior |professional |hands-on |previous |commercial |practical |real )*"
    r"(?:\w+ ){0,2}(?:experience|training|knowledge|background|qualification|certificate|"
    r"licen[cs]e|diploma|degree)s?|"
    r"without (?:any |much )?(?:experience|training|knowledge|background)|"
    r"is something (?:that )?i (?:have |had )?(?:only|never|not|still)|"
    r"never (?:yet |actually |formally )?(?:" + _PARTICIPLE + r")|"
    r"(?:is|are) (?:still )?nil|"
    r"(?:i )?(?:know |known )?(?:it |them )?(?:only|just) (?:know |ever |know them |know it )?"
    r"(?:seen|watched|observed|read|heard|in books|from|by|through|"
    r"in (?:theory|passing))|"
    r"(?:has|have|was|were) (?:never|not) (?:been )?(?:a )?part of|"
    r"(?:not|never|hardly|barely) (?:\w+ ){0,2}part of|"
    r"(?<=, )not(?= (?:\w+ ){0,2}\w+[.,;])|"
    r"not (?:yet|claim|something|have|hold|worked|used)|"
    r"(?:outside|beyond) (?:of )?(?:my|what i)|"
    r"(?:new|unfamiliar|foreign|unknown|uncharted)(?: \w+)? (?:to|for) me|"
    r"for me (?:a |quite |all )*(?:new|unfamiliar|unknown)(?: \w+)?|"
    r"(?:would|will|still|do) (?:still |first )?have to (?:learn|be (?:taught|shown|trained))|"
    r"would (?:still |first )?(?:want|need|like) to (?:learn|be (?:taught|shown|trained))|"
    r"(?:a |would be |would both be |would all be |will be |is |are )"
    r"(?:all |quite |entirely |completely |still |rather )?new"
    r"(?: field| area| tools?| territory| ground| world| subject| topic| thing)?"
    r"(?= ?(?:[.,;:]|to me|for me|and|but|$))|"
    r"noch nicht|noch keine?n?|noch nie|keine? (?:erfahrung|kenntnisse)|n'ai pas|ne \w+ pas|"
    r"pas encore|aucune?|no (?:he|hablo|tengo|cuento|domino)|todavia no|aun no|"
    r"nie (?:\w+lem|\w+lam|mam|znam|posiadam)|jeszcze nie)\b"
)
_END = re.compile(
    r"[.;:!?]|,? (?:but|however|though|although|and i|aber|mais|pero|ale)\b|"
    r", (?=(?:and |so |yet )?"
    r"(?:i|i've|i'm|my|you|your|we|it|this|that|which|though|but|however|so|there)\b)"
)
# The subject of what is new stands before it: "pastry is new to me". So does the object of a
# German gap: "mit Lohnbuchhaltung habe ich noch nicht gearbeitet".
_BACKWARD = re.compile(
    r"to me$|: no$|for me |(?:not|nothing) (?:on|among|in) (?:my|me)\b|nil$|part of|"
    r"still (?:have|need)|for me$|\bnew\b|something|theory|^noch |"
    r"\b(?:only|just) |outside|beyond|foreign|unknown"
)
_TOLD = re.compile(r"\b(?:i|i've|i'm|we|my)\b.*\b(?:and|but)\b")
# "The 2391 I do not have.", "Spanish I cannot offer.": a denial at the end of its clause is of what
# stands before it.
_FINAL = re.compile(
    r"(?:not|n't|never|cannot)(?: (?:yet |still |really |actually |at present |ever )*"
    r"(?:have|had|hold|held|do|done|know|known|offer|speak|used?|claim|learn(?:ed|t)?|"
    r"tried|touched|worked (?:in|on|with|at)))?"
    r"(?: (?:yet|so far|before|at all|myself|either|now|at present|today|till now|until now))*$|"
    r"(?:not|n't|never|cannot) \w+$|"
    r"have to learn(?: (?:yet|first|here|on the job|from you|with you))?$|"
    r"(?:want|need|like) to (?:learn|be (?:taught|shown|trained))\b[^.,;:]*$"
)
# Words of a denial that heads a list, as in "What I cannot do yet".
# "Rotas are nothing new to me" claims.
_FAMILIAR = re.compile(
    r"(?:\bnot|\bnothing|\bnever|n't) (?:at all |really |\w+ )?new(?: (?:to|for) me)?$|"
    r"(?:is|are|was|were|be) (?:not|nothing)(?= (?:at all |really )?(?:new|unfamiliar))$"
)
_LONGEST_HEADING = 9
_SUBJECTS = re.compile(r"\b(?:i|i've|i'm|my|we|our|you|your|it|they|is|are|am|was|were|has|have)\b")
# How far the words that make a gap look back may stand behind it ("is not something I …").
_AHEAD = 12
# "X is a topic I have not dealt with": the gap is X.
_TOPIC = re.compile(r"\b(?:is|are|was|were|would be)\b.*\b(?:i|that i|which i) ?$")
_BOAST = re.compile(
    r"\b(?:error|mistake|accident|incident|fail|miss|lost|lose|late\b|complain|defect|"
    r"absen|sick|injur|breach|penalt|reject|overturn|overrun|exceed|stop|quit|drop|skip|refus|"
    r"ignor|forg|cancel|broke|break|hesitat|disappoint|damag|violat|fell\b|fallen|behind|delay|"
    r"warn|fined|fault|unsold|empty|shortage|outage|downtime|wasted|turned (?:down|away)|"
    r"called in|bad\b|negativ|poor|warning|hurt|harm|let down|let (?:a|any|my))\w*"
)
# "no experience of complaints": of what is lacking no record is claimed.
_LACK = re.compile(
    r"experience|knowledge|training|background|qualif|certif|"
    r"(?:not|never|n't) (?:yet |really |actually |ever )*"
    r"(?:worked|used|dealt|handled|managed|led|trained|studied|learn|taught|written|run|done|"
    r"operated|held|tried|know|been (?:an? |trained|responsible|in charge|part))"
)
_DENIAL = re.compile(r"\b(?:never|not|no|without|zero|nobody|none)\b|n't\b")


def joined(words: Sequence[Token]) -> tuple[str, list[int]]:
    """The words as one folded text, and where each begins in it."""
    text, starts = "", []
    for token in words:
        text += " " if text and token.key not in {",", ".", ";", ":", "!", "?", "-"} else ""
        text = text[:-1] if text.endswith("- ") else text
        starts.append(len(text))
        text += token.key
    return text, starts


def leave_gaps(found: list[Source], words: Sequence[Token]) -> None:
    """Mark what a sentence says the candidate lacks as needing no support."""
    text, starts = joined(words)
    for match in _GAP.finditer(text):
        if _FAMILIAR.search(text[: match.end()]):
            since = _clause_start(text, match.start())
            for index, start in enumerate(starts):
                if since <= start < match.end():
                    found[index] = Source.PROFILE
            continue
        end = _END.search(text, match.end())
        begin, stop = match.start(), end.start() if end else len(text)
        clause = _clause_start(text, begin)
        # "I led a team and have not …": what stands before the "and" is told, not lacking.
        told = _TOLD.search(text, clause, begin)
        clause = told.end() if told else clause
        said = text[match.start() : match.end() + _AHEAD]
        if (
            _BACKWARD.search(match.group())
            or _BACKWARD.search(said)
            or _TOPIC.search(text[clause:begin])
            or _FINAL.search(text[match.start() : stop].rstrip())
        ):
            begin = clause
        if text[stop : stop + 1] == ":" and _heads(text, match.start(), stop):
            stop = len(text)
        if _boast(text, match.start(), stop):
            continue
        for index, start in enumerate(starts):
            if begin <= start < stop:
                found[index] = Source.NONE


def _clause_start(text: str, begin: int) -> int:
    """Where what a gap looks back to begins: "PLCs, drives and HPLC would be new to me" is a
    list, whose parts have no subject of their own."""
    start = max(0, *(text.rfind(c, 0, begin) + 1 for c in ",;:."))
    while start and text[start - 1] == ",":
        before = max(0, *(text.rfind(c, 0, start - 1) + 1 for c in ",;:."))
        if _SUBJECTS.search(text, before, start - 1) or _SUBJECTS.search(text, start, begin):
            break
        start = before
    return start


def _heads(text: str, begin: int, stop: int) -> bool:
    """Whether a denial is a heading: "What I can't do yet: …"."""
    return len(text[:stop].split()) <= _LONGEST_HEADING and not _BOAST.search(text, begin, stop)


_RECORD = re.compile(
    r"\b(?:(?:nobody|no one)(?=(?: \w+){0,4} (?:has|have|had|was|were|ever|left|\w+ed)\b)|"
    r"none of (?:my|the)|not one of (?:my|the)|not a single|"
    r"without (?:a single|one)|"
    r"no \w+ (?:has|have|had) ever|(?:all|each|every one) (?:of )?my \w+ "
    r"(?:was|were|is|are|has|have|had|passed|came|went|got))\b"
)


def _boast(text: str, begin: int, stop: int) -> re.Match[str] | None:
    found = _BOAST.search(text, begin, stop)
    return None if found and _LACK.search(text, begin, found.start()) else found


def boasts(words: Sequence[Token], held: str) -> list[Issue]:
    """A record stated by denial ("not one error"); ``held`` is the profile's text, folded."""
    text, _ = joined(words)
    if not {t.key for t in words} & (listed_words("subject") | listed_words("candidate")):
        return []
    record = _RECORD.search(text)
    if record and record.group() not in held and not _LACK.search(text, record.start()):
        return [
            Issue(Category.CLAIM, record.group(), "Nothing in the profile tells of this record.")
        ]
    for denial in _DENIAL.finditer(text):
        end = _END.search(text, denial.end())
        boast = _boast(text, denial.start(), end.start() if end else len(text))
        if boast and not re.search(_DENIAL.pattern + r"[^.]*" + re.escape(boast.group()), held):
            said = text[denial.start() : boast.end()]
            return [Issue(Category.CLAIM, said, f"Nothing in the profile says “{said}”.")]
    return []
