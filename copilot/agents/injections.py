"""Sentences that give orders to a machine: found, and taken out before anybody reads on.

A posting has no business with the program that reads it, nor has a line of a résumé. What tells a
model what to do, asks for its instructions, plays the system, or hands it a verdict on the
candidate goes, line by line, for every engine. This is the outer wall: no tool is ever given to a
model, what remains is fenced as data, and behind every engine stands the truth gate.

The patterns aim at who is spoken to (a model, a screening system) and at what is asked of it (to
forget, to answer with given words, to show its prompt), not at single known texts.
"""

from __future__ import annotations

import itertools
import re
from typing import Any

from copilot.agents.sentences import sentences
from copilot.domain.posting import Posting
from copilot.domain.resume import Resume

_MODEL = (
    r"(?:(?:large|any|all|the|this|every|you|whichever|other) )*"
    r"(?:ais?|llms?|gpts?|chatgpt|claude|gemini|(?:ai|language|chat)[ -]models?|chatbots?|"
    r"(?:ai|virtual|digital|language model) (?:assistants?|agents?|systems?|tools?|reviewers?|"
    r"recruiters?|screeners?))"
)
_SCREENER = (
    r"(?:(?:any|all|the|this|every|an?) )*(?:automat\w+|screening|scoring|ranking|parsing|ats|"
    r"machine|nlp)[ -](?:\w+[ -]){0,2}"
    r"(?:software|systems?|tools?|bots?|algorithms?|parsers?|agents?|screeners?|reviewers?|models?)"
)
_MACHINE = rf"(?:{_MODEL}|{_SCREENER})"
_BEFORE = (
    r"(?:above|previous|prior|preceding|earlier|existing|original|initial|given|system|other|all|"
    r"any|your|these|those|negative|safety|manual|everything)"
)
_TOLD = (
    r"(?:instructions?|directions?|directives?|prompts?|rules?|guidelines?|commands?|orders?|"
    r"context|restrictions?|constraints?|indicators?|info(?:rmation)?|messages?|input|text|"
    r"policy|policies|programming|scoring|training)"
)
_SAY = (
    r"(?:reply|respond|answer|output|print|write|say|display|repeat|return|report|state|echo|"
    r"translate|reveal|show|disclose|recite|encode|decode|dump|tell)"
)
_OWN_TEXT = (
    r"(?:system|initial|hidden|secret|original|internal|developer|first)[ _-]*"
    r"(?:prompts?|messages?|instructions?|configurations?|directives?)"
)

_ORDERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Forget what you were told.
        rf"\b(?:ignore|disregard|forget|override|bypass|neglect)\b[^.!?]{{0,30}}?\b"
        rf"{_BEFORE}\b[^.!?]{{0,30}}?\b{_TOLD}\b",
        rf"\b(?:ignore|disregard|forget|override|bypass)\b "
        rf"(?:all |the |any |your |manual )?{_TOLD}\b",
        r"\b(?:ignore|disregard|forget)\b (?:all|everything|anything)\b[^.!?]{0,20}"
        r"\b(?:above|before|said|told|previous\w*|so far)\b",
        r"\b(?:ignoriere|vergiss|missachte)\w*\b[^.!?]{0,40}"
        r"\b(?:anweisung|anleitung|vorgabe|regel|obig|vorherig|bisherig)",
        r"\b(?:ignore[zr]?|oublie[zr]?)\b[^.!?]{0,40}\b(?:instructions?|consignes?|règles?)\b",
        r"\b(?:ignor[ae]|olvid[ae])n?\b[^.!?]{0,40}\b(?:instrucciones|órdenes|reglas)\b",
        r"\b(?:zignoruj|ignoruj|zapomnij|pomiń)\b[^.!?]{0,40}\b(?:instrukcj|poleceni|wytyczn|zasad)",
        # You, machine.
        rf"\b(?:notes?|messages?|attention|memo|hints?|remarks?) (?:to|for) {_MACHINE}\b",
        rf"\b(?:instructions?|directions?|orders?) (?:to|for) {_MODEL}\b",
        rf"\b(?:dear|hey|hello|hi|attention)[ ,:]+{_MACHINE}\b"
        r"(?![ -](?:team|group|staff|\w+ers?\b))",
        r"\b(?:if|when|since|as) you(?: are|['’]re) (?:an? |the )?(?:ai|llm|large language model|"
        r"language model|bot|chatbot|machine|automated|assistant|screening|parser|crawler)",
        r"\bas an? (?:ai|llm|(?:large )?language model|ai (?:assistant|model))\b[ ,]+"
        r"(?:language model|assistant|model|you|please|i)\b",
        rf"\binvisible to humans\b|\bvisible (?:only )?to (?:{_MACHINE}|llm scans?)",
        r"\bfor automated (?:screening|analysis|scoring|review) (?:systems?|software|tools?)\b",
        # Dressed as the system.
        r"\[\s*/?\s*(?:system|inst|instructions?|sys|assistant|prompt|override)\s*\]",
        r"<[|/\s]*(?:system|instructions?|sys|im_start|im_end|assistant|system_prompt|prompt|"
        r"end of session)\b[^>]{0,30}>?",
        r"\[(?:admin|system|rest-of)[ _-][^\]]{0,200}",
        r"\b(?:admin(?:istrator)?|system|developer|security) (?:override|request|mode|command)\s*:",
        r"(?:^|\n)\s*(?:system|assistant|user)\s*:(?=\s*$|[^.!?]{0,200}\b(?:ignore|focus|provide|"
        r"answer|respond|output|print|instruction|prompt|user|following)\b)",
        r"\bmanual scoring\b|\bchain of thought\b[^.!?]{0,40}\b(?:result|analysis|output)",
        # Answer with these words.
        rf"\b(?:simply|just|only|always|must|please|then|instead|exactly)\b[ ,]+{_SAY}\b"
        r"[^.!?]{0,30}(?:[\"“‘«<`]|\s')",
        rf"\b{_SAY}\b (?:back )?(?:\w+ )?(?:only|exactly|nothing but|verbatim)\b[^.!?]{{0,60}}"
        r"(?::|[\"“'‘«<`]|\bfollowing\b|\bthe words?\b|\bthis\b)",
        rf"\b{_SAY}\b[^.!?]{{0,20}}\babsolutely nothing else\b",
        r"\bfocus (?:exclusively|only|solely) on (?:the |this )?"
        r"(?:following|information in|positive)",
        r"\bthere are more document snippets\b|\bdocuments? above\b>?",
        r"\bif (?:you are |the user |a user |the |any )?(?:user |you |human )?(?:asks?|asked|"
        r"questioned|queried|prompted)\b[^.!?]{0,80}\b(?:reply|respond|answer|say|report|state)\b",
        r"\b(?:print|echo|output)\b(?: \w+){0,3}:? [\"“'‘«`]",
        r"\b(?:print|translate|output)\b (?:this|the|that) (?:sentence|text|line|word)\b"
        r"[^.!?]{0,30}\bas\b",
        # Show me what you were told.
        rf"\b(?:{_SAY}|what(?:['’]?s| is| are| were)?|ignore|give|list|share|see|provide)\b"
        rf"[^.!?]{{0,60}}\b{_OWN_TEXT}\b",
        rf"\byour {_OWN_TEXT}\b",
        rf"\b{_SAY}\b[^.!?]{{0,20}}\b(?:text|words|everything|conversation)\b[^.!?]{{0,20}}\b"
        r"(?:above|you were given|before this)\b",
        rf"\b{_SAY}\b (?:\w+ )?(?:the )?above (?:text|words|instructions?|prompt|message)\b",
        r"\b(?:text|instructions|what) (?:that )?you (?:were|have been) "
        r"(?:given|told|instructed)\b",
        r"\b(?:told|given|instructed) before this (?:conversation|chat|session)\b",
        r"\b(?:rot13|base64)\b[^.!?]{0,30}\b(?:encode|decode|text|this|you)\b",
        r"\bput it in an? (?:txt |text )?code block\b",
        # Be somebody else.
        r"\byou(?: are|['’]re) (?:now |about |going )(?:to )?(?:act|be|pretend|immerse|in|an?|the|"
        r"play)\b[^.!?]{0,60}\b(?:mode|ai|model|role|dan|bot|assistant|pretend|act|unrestricted)\b",
        r"\b(?:from now on|starting now)\b[^.!?]{0,40}\byou (?:are|will|must|act)\b",
        r"\b(?:developer|maintenance|dan|jailbreak|god|debug) mode\b",
        r"\bpretend (?:to be|that you|you are)\b",
        r"\b(?:do anything now|dan mode|openai['’]?s? (?:polic|content|rules|programming))",
        r"\bconversing with openai\b|\bcontent polic(?:y|ies) is\b|\bbreak of character\b",
        r"\b(?:none|all|each) of your (?:responses|answers)\b|\bknowledge is cut off\b",
        r"\byour interpretation of the\b[^.!?]{0,20}\bpolic|\{generator[^}]{0,20}\}",
        r"\bas (?:dan|dude|stan),? (?:you|none|the)\b",
        # Bring what is not here.
        r"\bassistant\s*:\s*(?:fetch|visit|open|follow|go|read|write|load)\b",
        r"\b(?:follow|obey|do) (?:what|whatever) (?:it|this|that|the page) (?:says|tells|orders)\b",
        r"\b(?:include|embed|insert|load|fetch|render)\b[^.!?]{0,30}"
        r"\b(?:picture|image|pixel|link|url|content)\b[^.!?]{0,10}https?://",
        r"\b(?:include|print|list|reveal|show|give|copy|output|repeat|add)\b[^.!?]{0,40}"
        r"\b(?:(?:other|previous|all other|all) (?:candidates?|applicants?|users?)|"
        r"(?:applicant|candidate|user) before)\b",
        # A verdict for the taking.
        r"\b(?:report|state|conclude|declare|answer|return) that (?:there (?:is|are)|this|"
        r"the (?:candidate|applicant|profile|match|score))\b",
        r"\b(?:don['’]t|do not|never) (?:evaluate|assess|score|screen|rate|reject|judge) "
        r"(?:the|this|any|these) (?:candidate|applicant|resume|résumé|cv)\b",
        r"\buse this (?:analysis|assessment|evaluation|text) to (?:evaluate|assess|rate|score)\b",
        r"\b(?:rate|score|rank|approve|recommend|shortlist|mark|treat)"
        r"\b (?:this|the|that|my) (?:candidate|applicant|resume|résumé|cv|profile|application)\b",
        r"\b(?:this|the) (?:candidate|applicant|profile|resume|résumé|cv) (?:is|has been|exceeds|"
        r"was|must|should|scores?|meets|deserves)\b[^.!?]{0,60}\b(?:most qualified|pre-?verified|"
        r"pre-?approved|all requirements|highest|perfect|supremely|top|100|recommended|"
        r"full marks)\b",
        r"\bbest (?:resume|résumé|cv|candidate) i have (?:ever )?(?:seen|observed|read)\b",
        r"\bprofile exceeds all requirements\b",
        r"\b(?:highly recommended for immediate hire|interview highly recommended)\b",
        r"\bhidden competency profile\b|\bwhite-text metadata\b",
        r"\bdeviate (?:from|form) (?:this|these|it)\b",
    )
)  # fmt: skip
"""Each is bounded in what it looks at, so that no text takes long."""

_LISTED = re.compile(r"^\s*(?:[-*•+]|\d+[.)]|#{1,6})\s")
_SENTENCE = re.compile(r"[^.!?\n]*[.!?]+[\"”’»')\].]*\s*|[^.!?\n]+\s*")
_PARAGRAPH = 700
"""Characters; a longer line is more than one thought: only what stands near goes with it."""
_NEAR = 2
"""Sentences."""
_SHORT = 5
"""Words."""


def gives_orders(text: str) -> bool:
    """Whether a text speaks to a machine that reads it."""
    return any(pattern.search(text) for pattern in _ORDERS)


def without_orders(text: str) -> str:
    """The text without the lines that speak to a machine, and what hangs on to them: the rest of
    their paragraph."""
    if not gives_orders(text):
        return text
    kept: list[str] = []
    follows = False
    for line in text.split("\n"):
        if gives_orders(line):
            follows = True
            # A heading or an item is one thought, however long.
            several = len(line) > _PARAGRAPH and not _LISTED.match(line)
            rest = _without_neighbours(line) if several else ""
            if rest:
                kept.append(rest)
        elif follows and line.strip() and not _LISTED.match(line):
            continue
        else:
            follows = False
            kept.append(line)
    return "\n".join(kept)


def _without_neighbours(line: str) -> str:
    sentences = _SENTENCE.findall(line)
    gone = {
        near
        for place, sentence in enumerate(sentences)
        if gives_orders(sentence)
        for near in range(place - _NEAR, place + _NEAR + 1)
    }
    if not gone:
        # An order may run over the end of a sentence; then it is in none of them.
        return ""
    # One who gives several orders has written what stands between them as well.
    first, last = min(gone), max(gone)
    return "".join(s for n, s in enumerate(sentences) if not first <= n <= last).strip()


def _name(text: str) -> str:
    """A title, a company or a place: its first sentence, and what more is too short to be one."""
    first, *others = sentences(text) or [""]
    if not others and not gives_orders(first):
        return text
    kept = itertools.takewhile(lambda part: len(part.split()) <= _SHORT, others)
    return " ".join(part for part in (first, *kept) if not gives_orders(part)).strip(" .")


def _before_orders(text: str) -> str:
    """What stands before the first sentence that speaks to a machine."""
    return "".join(
        itertools.takewhile(lambda part: not gives_orders(part), _SENTENCE.findall(text))
    ).strip()


def posting_without_orders(posting: Posting) -> Posting:
    """A field that says nothing else stays empty: the posting states none, then."""
    changes = {
        "title": _name(posting.title) or "Advertised position",
        "company": (_name(posting.company) or None) if posting.company else None,
        "locations": tuple(filter(None, map(_name, posting.locations))),
        "description": without_orders(posting.description),
    }
    return posting.model_copy(update=changes)


def resume_without_orders(resume: Resume) -> tuple[Resume, dict[str, str]]:
    """The résumé without what speaks to a machine and stands behind it; and each place that
    changed, with what is left there. The paths of all others stay what they are."""
    changed: dict[str, str] = {}

    def cleaned(node: Any, path: str) -> Any:
        if isinstance(node, dict):
            return {k: cleaned(v, f"{path}.{k}" if path else k) for k, v in node.items()}
        if isinstance(node, list):
            return [cleaned(entry, f"{path}[{n}]") for n, entry in enumerate(node)]
        if isinstance(node, str) and gives_orders(node):
            changed[path] = _before_orders(node)
            return changed[path]
        return node

    document = cleaned(resume.to_json(), "")
    return (Resume.from_json(document), changed) if changed else (resume, {})
