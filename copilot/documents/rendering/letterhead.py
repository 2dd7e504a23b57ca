"""A cover letter as it is laid out: the sender's head, date, recipient, text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from copilot.documents.rendering.elements import Head
from copilot.documents.rendering.head import head_of
from copilot.documents.rendering.printable import paragraphs, printable
from copilot.documents.rendering.wording import Wording
from copilot.domain.letter import CoverLetter
from copilot.domain.resume import Basics


@dataclass(frozen=True, slots=True)
class LetterOutline:
    title: str
    """Of the document, for its properties."""
    language: str
    date: date
    written: str
    """The date as it stands in the letter."""
    head: Head
    recipient: str
    subject: str
    salutation: str
    paragraphs: tuple[str, ...]
    closing: str
    signature: str


def letter_outline(letter: CoverLetter, sender: Basics, words: Wording, day: date) -> LetterOutline:
    head = head_of(sender, words)
    subject, recipient = printable(letter.subject), printable(letter.recipient)
    name = head.name or printable(letter.signature)
    return LetterOutline(
        title=" – ".join(filter(None, (name, subject or recipient)))
        or printable(letter.salutation),
        language=words.language,
        date=day,
        written=words.letter_date(day),
        head=head,
        recipient=recipient,
        subject=subject,
        salutation=printable(letter.salutation),
        paragraphs=tuple(line for text in letter.paragraphs for line in paragraphs(text)),
        closing=printable(letter.closing),
        signature=printable(letter.signature),
    )
