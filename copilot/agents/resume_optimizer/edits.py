"""Edits to a profile's résumé: which are allowed, and what they make of it.

All paths name places in the profile's document, whatever the other edits do. Text may change in
prose and in lists of skills; employers, positions, dates, education and contact data may not.
``move`` and ``add`` say the place in the finished list; what is not named fills the places between
in its own order. Nothing moves from one entry to another: a figure earned in one job must not
stand under the next.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from copilot.agents.contracts import ResumeEdit
from copilot.domain.claims import Finding
from copilot.domain.resume import Resume

_LINES = r"(?:work|volunteer|projects)\[\d+\]\.highlights\[\d+\]"
_KEYWORD = r"skills\[\d+\]\.keywords\[\d+\]"
_PROSE = r"basics\.summary|(?:work|volunteer|projects)\[\d+\]\.summary|projects\[\d+\]\.description"
_LISTED = r"(?:skills|projects|certificates|awards|publications|interests)\[\d+\]"

_ALLOWED = {
    "replace": re.compile(rf"{_PROSE}|basics\.label|{_LINES}|{_KEYWORD}"),
    "add": re.compile(rf"{_PROSE}|{_LINES}|{_KEYWORD}|skills\[\d+\]"),
    "remove": re.compile(
        rf"{_PROSE}|basics\.label|{_LINES}|{_KEYWORD}|{_LISTED}|references\[\d+\]"
    ),
    "move": re.compile(rf"{_LINES}|{_KEYWORD}|{_LISTED}"),
}
_STEP = re.compile(r"([A-Za-z]+)|\[(\d+)\]")
_SKILL_ENTRY = re.compile(r"skills\[\d+\]")
MAX_TEXT = 2000


@dataclass(frozen=True, slots=True)
class AppliedEdits:
    document: Resume
    edits: tuple[ResumeEdit, ...]
    """Those that took part; refused ones are not among them."""
    refused: tuple[Finding, ...]
    """One for each edit that is not allowed or fits no place."""
    orders: dict[str, tuple[int | ResumeEdit, ...]]
    """For each list that changed: what stands at each place now, an index into the profile's list
    or the edit that added it."""

    def edits_behind(self, path: str) -> tuple[ResumeEdit, ...]:
        """The edits that made what stands at a path of the finished document."""
        origin, added = self._origin(path)
        if added is not None:
            return (added,)
        written = [e for e in self.edits if e.operation in ("replace", "add") and e.path == origin]
        if written:
            return tuple(written)
        return tuple(e for e in self.edits if e.path == origin or _within(e.path, origin))

    def profile_path(self, path: str) -> str:
        """The place in the profile that a path of the finished document goes back to."""
        origin, added = self._origin(path)
        return added.path if added is not None else origin

    def source_of(self, path: str) -> str | None:
        """The place in the profile that a path of the finished document was taken from; None if an
        edit wrote it where the profile has nothing."""
        origin, added = self._origin(path)
        if added is not None:
            return None
        wrote = any(e.operation == "add" and e.path == origin for e in self.edits)
        return None if wrote and not _in_list(origin) else origin

    def _origin(self, path: str) -> tuple[str, ResumeEdit | None]:
        walked = ""
        for name, index in _STEP.findall(path):
            if name == "sentences":
                break
            if name:
                walked = f"{walked}.{name}" if walked else name
                continue
            order = self.orders.get(walked)
            place = int(index)
            if order is not None and place < len(order):
                source = order[place]
                if isinstance(source, ResumeEdit):
                    return walked, source
                place = source
            walked = f"{walked}[{place}]"
        return walked, None


def apply_edits(profile: Resume, edits: Sequence[ResumeEdit]) -> AppliedEdits:
    """The profile with the edits that are allowed; the others are refused, each with a reason."""
    document = profile.to_json()
    used: list[ResumeEdit] = []
    refused: list[Finding] = []
    for edit in edits:
        fault = _fault(document, edit, used)
        if fault is None:
            used.append(edit)
        else:
            refused.append(
                Finding(path=edit.path, category="edit", words=edit.text or "", reason=fault)
            )
    changed = copy.deepcopy(document)
    for edit in used:
        if edit.operation == "replace" or (edit.operation == "add" and not _in_list(edit.path)):
            _put(changed, edit.path, edit.text)
        elif edit.operation == "remove" and not _in_list(edit.path):
            _put(changed, edit.path, None)
    orders = _reorder(changed, used)
    return AppliedEdits(Resume.from_json(changed), tuple(used), tuple(refused), orders)


def leave_out(applied: AppliedEdits, removals: Sequence[ResumeEdit]) -> tuple[ResumeEdit, ...]:
    """The edits that make the same document without the removals' places in the profile; all else
    keeps its words and its order."""
    gone = {removal.path for removal in removals}

    def is_gone(path: str) -> bool:
        return path in gone or any(_within(path, place) for place in gone)

    kept = [
        edit
        for edit in applied.edits
        if not is_gone(_list_of(edit.path)) and (_is_added(edit) or not is_gone(edit.path))
    ]
    places = {}
    for path, order in applied.orders.items():
        left = [s for s in order if isinstance(s, ResumeEdit) or not is_gone(f"{path}[{s}]")]
        for place, source in enumerate(left):
            key = source if isinstance(source, ResumeEdit) else f"{path}[{source}]"
            places[key] = f"{path}[{place}]"
    moved = [
        edit.model_copy(update={"path": places[edit]})
        if _is_added(edit)
        else edit.model_copy(update={"to": places[edit.path]})
        if edit.operation == "move"
        else edit
        for edit in kept
    ]
    outermost = [r for r in removals if not any(_within(r.path, place) for place in gone)]
    return (*moved, *outermost)


def _is_added(edit: ResumeEdit) -> bool:
    return edit.operation == "add" and _in_list(edit.path)


def may(operation: str, path: str) -> bool:
    """Whether an edit of this kind is allowed at a place, whatever stands there."""
    return _ALLOWED[operation].fullmatch(path) is not None


def _fault(document: dict[str, Any], edit: ResumeEdit, before: list[ResumeEdit]) -> str | None:
    """Why an edit cannot be made; None if it can."""
    if not may(edit.operation, edit.path):
        return f"{edit.operation} is not allowed at this place"
    here = _get(document, edit.path)
    if edit.operation in ("replace", "add"):
        if not (edit.text or "").strip():
            return "the edit states no text"
        if len(edit.text or "") > MAX_TEXT:
            return f"the text is longer than {MAX_TEXT} characters"
    if edit.operation == "add":
        if not _in_list(edit.path) and here:
            return "something stands here already: replace it"
        if _in_list(edit.path) and _get(document, _parent_entry(edit.path)) is None:
            return "the profile has no such entry"
    elif here is None:
        return "the profile has nothing at this place"
    if edit.operation == "move":
        if edit.to is None or _list_of(edit.to) != _list_of(edit.path):
            return "an entry moves within its own list only"
        entries = _get(document, _list_of(edit.path))
        if _index(edit.to) >= len(entries):
            return "the list has no such place"
    for other in before:
        if other.path == edit.path and {other.operation, edit.operation} != {"replace", "move"}:
            if _in_list(edit.path) and "add" in (other.operation, edit.operation):
                continue
            return "another edit changes the same place"
        if edit.operation == other.operation == "move" and other.to == edit.to:
            return "another edit moves an entry to the same place"
    return None


def _reorder(
    document: dict[str, Any], used: list[ResumeEdit]
) -> dict[str, tuple[int | ResumeEdit, ...]]:
    lists: dict[str, list[ResumeEdit]] = {}
    for edit in used:
        if _in_list(edit.path) and edit.operation != "replace":
            lists.setdefault(_list_of(edit.path), []).append(edit)
    orders: dict[str, tuple[int | ResumeEdit, ...]] = {}
    # The inner lists first: their paths are the profile's, before the outer ones move.
    for path in sorted(lists, key=lambda p: -p.count("[")):
        orders[path] = _order(len(_get(document, path) or ()), lists[path])
        entries = _get(document, path) or []
        fresh = [
            _entry(source) if isinstance(source, ResumeEdit) else entries[source]
            for source in orders[path]
        ]
        _put(document, path, fresh)
    return orders


def _order(length: int, edits: list[ResumeEdit]) -> tuple[int | ResumeEdit, ...]:
    gone = {_index(e.path) for e in edits if e.operation == "remove"}
    placed: dict[int, list[int | ResumeEdit]] = {}
    for edit in edits:
        if edit.operation == "move" and edit.to is not None:
            placed.setdefault(_index(edit.to), []).append(_index(edit.path))
        elif edit.operation == "add":
            placed.setdefault(_index(edit.path), []).append(edit)
    moved = {s for sources in placed.values() for s in sources if isinstance(s, int)}
    rest = [n for n in range(length) if n not in gone and n not in moved]
    order: list[int | ResumeEdit] = []
    while rest or placed:
        here = placed.pop(len(order), None)
        if here is None and not rest:
            here = placed.pop(min(placed))
        if here is not None:
            order.extend(here)
        else:
            order.append(rest.pop(0))
    return tuple(order)


def _entry(edit: ResumeEdit) -> Any:
    text = (edit.text or "").strip()
    return {"name": text} if _SKILL_ENTRY.fullmatch(edit.path) else text


def _in_list(path: str) -> bool:
    return path.endswith("]")


def _list_of(path: str) -> str:
    return path[: path.rindex("[")] if _in_list(path) else path


def _index(path: str) -> int:
    return int(path[path.rindex("[") + 1 : -1])


def _parent_entry(path: str) -> str:
    return _list_of(path).rpartition(".")[0]


def _within(path: str, origin: str) -> bool:
    return path.startswith((f"{origin}.", f"{origin}["))


def _get(document: Any, path: str) -> Any:
    """What stands at a path; None if nothing does."""
    node = document
    for name, index in _STEP.findall(path):
        if name:
            node = node.get(name) if isinstance(node, dict) else None
        else:
            node = node[int(index)] if isinstance(node, list) and int(index) < len(node) else None
        if node is None:
            return None
    return node


def _put(document: Any, path: str, value: Any) -> None:
    steps: list[str | int] = [name or int(index) for name, index in _STEP.findall(path)]
    node = document
    for step in steps[:-1]:
        node = node.setdefault(step, {}) if isinstance(node, dict) else node[step]
    node[steps[-1]] = value
