"""The truth gate: profile, posting and a document in; verdict and findings out."""

from __future__ import annotations

from copilot.domain.claims import Claim, Finding, GateReport, Groundedness
from copilot.domain.resume import Resume
from copilot.grounding import letter as letters
from copilot.grounding.facts import ProfileFacts
from copilot.grounding.resume import ResumeCheck, posting_facts

GATE_VERSION = "1"


def check_resume(document: Resume, profile: Resume, posting_text: str | None = None) -> GateReport:
    """Whether every field and sentence of a tailored résumé is supported by the profile.

    The posting supports nothing that the résumé says of the candidate; it only makes reasons
    clearer.
    """
    check = ResumeCheck(document, ProfileFacts(profile), posting_facts(posting_text))
    check.run()
    return _report(check.claims, check.findings)


def check_letter(letter: str, profile: Resume, posting_text: str | None = None) -> GateReport:
    """Whether every sentence of a letter is supported by the profile, or by the posting where it
    speaks of the company. Paragraphs are separated by blank lines."""
    claims, findings = letters.check(letter, ProfileFacts(profile), posting_facts(posting_text))
    return _report(claims, findings)


def _report(claims: list[Claim], findings: list[Finding]) -> GateReport:
    distinct = tuple(dict.fromkeys(findings))
    return GateReport(
        verdict=Groundedness.UNGROUNDED if distinct else Groundedness.GROUNDED,
        claims=tuple(claims),
        findings=distinct,
        gate_version=GATE_VERSION,
    )
