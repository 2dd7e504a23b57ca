"""What a posting calls the work, for postings that never call the person who is to do it.

"An opportunity to build a booking site", "this position focuses on routing freight trains": such
a text names no role, and "Engineer" would be an invention. Its own words for the work can stand
where a title stands, and are marked as such (``FieldSource.WORK``).
"""

from __future__ import annotations

import re

from copilot.documents.postings.cleaning import fold, one_line
from copilot.documents.postings.refusals import vocabulary
from copilot.documents.postings.vocabulary import words as word_list

_DOING = r"[a-z]+ing\b"
_TO_DO = r"(?:to )(?:help (?:us )?(?:to )?)?(?P<work>[a-z]+ [^\n]+)"
# Each way to name the work, the plainest first.
_CUES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:this|the) (?:position|role|job|project|assignment|post)"
        r" (?:will )?(?:(?:focus(?:es)? on|involves?|is about|consists of|entails|centers on"
        r"|centres on|means)|(?:be|is) responsible for)"
        rf" (?P<work>{_DOING} [^\n]+)",
        r"\b(?:opportunity|chance|position|contract|project|somebody|someone|people|help"
        rf"|hands|volunteers?|freelancers?) {_TO_DO}",
        rf"\b(?:we(?:['’]re| are)?|is|are) (?:currently |now )?(?:look(?:ing)?|want(?:ing)?"
        rf"|seek(?:ing)?|need(?:ing)?|hoping) {_TO_DO}",
        rf"\byou(?:['’]ll| will)(?: mainly| primarily| mostly)? be (?P<work>{_DOING} [^\n]+)",
        r"\byou(?:['’]ll| will)(?: mainly| primarily| mostly)? (?:help (?:us )?(?:to )?)?"
        r"(?P<work>[a-z]+ [^\n]+)",
        r"\bhelp us (?:to )?(?P<work>[a-z]+ [^\n]+)",
        rf"\bjoin us (?:in|and help (?:us )?(?:in )?) ?(?P<work>{_DOING} [^\n]+)",
    )
)
_WORK = word_list("work_verbs.txt")
_NO_WORK = frozenset({"it", "on", "out", "sure", "to", "up", "you"})
"""What makes another verb of the one before: "make sure", "report to", "make it easy"."""
_NO_OBJECT = frozenset(
    {"a", "an", "the", "big", "real", "difference", "impact", "some", "more", "something", "new",
     "things", "it", "that", "this", "you", "your", "us", "our", "we", "yourself", "career",
     "decisions", "skills"}
)  # fmt: skip
_END = re.compile(
    r"[.;:!?,(\[]|\s[-–—]\s|\b(?:which|who|where|that|because|while|when|so|as|if|without|whose"
    r"|by|from|through|such|including|in order)\b",
    re.IGNORECASE,
)
_LONGEST = 12
_DANGLING = frozenset(
    {"and", "or", "to", "of", "for", "in", "on", "with", "a", "an", "the", "our", "their", "at",
     "into", "about", "per"}
)  # fmt: skip
_PLAINLY_A_POSTING = 3
_INVITES = re.compile(
    r"\bif (?:this|that|it) (?:sounds|is|could be|looks) (?:just )?(?:like )?you\b"
    r"|\b(?:e-?mail|send|submit|forward)\b[^.\n]{0,80}"
    r"\b(?:your details|cv|c\.v\.|r[eé]sum[eé]|portfolio|letter)\b"
    r"|\bto be considered\b|\bapply\b",
    re.IGNORECASE,
)


def find_work(text: str) -> str | None:
    """The text's own words for the work that a posting offers, as a line; None if it has none or
    is not plainly a posting."""
    cues = vocabulary(text)
    if cues < _PLAINLY_A_POSTING and not (cues and _INVITES.search(text)):
        return None
    for pattern in _CUES:
        for match in pattern.finditer(text):
            if work := _line(match["work"]):
                return work
    return None


def _line(phrase: str) -> str | None:
    words = _END.split(phrase, maxsplit=1)[0].split()
    if len(words) > _LONGEST:
        words = words[:_LONGEST]
        # Cut before the last preposition, so that the phrase does not end in half an object.
        cuts = [i for i, word in enumerate(words) if i > 3 and fold(word) in _DANGLING]
        words = words[: cuts[-1]] if cuts else words
    while words and fold(words[-1]) in _DANGLING:
        words.pop()
    if len(words) < 3 or not _is_work(fold(words[0])):
        return None
    if fold(words[1]) in _NO_WORK or all(fold(word) in _NO_OBJECT for word in words[1:4]):
        return None
    line = one_line(" ".join(words)) or ""
    return line[:1].upper() + line[1:] or None


def _is_work(verb: str) -> bool:
    stem = verb.removesuffix("ing")
    doubled = stem[:-1] if len(stem) > 2 and stem[-1:] == stem[-2:-1] else stem
    return not _WORK.isdisjoint({verb, stem, f"{stem}e", doubled})
