"""What a document says otherwise than the profile it was made from."""

from __future__ import annotations

from enum import StrEnum

from copilot.domain.values import Value


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    LEFT_OUT = "left_out"
    """Removed because the pages were full."""
    REWORDED = "reworded"
    REORDERED = "reordered"


class Fate(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


class Words(Value):
    """A stretch of a reworded text."""

    fate: Fate
    text: str


class Support(Value):
    """What stands behind a change."""

    path: str
    """Into the profile; a path that begins with ``posting`` into the posting."""
    quote: str
    """The words that stand there."""


class Change(Value):
    kind: ChangeKind
    section: str
    """The member of the document: ``work``, ``skills``; ``letter`` in a letter."""
    place: str
    """Where in the section, for a person: the entry's own title."""
    source_path: str | None = None
    """In the profile; None for what was added."""
    path: str | None = None
    """In the document; None for what is gone."""
    before: str | None = None
    after: str | None = None
    words: tuple[Words, ...] = ()
    """Of a reworded text, in order."""
    moved_from: int | None = None
    """Of what was reordered: its place in the profile's list, counted from 1."""
    moved_to: int | None = None
    reason: str | None = None
    requirement: str | None = None
    """What the posting asks for that the change serves, in the posting's words."""
    evidence: tuple[Support, ...] = ()
    stated_by_you: bool = False
    """The user wrote it, and the profile does not say it."""


class Comparison(Value):
    changes: tuple[Change, ...]
    """In the order of the document."""
    unchanged: int
    """Texts that stand as the profile states them."""
