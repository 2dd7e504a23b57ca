"""Why a document differs from its profile: the edits that made it, what the truth gate found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from copilot.documents.comparison.texts import at, text_of
from copilot.domain.changes import ChangeKind, Support
from copilot.domain.claims import GateReport

BY_YOU = "You changed this"
_MOST_EVIDENCE = 6
_OPERATIONS = {
    ChangeKind.ADDED: "add",
    ChangeKind.REMOVED: "remove",
    ChangeKind.REWORDED: "replace",
    ChangeKind.REORDERED: "move",
}


@dataclass(frozen=True, slots=True)
class Grounds:
    """What is on record about one document."""

    report: GateReport
    edits: Sequence[Mapping[str, Any]] = ()
    """As they were stored with the version that an engine made."""
    left_out: frozenset[str] = frozenset()
    """Paths into the profile of what the full pages did not hold."""
    requirements: Mapping[str, str] = field(default_factory=dict)
    """The posting's words by the requirement's id."""
    by_user: bool = False
    """The user wrote this version; ``edits`` are those of the engine's version before it."""


@dataclass(frozen=True, slots=True)
class Reason:
    text: str | None
    requirement: str | None
    evidence: tuple[Support, ...]
    stated_by_you: bool


class Reasons:
    def __init__(self, grounds: Grounds, profile: Mapping[str, Any]) -> None:
        self._grounds, self._profile = grounds, profile
        self._edits: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        for edit in grounds.edits:
            self._edits.setdefault((edit["operation"], edit["path"]), []).append(edit)
        self._added = {
            (_list_of(edit["path"]), _plain(edit["text"])): edit
            for edit in grounds.edits
            if edit["operation"] == "add"
        }

    def removal_of(self, source_path: str) -> ChangeKind:
        left_out = source_path in self._grounds.left_out
        return ChangeKind.LEFT_OUT if left_out else ChangeKind.REMOVED

    def stays(self, source_path: str) -> float:
        """Whether an item rather stayed than moved: no edit moved it for a requirement."""
        moves = self._edits.get(("move", source_path), ())
        return 0.0 if any(move.get("requirement") for move in moves) else 1.0 - 0.5 * bool(moves)

    def of(
        self, kind: ChangeKind, source_path: str | None, path: str | None, after: str | None
    ) -> Reason:
        edit = self._edit(kind, source_path, path, after)
        says_more = kind in (ChangeKind.ADDED, ChangeKind.REWORDED)
        stated = says_more and self.is_stated_by_you(path)
        if edit is None:
            text = BY_YOU if self._grounds.by_user else None
            return Reason(text, None, self.evidence_at(path), stated)
        own = [
            Support(path=place, quote=quote)
            for place in edit.get("evidence", ())
            if (quote := text_of(at(self._profile, place)))
        ]
        found = {(support.path, support.quote): support for support in own}
        for support in self.evidence_at(path):
            found.setdefault((support.path, support.quote), support)
        requirement = self._grounds.requirements.get(edit.get("requirement") or "")
        return Reason(
            edit["reason"],
            requirement,
            tuple(found.values())[:_MOST_EVIDENCE],
            stated,
        )

    def evidence_at(self, path: str | None) -> tuple[Support, ...]:
        """What the truth gate holds for the claims at a place of the document."""
        if path is None:
            return ()
        found = {
            (evidence.path, evidence.quote): Support(path=evidence.path, quote=evidence.quote)
            for claim in self._grounds.report.claims
            if _within(claim.path, path)
            for evidence in claim.evidence
        }
        return tuple(found.values())[:_MOST_EVIDENCE]

    def is_stated_by_you(self, path: str | None) -> bool:
        return (
            self._grounds.by_user
            and path is not None
            and any(_within(finding.path, path) for finding in self._grounds.report.findings)
        )

    def _edit(
        self, kind: ChangeKind, source_path: str | None, path: str | None, after: str | None
    ) -> Mapping[str, Any] | None:
        if kind is ChangeKind.ADDED:
            return self._added.get((_list_of(path or ""), _plain(after)))
        operation = _OPERATIONS.get(kind, "remove")
        edits = self._edits.get((operation, source_path or ""), ())
        if kind is ChangeKind.REWORDED:
            return next((e for e in edits if _plain(e["text"]) == _plain(after)), None)
        return edits[0] if edits else None


def _plain(text: Any) -> str:
    return " ".join(str(text or "").split()).casefold()


def _list_of(path: str) -> str:
    return path[: path.rindex("[")] if path.endswith("]") else path


def _within(place: str, path: str) -> bool:
    return place == path or place.startswith((f"{path}.", f"{path}["))
