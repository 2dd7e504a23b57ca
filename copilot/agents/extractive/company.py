"""One sentence about the employer, from the posting's own facts."""

from __future__ import annotations

import re

from copilot.agents.contracts import DraftRequest
from copilot.agents.extractive.phrases import Phrases

MAX_FACT_WORDS = 28
_MARKS = re.compile(r"[*_`#]+")
_SWAPS = (
    (re.compile(r"\b[Ww]e(?:’|')re\b"), "you are"),
    (re.compile(r"\b[Ww]e(?:’|')ve\b"), "you have"),
    (re.compile(r"\b[Ww]e(?:’|')ll\b"), "you will"),
    (re.compile(r"\b[Ww]e\b"), "you"),
    (re.compile(r"\b[Oo]urselves\b"), "yourselves"),
    (re.compile(r"\b[Oo]urs\b"), "yours"),
    (re.compile(r"\b[Oo]ur\b"), "your"),
    (re.compile(r"\bus\b"), "you"),
)
_OF_US = re.compile(r"\b(we|our|us)\b", re.IGNORECASE)
_LOWERED_TEXT = """
    since with at from for in as the a an through by over founded based every each all today more
    together when while across after every you your
"""
_LOWERED = frozenset(_LOWERED_TEXT.split())
_TO_THE_READER = re.compile(
    r"\b(you|your|candidates?|applicants?|apply|join|hiring|seeking|looking for|role|position)\b",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"\b(builds?|makes?|develops?|provides?|helps?|serv(e|es|ed|ing)|designs?|cares?|teach(es)?|"
    r"produces?|offers?|supplies|supply|runs?|operates?|creates?|sells?|connects?|supports?|"
    r"bauen|entwickeln|produzieren|betreuen|tworzymy|produkujemy|accueille|accompagn\w+|"
    r"desarrollamos|fabricamos)\b",
    re.IGNORECASE,
)
"""What an employer does is a reason to work there; how large it is, or how it feels, is none."""
_OUT_OF_CONTEXT = re.compile(
    r"^(and|but|so|plus|also|in fact|however|that)\b"
    r"|\b(the same|as such|this|these|those|that end|they|them|their)\b",
    re.IGNORECASE,
)
_BOASTS = re.compile(
    r"\b(best|greatest|boasts?|award[- ]winning|"
    r"#1|number one|amazing|awesome|rockstar|ninja|exciting|excited|passion\w*|"
    r"cutting[- ]edge|fast[- ]paced|world[- ]class|thrilled|leverag\w+|proud\w*|innovative)\b",
    re.IGNORECASE,
)
_UNFIT = (_OUT_OF_CONTEXT, _TO_THE_READER, _BOASTS)


def company_sentence(request: DraftRequest, phrases: Phrases) -> str:
    """Empty if the posting says nothing of the employer that fits into a letter."""
    for fact in filter(_DOES.search, request.analysis.company_facts):
        text = " ".join(_MARKS.sub("", fact).split()).strip(" -–•")
        if not 5 <= len(text.split()) <= MAX_FACT_WORDS or not text[0].isupper():
            continue
        if (
            _OUT_OF_CONTEXT.search(text)
            or _TO_THE_READER.search(text)
            or _BOASTS.search(text)
            or ":" in text
        ):
            continue
        bare = text.rstrip(" .!")
        if phrases.language == "en":
            if _OF_US.search(bare) or _names(request, bare):
                return phrases.pick("company", "told").format(fact=_turned(bare))
            continue
        return phrases.pick("company", "quoted").format(quote=phrases.quoted(f"{bare}."))
    return ""


def _names(request: DraftRequest, fact: str) -> bool:
    company = (request.posting.company or "").strip()
    return bool(company) and fact.startswith(company)


def _turned(fact: str) -> str:
    """ "We build …" → "you build …"; the verb of "we" and of "you" is the same."""
    for pattern, word in _SWAPS:
        fact = pattern.sub(word, fact)
    first = fact.split()[0].lower().strip(",")
    return fact[0].lower() + fact[1:] if first in _LOWERED else fact
