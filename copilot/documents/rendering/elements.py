"""What a résumé is made of on paper: head, sections, entries, facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Piece:
    """A short text with the address it links to."""

    text: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    name: str
    label: str
    contacts: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One job, degree, project …"""

    title: str
    organisation: str = ""
    place: str = ""
    dates: str = ""
    address: Piece | None = None
    paragraphs: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """Secondary lines below the bullets: courses, grade, keywords."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the form *label: detail*; either may be empty."""

    label: str
    detail: str


@dataclass(frozen=True, slots=True)
class Section:
    kind: str
    """The member of the JSON Resume document it shows."""
    heading: str
    paragraphs: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    title: str
    """Of the document, for its properties."""
    language: str
    date: date
    head: Head
    sections: tuple[Section, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much room a document takes on paper."""

    pages: int
    last_page: float
    """The filled share of the last page's height between its margins, 0 to 1."""

    @property
    def height(self) -> float:
        """In pages."""
        return self.pages - 1 + self.last_page
