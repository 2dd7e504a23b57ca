"""A letter sentence by sentence, each with what it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from copilot.documents.comparison.reasons import BY_YOU, Grounds, Reasons
from copilot.domain.changes import Change, ChangeKind, Comparison

_WRITTEN = "Written for this posting"
_COURTESY = "A greeting or a wish: it states nothing that needs evidence"


def compare_letter(profile: Mapping[str, Any], grounds: Grounds) -> Comparison:
    """A letter has no source to be compared with: every sentence is new and shows its evidence. A
    greeting or a wish states nothing and needs none."""
    reasons = Reasons(grounds, profile)
    said = [(claim.path, claim.text) for claim in grounds.report.claims]
    known = {path for path, _ in said}
    said += [(f.path, f.words) for f in grounds.report.findings if f.path not in known]
    return Comparison(
        changes=tuple(_sentence(path, text, reasons, grounds.by_user) for path, text in said),
        unchanged=0,
    )


def _sentence(path: str, text: str, reasons: Reasons, by_user: bool) -> Change:
    evidence = reasons.evidence_at(path)
    stated_by_you = reasons.is_stated_by_you(path)
    reason = _WRITTEN if evidence else _COURTESY
    return Change(
        kind=ChangeKind.ADDED,
        section="letter",
        place="",
        path=path,
        after=text,
        reason=BY_YOU if by_user and (stated_by_you or evidence) else reason,
        evidence=evidence,
        stated_by_you=stated_by_you,
    )
