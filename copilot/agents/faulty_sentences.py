"""A letter without the sentences that were found at fault."""

from __future__ import annotations

import re
from collections.abc import Iterable

from copilot.agents.sentences import sentences
from copilot.domain.claims import Finding
from copilot.domain.letter import CoverLetter

_SPACE = re.compile(r"\s+")
# "That is where I would like to work.", "I do not have it.", "Dazu möchte ich …", "… a eso."
_LEANS = re.compile(
    r"^(?:that|this|these|those|it|there|dazu|das|daran|to dla)\b"
    r"|\b(?:part of (?:that|this|it)|not have (?:that|it)|a eso|souhaiterais y)\b",
    re.IGNORECASE,
)
"""Of a sentence that says nothing without the one before it."""


def without_sentences_at_fault(letter: CoverLetter, findings: tuple[Finding, ...]) -> CoverLetter:
    """Each sentence that holds the words of a finding goes, with those that lean on it; words
    that stand in no one sentence take nothing with them."""
    faults = [_plain(finding.words) for finding in findings if finding.words.strip()]
    paragraphs = []
    for paragraph in letter.paragraphs:
        kept = _kept(sentences(paragraph), faults)
        if kept:
            paragraphs.append(" ".join(kept))
    return letter.model_copy(update={"paragraphs": tuple(paragraphs)})


def _kept(found: Iterable[str], faults: list[str]) -> list[str]:
    kept: list[str] = []
    support_is_gone = False
    for sentence in found:
        leans = support_is_gone and _LEANS.search(sentence) is not None
        support_is_gone = leans or any(fault in _plain(sentence) for fault in faults)
        if not support_is_gone:
            kept.append(sentence)
    return kept


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip(" .,;:").lower()
