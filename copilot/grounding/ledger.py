"""Collects what was claimed in a document and what was found wrong."""

from __future__ import annotations

from collections.abc import Iterable

from copilot.domain.claims import Claim, Finding, GateReport, Groundedness
from copilot.domain.match import Evidence
from copilot.grounding.category import Category
from copilot.grounding.facts import Fact
from copilot.grounding.reading import Issue

# The first evidence holds most of a claim's words; what follows holds the rest.
_FIRST, _FURTHER = 1.0, 0.5


class ClaimLedger:
    """Claims and findings of one document, in the order of the document."""

    def __init__(self) -> None:
        self.claims: list[Claim] = []
        self.findings: list[Finding] = []

    def add(self, path: str, text: str, evidence: Iterable[Fact], issues: Iterable[Issue]) -> None:
        found = list(issues)
        self.claims.append(
            Claim(path=path, text=text, evidence=() if found else _evidence(evidence))
        )
        self.findings.extend(
            Finding(path=path, category=i.category, words=i.words or text, reason=i.reason)
            for i in found
        )

    def refuse(self, path: str, text: str, category: Category, reason: str) -> None:
        self.add(path, text, (), [Issue(category, text, reason)])

    def doubt_wording(self, reason: str) -> None:
        """Say of unsupported words that their language is not known, not that they are invented."""
        worded = {Category.CLAIM, Category.NAME}
        self.findings = [
            f.model_copy(update={"category": Category.LANGUAGE, "reason": reason})
            if f.category in worded
            else f
            for f in self.findings
        ]

    def report(self, version: str) -> GateReport:
        distinct = tuple(dict.fromkeys(self.findings))
        return GateReport(
            verdict=Groundedness.UNGROUNDED if distinct else Groundedness.GROUNDED,
            claims=tuple(self.claims),
            findings=distinct,
            gate_version=version,
        )


def _evidence(facts: Iterable[Fact]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(path=f.path, quote=f.text, strength=_FURTHER if i else _FIRST)
        for i, f in enumerate(facts)
    )
