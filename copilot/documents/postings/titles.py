"""Titles out of running text, for postings that are nothing but text.

Nothing is made up: a title is words of the text that name a role, in the order of how plainly the
text says so (a heading, "we are looking for a …", "as a … you will", the role spoken of most). A
plural is put in the singular, praise is cut off the front.
"""

from __future__ import annotations

import re

from copilot.documents.postings.cleaning import fold, one_line
from copilot.documents.postings.employers import COMPANY_NAME
from copilot.documents.postings.facts import is_generic_title
from copilot.documents.postings.places import is_place
from copilot.documents.postings.roles import (
    is_role_word,
    is_weak_role_word,
    names_role,
    singular,
)
from copilot.documents.postings.vocabulary import words as word_list

_HEADING = re.compile(r"^\s{0,3}#{1,6}\s*(\S.*?)\s*#*\s*$|^\s*\*\*([^*]{3,100})\*\*\s*:?\s*$")
_UNDERLINED = re.compile(r"^(?P<text>\S.{2,99})\n(?:={3,}|-{3,})\s*$", re.MULTILINE)
SEEKING = re.compile(
    r"\b(?:(?:look|search|hunt)ing for|look for"
    r"|(?:want|like|love|keen|happy) to (?:work with|meet|hear from|talk to|speak to)|seek(?:s"
    r"|ing)?|hir(?:e|es(?! of)|ing)|recruit(?:s|ing)?"
    r"|need(?:s)?|want(?:s|ed)?|requires?|after|in search of|vacanc(?:y|ies) for|opening(?:s)? for"
    r"|positions? (?:for|of|as|available for)|opportunity for"
    r"|role (?:of|as|for)|post of|available for"
    r"|join (?:us|our [\w ]{2,30}?|the [\w ]{2,30}?) as|to become|apply (?:for|as)|work as"
    r"|employ(?:s|ing)?|appoint(?:s|ing)?|add|welcome|suchen(?: wir)?|sucht|gesucht"
    r"|recherch\w+|cherch\w+|busca\w*|buscamos|zoek\w*|szuka\w*"
    r"|poszuku\w+|cerchiamo|ricerca\w*|procura\w*)\b"
    r"\s*:?\s*(?:to (?:hire|recruit|employ|appoint|add|find|fill)\s)?"
    r"(?:the position of\s|the role of\s|talented individuals? as\s)?"
    r"(?:\W{0,3}(?:an?|the|our|one|two|three|four|several"
    r"|some|multiple|another|more|new|\d{1,2}x?|x\d"
    r"|number of|couple of|few|a few|team of|eine?n?|une?"
    r"|des|un|una|een|to|als|für|ab sofort|sofort"
    r"|with immediate effect)\b){0,4}"
    r"\s*\W{0,3}(?P<rest>[^\n.;:!?]{3,140})",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\s(?:to|who|that|which|with|for|in|at|on|based|from"
    r"|and (?:a|an)\b|willing|able|capable|wanting|whose"
    r"|as|by|join|joining|has|have|is|are|will|would|can|may|reporting|having|both|because|if|when"
    r"|where|while|interested|looking|starting|within|across"
    r"|under|passionate|experienced|eager|keen"
    r"|zur|zum|für|mit|im|am|pour|para|con|voor|do|dla|w"
    r"|per|nella|bei|der|die|das)\b.*$|\s[-–—]\s.*$|[,(\[|].*$",
    re.IGNORECASE,
)
_PRAISE = word_list("praise.txt")
_BEFORE_TITLE = frozenset(
    [
        "with",
        "among",
        "between",
        "based",
        "numerous",
        "other",
        "several",
        "s",
        "than",
        "like",
        "an",
        "a",
        "the",
        "our",
        "by",
        "through",
    ]
)
_KEPT_LOWER = frozenset(
    [
        "of",
        "and",
        "or",
        "for",
        "in",
        "the",
        "to",
        "de",
        "des",
        "du",
        "von",
        "und",
        "en",
        "y",
        "et",
        "der",
        "die",
        "a",
    ]
)
_NOT_IN_TITLE = word_list("not_in_titles.txt")
_WORD_LINE = re.compile(r"^[^.!?]{3,90}$")
_TITLE_LABEL = re.compile(
    r"^(?:job title|position|title|role|job|vacancy|wanted"
    r"|hiring|now hiring|we are hiring|we re hiring|job opening"
    r"|job description|stellenangebot)\s*[:–-]\s*",
    re.IGNORECASE,
)
_TITLE_END = re.compile(
    r"\s*(?:[-–—|:]\s*)?(?:\b(?:job description|job spec(?:ification)?"
    r"|wanted|needed|required|vacancy|role"
    r"|job advert|position|opening|opportunity|job)\b)\s*$|\s+[!.]+$",
    re.IGNORECASE,
)
_AT_COMPANY = re.compile(rf"^(?P<title>.+?)\s+(?:at|@|bei|chez)\s+(?P<company>{COMPANY_NAME})$")
_NAME_AND_TITLE = re.compile(rf"^(?P<company>{COMPANY_NAME})\s+[-–—|:]\s+(?P<title>.+)$")
_IN_PLACE = re.compile(
    r"^(?P<title>.+?)\s*(?:\s(?:in|based in)\s|\s[-–—|]\s|,\s*)(?P<place>[^()]+)$"
)
_IN_BRACKETS = re.compile(r"^(?P<title>.+?)\s*\((?P<place>[^()]+)\)$")


def headings(markdown: str) -> list[str]:
    """Headings of a Markdown text in their order, and lines that stand as one."""
    found: list[tuple[int, str]] = []
    offset = 0
    lines = markdown.split("\n")
    for index, line in enumerate(lines):
        match = _HEADING.match(line)
        if match and (text := one_line(match[1] or match[2])):
            found.append((offset, text))
        elif index < 4 and _WORD_LINE.match(line.strip()) and names_role(line):
            found.append((offset, one_line(line) or ""))
        offset += len(line) + 1
    found += [(m.start(), one_line(m["text"]) or "") for m in _UNDERLINED.finditer(markdown)]
    return [text.strip("*_ ") for _, text in sorted(found)]


def title_of_heading(heading: str) -> str | None:
    """The title that a heading is, or None if it heads something else."""
    line = one_line(_TITLE_LABEL.sub("", heading.strip(" *_#:")))
    if not line or len(line) > 110 or len(line.split()) > 14:
        return None
    sought = SEEKING.match(
        re.sub(r"^(?:we['’]re|we are|wir|nous|now)\s+", "", line, flags=re.IGNORECASE)
    )
    if sought:
        return title_in_phrase(sought["rest"])
    if line.endswith("?") or re.match(
        r"(?:what|who|why|how|about|your|our|we|you|as|the ideal"
        r"|in|if|are|is|do|to|with|for|join|life|key|other"
        r"|working|must)\b",
        line,
        re.IGNORECASE,
    ):
        return None
    cut = one_line(_TITLE_END.sub("", line)) or line
    if not names_role(cut) or is_generic_title(cut):
        return None
    if re.search(
        r"\b(?:responsibilities|requirements|qualifications"
        r"|skills|profile|benefits|overview|duties|experience"
        r"|tasks|team|process|environment|development|tools"
        r"|stack|days?|years?)\b$",
        cut,
        re.IGNORECASE,
    ):
        return None
    named = _NAME_AND_TITLE.match(cut)
    if named and names_role(named["title"]) and not names_role(named["company"]):
        cut = named["title"]
    at = _AT_COMPANY.match(cut)
    if at and names_role(at["title"]):
        cut = at["title"]
    return one_line(without_place(cut))


def without_place(title: str) -> str:
    """A title without the place behind it: "Shipwright - Gdynia, Poland", "Shipwright (Oslo)"."""
    match = _IN_PLACE.match(title) or _IN_BRACKETS.match(title)
    return match["title"] if match and is_place(match["place"]) else title


def place_behind(title: str) -> tuple[str, ...]:
    """The place that ``without_place`` cuts off, if there is one."""
    match = _IN_PLACE.match(title) or _IN_BRACKETS.match(title)
    return (match["place"].strip(),) if match and is_place(match["place"]) else ()


def company_of_heading(heading: str) -> str | None:
    line = one_line(heading) or ""
    match = _NAME_AND_TITLE.match(line)
    if match and names_role(match["title"]) and not names_role(match["company"]):
        return match["company"] if not is_place(match["company"]) else None
    match = _AT_COMPANY.match(line)
    return match["company"] if match and names_role(match["title"]) else None


def title_in_phrase(phrase: str) -> str | None:
    """The title at the beginning of a phrase: "talented Python developers to join us"."""
    phrase = re.sub(r"[*_`\"“”]", "", phrase)
    previous = None
    cut = phrase
    while cut != previous:
        previous, cut = cut, _STOP.sub("", cut)
    words = cut.split()
    while words and (fold(words[0]) in _PRAISE or not fold(words[0]) or _counts(words[0])):
        words.pop(0)
    if not words or len(words) > 9 or any(fold(w) in _NOT_IN_TITLE for w in words):
        return None
    ends = [i for i, w in enumerate(words) if _is_role(words, i)]
    if not ends:
        return None
    words = words[: ends[-1] + 1]
    starts = [i for i, w in enumerate(words[:-1]) if fold(w) in _BEFORE_TITLE]
    words = words[starts[-1] + 1 :] if starts else words
    while words[:-1] and fold(words[0]) in _PRAISE:
        words.pop(0)
    last = fold(words[-1])
    if last and singular(last) != last:
        stem = singular(last)
        words[-1] = words[-1][:-1] if last.startswith(stem) else words[-1]
    words = [
        w
        for i, w in enumerate(words)
        if i == 0 or fold(w) not in ("or", "and") or i < len(words) - 1
    ]
    title = " ".join(
        w if not w.islower() or w in _KEPT_LOWER else w[0].upper() + w[1:] for w in words
    )
    return one_line(title)


def _counts(word: str) -> bool:
    return bool(re.fullmatch(r"\(?\d{1,2}x?\)?|x\d|\W+", word))


def _is_role(words: list[str], index: int) -> bool:
    if fold(words[index]) == "co operative":
        return False  # an employer's form, not an operative
    folded = fold(words[index]).split()
    last = folded[-1] if folded else ""
    return is_role_word(last) or (index > 0 and is_weak_role_word(last)) or last in ("cto", "sre")
