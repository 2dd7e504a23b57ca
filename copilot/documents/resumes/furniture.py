"""What stands on every page and tells nothing: page numbers, repeated headers and footers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.documents.resumes.folding import words_of
from copilot.documents.resumes.rows import Row

_MOST_ROWS = 4
"""Lines of a header or footer."""
_SAME_HEIGHT = 4.0
"""Points."""
_TOP_ROWS = 8
"""Where the name and what it is known by stand on the first page."""
_PAGE = r"(?:page|pg\.?|seite|strona|str\.|página|pagina|pag\.|pág\.|p\.|side|sida|стр\.?)"
_OF = r"(?:/|\||of|von|z|ze|de|sur|di|van|av|af|из)"
_NUMBER = re.compile(
    rf"(?i)(?:^|(?<=[\s|·•–—-]))(?:{_PAGE}\s*(?P<said>\d{{1,3}})(?:\s*{_OF}\s*\d{{1,3}})?"
    rf"|(?P<counted>\d{{1,3}})\s*{_OF}\s*\d{{1,3}}|[-–—]?\s*(?P<bare>\d{{1,3}})\s*[-–—]?)$"
)
_SAID = re.compile(rf"(?i)\W*{_PAGE}\s*\d{{1,3}}(?:\s*{_OF}\s*\d{{1,3}})?\W*")
_COUNTED = re.compile(rf"(?i)\W*(?:{_PAGE}\s*)?\d{{1,3}}(?:\s*{_OF}\s*\d{{1,3}})?\W*")


def is_page_number(text: str, *, in_footer: bool = False) -> bool:
    """Whether ``text`` says on which page it stands; in a footer the number alone does."""
    return bool((_COUNTED if in_footer else _SAID).fullmatch(text))


def without_furniture(pages: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """The rows of each page without page numbers; of repeated ones one."""
    known = {word for page in pages[:1] for row in page[:_TOP_ROWS] for word in words_of(row.text)}
    kept: list[list[Row]] = []
    for number, rows in enumerate(pages):
        # The first of the same headers stays, and the last of the same footers unless it says
        # only what the first page begins with.
        before = _edges(pages, {0, number - 2, number - 1} & set(range(number)))
        after = _edges(pages, {number + 1, number + 2, len(pages) - 1}
                       & set(range(number + 1, len(pages))))  # fmt: skip
        top = _length(list(rows), before, known, len(pages))
        foot = [*after, *(row for row in before if known.issuperset(words_of(row.text)))]
        bottom = _length(list(reversed(rows[top:])), foot, known, len(pages))
        left = list(rows[top : len(rows) - bottom])
        kept.append([_without_number(row) for row in left] if len(pages) > 1 else left)
    return kept


def _without_number(row: Row) -> Row:
    """A cell that says "Page 1" beside a name goes, the name stays."""
    last = row.segments[-1].text
    if len(row.segments) > 1 and is_page_number(last) and str(row.page) in re.findall(r"\d+", last):
        return Row(row.page, row.y, row.segments[:-1])
    return row


def _edges(pages: Sequence[Sequence[Row]], numbers: set[int]) -> list[Row]:
    return [
        row
        for number in sorted(numbers)
        for row in (*pages[number][:_MOST_ROWS], *pages[number][-_MOST_ROWS:])
    ]


def _length(rows: list[Row], others: Sequence[Row], known: set[str], pages: int) -> int:
    """How many of the first rows are furniture."""
    for index, row in enumerate(rows[:_MOST_ROWS]):
        if not (_repeats(row, others) or _is_numbering(row, known, pages)):
            return index
    return min(len(rows), _MOST_ROWS)


def _repeats(row: Row, others: Sequence[Row]) -> bool:
    """Whether it stands on another page at the same height, but for the number of the page."""
    text = _blind(row)
    return any(abs(other.y - row.y) < _SAME_HEIGHT and _blind(other) == text for other in others)


def _blind(row: Row) -> str:
    return re.sub(rf"\b{row.page}\b", "#", row.text)


def _is_numbering(row: Row, known: set[str], pages: int) -> bool:
    """The number of this page, with nothing beside it but what the first page begins with."""
    match = _NUMBER.search(row.text.strip())
    if match is None:
        return False
    said = match["said"] or match["counted"] or match["bare"]
    if int(said) != row.page or (match["bare"] and pages == 1):
        return False
    rest = words_of(row.text.strip()[: match.start()])
    return all(word in known for word in rest) and (row.page > 1 or not rest)
