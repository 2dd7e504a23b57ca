"""Title and company out of running text, for postings that are nothing but text.

Nothing is made up: a title is words of the text that name a role, in the order of how plainly the
text says so (a labelled line, a heading, "we are looking for a …", "as a … you will"). A plural is
put in the singular, praise is cut off the front.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from copilot.documents.postings.cleaning import fold, one_line
from copilot.documents.postings.facts import is_generic_title
from copilot.documents.postings.places import is_city, is_place, is_region_or_country
from copilot.documents.postings.roles import (
    is_role_word,
    is_weak_role_word,
    names_role,
    singular,
)
from copilot.documents.postings.vocabulary import words

_HEADING = re.compile(r"^\s{0,3}#{1,6}\s*(\S.*?)\s*#*\s*$|^\s*\*\*([^*]{3,100})\*\*\s*:?\s*$")
_UNDERLINED = re.compile(r"^(?P<text>\S.{2,99})\n(?:={3,}|-{3,})\s*$", re.MULTILINE)
_SEEKING = re.compile(
    r"\b(?:(?:look|search|hunt)ing for|look for|seek(?:s|ing)?|hir(?:e|es|ing)|recruit(?:s|ing)?"
    r"|need(?:s)?|want(?:s|ed)?|requires?|after|in search of|vacanc(?:y|ies) for|opening(?:s)? for"
    r"|positions? (?:for|of|as|available for)|opportunity for|role (?:of|as|for)|post of|available for"
    r"|join (?:us|our [\w ]{2,30}?|the [\w ]{2,30}?) as|to become|apply (?:for|as)|work as"
    r"|employ(?:s|ing)?|appoint(?:s|ing)?|add|welcome|suchen(?: wir)?|sucht|gesucht:?"
    r"|recherch\w+|cherch\w+|busca\w*|buscamos|zoek\w*|szuka\w*|poszuku\w+|cerchiamo|ricerca\w*|procura\w*)"
    r"\s*:?\s*(?:to (?:hire|recruit|employ|appoint|add|find|fill)\s)?"
    r"(?:the position of\s|the role of\s|talented individuals? as\s)?"
    r"(?:\W{0,3}(?:an?|the|our|one|two|three|four|several|some|multiple|another|more|new|\d{1,2}x?|x\d"
    r"|number of|couple of|few|a few|team of|eine?n?|une?|des|un|una|een|to|als|für|ab sofort|sofort"
    r"|with immediate effect)\b){0,4}"
    r"\s*\W{0,3}(?P<rest>[^\n.;:!?]{3,140})",
    re.IGNORECASE,
)
_AS_A = re.compile(
    r"\b(?:as|als|en tant que|como)\s+(?:an?|our|the|une?)?\s*(?P<rest>[^\n.;:!?,]{3,90}),?\s*"
    r"(?:you|your|he|she|sie|du|vous)\b",
    re.IGNORECASE,
)
_ROLE_OF = re.compile(
    r"\b(?:the|this|our|their|a|an)\s+(?P<rest>[^\n.;:!?,]{3,70}?)\s+(?:will|would|is responsible|is expected"
    r"|role|position|job|vacancy|opportunity|shall|must|should|reports?|has)\b",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\s(?:to|who|that|which|with|for|in|at|on|based|from|and (?:a|an)\b|willing|able|capable|wanting|whose"
    r"|as|by|join|joining|has|have|is|are|will|would|can|may|reporting|having|both|because|if|when"
    r"|where|while|interested|looking|starting|within|across|under|passionate|experienced|eager|keen"
    r"|zur|zum|für|mit|im|am|pour|para|con|voor|do|dla|w|per|nella|bei|der|die|das)\b.*$|\s[-–—]\s.*$|[,(\[|].*$",
    re.IGNORECASE,
)
_PRAISE = words("praise.txt")
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
_NOT_IN_TITLE = words("not_in_titles.txt")
_NOT_A_COMPANY = words("not_companies.txt")
_CAP = r"[A-ZÀ-ÖØ-ÞĀ-Ž0-9][\w&’'+./-]*"
_COMPANY_NAME = rf"(?:{_CAP})(?:[ ](?:&|and|of|for|the|und|et|de|di|del|van|von|{_CAP})){{0,5}}"
_COMPANY_CUES: tuple[tuple[re.Pattern[str], float], ...] = (
    (
        re.compile(
            rf"^\W*(?:About|Why|Who (?:is|are)|What is|Life at|Working (?:at|for|with)|Über|À propos de|Sobre|Over|O firmie|Join|Welcome to|Benefits (?:at|of working (?:at|for)))\s+(?:the\s+)?(?P<name>{_COMPANY_NAME})\W*$",
            re.MULTILINE,
        ),
        5.0,
    ),
    (
        re.compile(
            rf"\b(?:At|Here at|here at|Bei|Chez|En)\s+(?P<name>{_COMPANY_NAME})\s*,?\s+(?:we|our|you|is|everyone|the|there|wir|nous|people|it)\b"
        ),
        5.0,
    ),
    (
        re.compile(
            rf"(?:^|[.!?\n*#>-]\s*)(?:The\s+|the\s+)?(?P<name>{_COMPANY_NAME})(?:,? (?:Inc|Ltd|LLC|GmbH|AG|plc|Limited|B\.?V|S\.?A)\b\.?,?)?(?:\s*\([^)]{{1,60}}\))?\s+(?:is (?:an?|the|one|on|looking|seeking|hiring|recruiting|searching|currently|now|proud|growing|building|dedicated|committed|transforming|changing|redefining|based|located|expanding|teaming|making|revolutioni[sz]ing|where|focused|part|home|re)|are (?:an?|the|looking|seeking|hiring|recruiting|currently|one)|was (?:founded|established|created|started)|(?:seeks?|hires|offers|provides|helps|builds|develops|makes|has (?:been|an?|over|offices)|specialises|specializes|delivers|operates|creates|enables|powers|connects|sucht|recherche|recrute|busca|zoekt|poszukuje)\b)"
        ),
        4.0,
    ),
    (
        re.compile(
            rf"\b(?:join|joining|Join|Joining)\s+(?:the\s+)?(?P<name>{_COMPANY_NAME})(?:[’']s?)?(?:\s+(?:team|family|as|and|to|in|crew)\b|[.,!:\n])"
        ),
        3.0,
    ),
    (
        re.compile(
            rf"\b(?:work(?:ing)? (?:at|for|with)|career (?:at|with)|team at|role (?:at|with)|position (?:at|with)|opportunity (?:at|with)|apply to|employed by|employees? (?:of|at)|behalf of|here at|life at)\s+(?:the\s+)?(?P<name>{_COMPANY_NAME})"
        ),
        2.5,
    ),
    (
        re.compile(
            rf"(?P<name>{_COMPANY_NAME})[’']s\s+(?:team|mission|platform|products?|customers?|clients?|office|headquarters|culture|vision|engineering|goal|\w+ team|technology|business|growth)"
        ),
        2.0,
    ),
    (
        re.compile(
            rf"(?P<name>{_COMPANY_NAME})\s+(?:Inc|Ltd|LLC|GmbH|AG|plc|PLC|Limited|B\.V\.|S\.A\.|Pty|Corp|Corporation|Co\.|SE|KG|Sp\. z o\.o\.)\b"
        ),
        2.0,
    ),
)
_WORD_LINE = re.compile(r"^[^.!?]{3,90}$")
_TITLE_LABEL = re.compile(
    r"^(?:job title|position|title|role|job|vacancy|wanted|hiring|now hiring|we are hiring|we re hiring|job opening|job description|stellenangebot)\s*[:–-]\s*",
    re.IGNORECASE,
)
_TITLE_END = re.compile(
    r"\s*(?:[-–—|:]\s*)?(?:\b(?:job description|job spec(?:ification)?|wanted|needed|required|vacancy|role"
    r"|job advert|position|opening|opportunity|job)\b)\s*$|\s+[!.]+$",
    re.IGNORECASE,
)
_AT_COMPANY = re.compile(rf"^(?P<title>.+?)\s+(?:at|@|bei|chez)\s+(?P<company>{_COMPANY_NAME})$")
_IN_PLACE = re.compile(
    r"^(?P<title>.+?)\s*(?:\s(?:in|based in)\s|\s[-–—|]\s|,\s*)(?P<place>[^()]+)$"
)


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
    if line.endswith("?") or re.match(
        r"(?:what|who|why|how|about|your|our|we|you|as|the ideal|in|if|are|is|do|to|with|for|join|life|key|other|working|must)\b",
        line,
        re.IGNORECASE,
    ):
        return None
    cut = one_line(_TITLE_END.sub("", line)) or line
    if not names_role(cut) or is_generic_title(cut):
        return None
    if re.search(
        r"\b(?:responsibilities|requirements|qualifications|skills|profile|benefits|overview|duties|experience|tasks|team|process|environment|development|tools|stack|days?|years?)\b$",
        cut,
        re.IGNORECASE,
    ):
        return None
    at = _AT_COMPANY.match(cut)
    if at and names_role(at["title"]):
        cut = at["title"]
    place = _IN_PLACE.match(cut)
    if place and names_role(place["title"]) and is_place(place["place"]):
        cut = place["title"]
    return one_line(cut)


def company_of_heading(heading: str) -> str | None:
    match = _AT_COMPANY.match(one_line(heading) or "")
    return match["company"] if match and names_role(match["title"]) else None


def find_title(lines: Sequence[str], heads: Sequence[str]) -> str | None:
    """The role that a text is about."""
    for heading in heads:
        if title := title_of_heading(heading):
            return title
    text = "\n".join(lines)
    for pattern in (_SEEKING, _AS_A, _ROLE_OF):
        for match in pattern.finditer(text):
            if title := title_in_phrase(match["rest"]):
                return title
    return _most_named(text)


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
    folded = fold(words[index]).split()
    last = folded[-1] if folded else ""
    return is_role_word(last) or (index > 0 and is_weak_role_word(last)) or last in ("cto", "sre")


def _most_named(text: str) -> str | None:
    """The role phrase that a text uses most, for texts that never say whom they seek."""
    names: Counter[str] = Counter()
    for match in re.finditer(rf"(?:{_CAP}[ /-]){{0,4}}{_CAP}|\b[a-z]+ [a-z]+\b", text):
        title = title_in_phrase(match[0])
        if title and len(title.split()) > 1:
            names[title] += 1
    if names:
        return names.most_common(1)[0][0]
    for word in re.findall(r"[^\W\d_]{4,}", text):
        if is_role_word(fold(word)):
            return title_in_phrase(word)
    return None


def find_company(text: str, title: str | None = None) -> str | None:
    """The employer that a text names, if it names one the way employers are named."""
    scores: defaultdict[str, float] = defaultdict(float)
    written: dict[str, str] = {}
    for name, weight in _company_candidates(text):
        cleaned = _company_name(name, title)
        if cleaned is None:
            continue
        key = fold(cleaned)
        scores[key] += weight
        written.setdefault(key, cleaned)
    if not scores:
        return None
    for key in scores:
        mentions = len(re.findall(rf"\b{re.escape(written[key])}\b", text))
        scores[key] += min(mentions, 6) * 0.5
    key, score = max(scores.items(), key=lambda item: (item[1], -text.find(written[item[0]])))
    return written[key] if score >= 2.5 else None


def _company_candidates(text: str) -> Iterator[tuple[str, float]]:
    for pattern, weight in _COMPANY_CUES:
        for match in pattern.finditer(text):
            yield match["name"], weight


def _company_name(name: str, title: str | None) -> str | None:
    line = one_line(name)
    if not line:
        return None
    line = re.sub(r"[’']s?$", "", line).strip(" .,:;!?’'-")
    words = line.split()
    while words and fold(words[-1]) in ("and", "of", "for", "the", "is", "in", ""):
        words.pop()
    while words and fold(words[0]) in ("the", "and", "of", "for", ""):
        words.pop(0)
    if (
        not words
        or fold(words[0]) in _NOT_A_COMPANY
        or all(fold(w) in _NOT_A_COMPANY for w in words)
    ):
        return None
    line = " ".join(words)
    if len(line) < 2 or line.isdigit() or is_region_or_country(line) or len(line) > 60:
        return None
    if is_city(line) and len(words) == 1:
        return None
    if title and (fold(line) in fold(title) or fold(title) in fold(line)):
        return None
    return None if names_role(line) and len(words) <= 3 else line
