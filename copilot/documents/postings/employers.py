"""Employers out of running text: names that stand where a text names its employer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from copilot.documents.postings.cleaning import fold, one_line
from copilot.documents.postings.places import is_city, is_region_or_country
from copilot.documents.postings.roles import names_role
from copilot.documents.postings.vocabulary import words as word_list

_NOT_A_COMPANY = word_list("not_companies.txt")
_CAP = r"(?:[A-ZÀ-ÖØ-ÞĀ-Ž0-9][\w&’'+/-]*(?:\.\w[\w-]*)*|[a-z]\w+\.(?:com|io|ai|co|net|org|travel))"
COMPANY_NAME = (
    rf"{_CAP}(?:[ ](?:(?:&|and|of|for|the|und|et|de|di|del|van|von)(?!\w)|{_CAP})){{0,5}}"
)
_LEGAL = r"(?:,? (?:Inc|Ltd|LLC|LLP|GmbH|AG|plc|PLC|Limited|B\.?V|S\.?A|Pty|Corp)\b\.?,?)?"
_ABOUT = (
    r"(?:(?:A (?:bit|little|few words) |Some words |More )?[Aa]bout|Why|Who (?:is|are)|What is"
    r"|Life at|Working (?:at|for|with)|Über|À propos de|Sobre|Over|O firmie|Join|Welcome to"
    r"|(?:We are|WE ARE|We['’]re)|Benefits (?:at|of working (?:at|for)))"
)
_DOES_COMPANY_THINGS = (
    r"(?:is (?:an?|the|one|on|currently|now|proud|dedicated|committed|based|located|where|focused"
    r"|part of|home|more than|backed|\w{2,}ing)"
    r"|are (?:an?|the|looking|seeking|hiring|recruiting|currently|one|expanding|building|on)"
    r"|was (?:founded|established|created|started|born)|has been|have been|sucht|recrute|recherche"
    r"|busca|zoekt|poszukuje|zatrudni|cerca)"
)
_DOES = (
    r"(?:is|are|has|seeks?|hires|offers|provides|helps|builds|develops|makes|specialises"
    r"|specializes|delivers|operates|creates|enables|powers|connects|believes|will|values)"
)
# Each way to name an employer, with what one occurrence is worth.
_COMPANY_CUES: tuple[tuple[re.Pattern[str], float], ...] = tuple(
    (re.compile(pattern, re.MULTILINE), weight)
    for pattern, weight in (
        (
            rf"^\W*{_ABOUT}\s+(?:the\s+|The\s+)?(?P<name>{COMPANY_NAME})(?:\s*\([^)\n]*\))?\W*$",
            5.0,
        ),
        (
            rf"\b(?:At|Here at|here at|Bei|Chez)\s+(?P<name>{COMPANY_NAME})\s*,?\s+"
            r"(?:we|our|you|is|everyone|each|the|there|wir|nous|people|it)\b",
            5.0,
        ),
        (rf"\b(?:We are|We['’]re|we are)\s+(?:the\s+)?(?P<name>{COMPANY_NAME}),", 5.0),
        (
            rf"(?:^|[.!?\n,*#>-]\s*)(?:The\s+|the\s+)?(?P<name>{COMPANY_NAME}){_LEGAL}"
            rf"(?:\s*\([^)\n]{{1,60}}\))?\s+{_DOES_COMPANY_THINGS}\b",
            4.0,
        ),
        (
            rf"(?:^|[.!?\n*#>-]\s*)(?:The\s+)?(?P<name>{COMPANY_NAME}){_LEGAL}"
            rf"(?:\s*\([^)\n]{{1,60}}\))?\s+{_DOES}\b",
            2.0,
        ),
        (
            rf"\b(?:[Jj]oin|[Jj]oining)\s+(?:the\s+)?(?P<name>{COMPANY_NAME})(?:[’']s?)?"
            r"(?:\s+(?:team|family|as|and|to|in|crew)\b|[.,!:\n])",
            3.0,
        ),
        (
            r"\b(?:work(?:ing)? (?:at|for|with)|career (?:at|with)|apply to|employed by"
            r"|(?:team|role|position|opportunity|job|vacancy) (?:here )?(?:at|with)"
            r"|(?:[Uu]nit|[Dd]epartment|[Dd]ivision|[Gg]roup|[Ll]ab|[Ss]chool|[Ii]nstitute"
            r"|[Cc]ent(?:re|er)|[Ff]aculty|[Oo]ffice) (?:at|of)"
            r"|employees? (?:of|at)|behalf of|life at|capabilities of|\w+(?:er|or|ist) at)"
            rf"\s+(?:the\s+)?(?P<name>{COMPANY_NAME})",
            2.5,
        ),
        (
            rf"(?P<name>{COMPANY_NAME})[’']s\s+(?:team|mission|platform|products?|customers?"
            r"|clients?|office|headquarters|culture|vision|goal|\w+ team|technology|business|growth"
            r"|many|own)",
            2.0,
        ),
        (
            rf"(?P<name>{COMPANY_NAME}),?\s+(?:Inc|Ltd|LLC|LLP|GmbH|AG|plc|PLC|Limited|B\.V\."
            r"|S\.A\.|Pty|Corp|Corporation|SE|KG|Sp\. z o\.o\.)(?:\W|$)",
            2.5,
        ),
        (rf"\bat\s+(?P<name>{COMPANY_NAME})", 1.0),
    )
)
_ENOUGH = 3.5
_HEADING_WEIGHT = 3.0
"""For a heading that is a name and nothing else."""


def find_company(text: str, title: str | None = None, heads: Sequence[str] = ()) -> str | None:
    """The employer that a text names, if it names one the way employers are named."""
    scores: defaultdict[str, float] = defaultdict(float)
    written: dict[str, str] = {}
    folded = f" {fold(text)} "
    alone = [
        (head, _HEADING_WEIGHT)
        for head in heads
        if re.fullmatch(COMPANY_NAME, head) and folded.count(f" {fold(head)} ") > 1
    ]
    for name, weight in [*_company_candidates(text), *alone]:
        cleaned = _company_name(name, title)
        if cleaned is None:
            continue
        key = fold(cleaned)
        # A city is more often where an employer is than who it is.
        scores[key] += weight / 2 if is_city(cleaned) else weight
        written.setdefault(key, cleaned)
    if not scores:
        return None
    for key in scores:
        mentions = len(re.findall(rf"\b{re.escape(written[key])}\b", text))
        scores[key] += min(mentions, 6) * 0.5
    key, score = max(scores.items(), key=lambda item: (item[1], -text.find(written[item[0]])))
    return written[key] if score >= _ENOUGH else None


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
    if title and (fold(line) in fold(title) or fold(title) in fold(line)):
        return None
    return None if names_role(line) and len(words) <= 3 else line
