"""What the truth gate says about a document: claims with evidence, findings, a verdict."""

from __future__ import annotations

from enum import StrEnum

from copilot.domain.match import Evidence
from copilot.domain.values import Value


class Groundedness(StrEnum):
    GROUNDED = "grounded"
    UNGROUNDED = "ungrounded"


class Claim(Value):
    """One statement in a document, with what supports it."""

    path: str
    """Where it stands: ``work[0].highlights[2]`` in a résumé, ``paragraphs[1].sentences[0]`` in a
    letter."""
    text: str
    evidence: tuple[Evidence, ...] = ()
    """Paths that begin with ``posting`` point into the posting."""


class Finding(Value):
    """A claim, or a part of one, that nothing supports."""

    path: str
    category: str
    """The class of the fault, such as ``number``, ``skill``, ``ownership``."""
    words: str
    """The words at fault, verbatim."""
    reason: str
    """Why, in words a person understands."""


class GateReport(Value):
    verdict: Groundedness
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    gate_version: str
