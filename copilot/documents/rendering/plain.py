"""Plain text and Markdown: complete, in order, ready to paste into a form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from copilot.documents.rendering.elements import Entry, Head, Outline, Piece, Section
from copilot.documents.rendering.letterhead import LetterOutline

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~$])")
_MARKDOWN_AT_START = re.compile(r"^(#{1,6}(?=\s|$)|[-+=](?=\s|$|[-=])|\d+(?=[.)]))")


def resume_text(outline: Outline) -> str:
    head = outline.head
    lines = [line for line in (head.name, head.label) if line]
    lines += [piece.text for piece in head.contacts]
    for section in outline.sections:
        lines += ["", section.heading.upper(), "-" * len(section.heading.upper())]
        lines += _section_text(section)
    return "\n".join(lines).strip() + "\n"


def _section_text(section: Section) -> Iterator[str]:
    yield from section.paragraphs
    for fact in section.facts:
        yield ": ".join(filter(None, (fact.label, fact.detail)))
    for number, entry in enumerate(section.entries):
        if number:
            yield ""
        yield entry.title
        yield from filter(None, (_affiliation(entry, lambda piece: piece.text), entry.dates))
        yield from entry.paragraphs
        yield from (f"- {bullet}" for bullet in entry.bullets)
        yield from entry.notes


def resume_markdown(outline: Outline) -> str:
    blocks = _head_markdown(outline.head)
    for section in outline.sections:
        blocks.append(f"## {_escaped(section.heading)}")
        blocks += [_escaped(text) for text in section.paragraphs]
        if section.facts:
            blocks.append(
                "\n".join(
                    "- "
                    + ": ".join(
                        filter(
                            None,
                            (
                                f"**{_escaped(fact.label)}**" if fact.label else "",
                                _escaped(fact.detail),
                            ),
                        )
                    )
                    for fact in section.facts
                )
            )
        for entry in section.entries:
            blocks += _entry_markdown(entry)
    return "\n\n".join(blocks).strip() + "\n"


def _entry_markdown(entry: Entry) -> Iterator[str]:
    yield f"### {_escaped(entry.title)}"
    affiliation = _affiliation(entry, _link_markdown, _escaped)
    yield from filter(None, (affiliation, f"*{_escaped(entry.dates)}*" if entry.dates else ""))
    yield from map(_escaped, entry.paragraphs)
    if entry.bullets:
        yield "\n".join(f"- {_escaped(bullet)}" for bullet in entry.bullets)
    yield from map(_escaped, entry.notes)


def letter_text(letter: LetterOutline) -> str:
    head = letter.head
    sender = [line for line in (head.name, head.label) if line]
    sender += [piece.text for piece in head.contacts]
    blocks = ["\n".join(sender), letter.recipient, letter.written, letter.subject]
    blocks += [letter.salutation, *letter.paragraphs, letter.closing, letter.signature]
    return "\n\n".join(filter(None, blocks)) + "\n"


def letter_markdown(letter: LetterOutline) -> str:
    blocks = _head_markdown(letter.head)
    blocks += [_escaped(letter.recipient), _escaped(letter.written)]
    blocks.append(f"**{_escaped(letter.subject)}**" if letter.subject else "")
    blocks += map(
        _escaped, (letter.salutation, *letter.paragraphs, letter.closing, letter.signature)
    )
    return "\n\n".join(filter(None, blocks)) + "\n"


def _head_markdown(head: Head) -> list[str]:
    blocks = []
    if head.name:
        blocks.append(f"# {_escaped(head.name)}")
    if head.label:
        blocks.append(f"**{_escaped(head.label)}**")
    if head.contacts:
        blocks.append("\n".join(f"- {_link_markdown(piece)}" for piece in head.contacts))
    return blocks


def _affiliation(
    entry: Entry,
    shown: Callable[[Piece], str],
    escaped: Callable[[str], str] = lambda text: text,
) -> str:
    return " · ".join(
        filter(
            None,
            (
                escaped(entry.organisation),
                escaped(entry.place),
                shown(entry.address) if entry.address else "",
            ),
        )
    )


def _link_markdown(piece: Piece) -> str:
    if piece.address is None:
        return _escaped(piece.text)
    address = re.sub(r"[()<>\\]", lambda match: f"%{ord(match[0]):02X}", piece.address)
    return f"[{_escaped(piece.text)}]({address})"


def _escaped(text: str) -> str:
    """The text as Markdown that shows it literally."""
    safe = _MARKDOWN.sub(r"\\\1", text)
    return _MARKDOWN_AT_START.sub(
        lambda match: match[1] + "\\" if match[1].isdigit() else "\\" + match[1], safe
    )
