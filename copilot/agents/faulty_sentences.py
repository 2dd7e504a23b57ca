"""A letter without the sentences that were found at fault."""

from __future__ import annotations

import re

from copilot.agents.sentences import sentences
from copilot.domain.claims import Finding
from copilot.domain.letter import CoverLetter

_SPACE = re.compile(r"\s+")


def without_sentences_at_fault(letter: CoverLetter, findings: tuple[Finding, ...]) -> CoverLetter:
    """Each sentence that holds the words of a finding goes; words that stand in no one sentence
    take nothing with them."""
    faults = [_plain(finding.words) for finding in findings if finding.words.strip()]
    paragraphs = []
    for paragraph in letter.paragraphs:
        kept = [s for s in sentences(paragraph) if not any(f in _plain(s) for f in faults)]
        if kept:
            paragraphs.append(" ".join(kept))
    return letter.model_copy(update={"paragraphs": tuple(paragraphs)})


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip(" .,;:").lower()
