"""Recognises that a posting was submitted before: from another site, or put up again later."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice

from sqlalchemy.orm import Session

from copilot.database.models import PostingRow
from copilot.database.repositories.postings import lookalikes
from copilot.documents.postings import fingerprint, same_posting
from copilot.domain.posting import Posting, Signal

_AGAIN_AFTER = timedelta(days=7)
"""Dates of one posting on two sites differ by days; a posting that was put up again, by weeks."""


def link_to_its_like(session: Session, row: PostingRow, posting: Posting) -> Posting:
    """Link ``row`` and the user's other postings that are the same one to the first of them.

    Returns ``posting``, with a signal if the same one was put up before.
    """
    row.fingerprint = fingerprint(posting)
    alike = [
        (other, seen)
        for other in lookalikes(session, row, posting.canonical_url)
        if same_posting(seen := Posting.model_validate(other.parsed), posting)
    ]
    first = min([row.id, *(other.canonical_id or other.id for other, _ in alike)])
    row.canonical_id = None if first == row.id else first
    for other, _ in alike:
        other.canonical_id = None if other.id == first else first
    signal = _put_up_again(posting, [seen for _, seen in alike])
    return posting.model_copy(update={"signals": (*posting.signals, signal)}) if signal else posting


def _put_up_again(posting: Posting, alike: list[Posting]) -> Signal | None:
    """By the dates on the postings, not by when the user came across them."""
    if posting.date_posted is None:
        return None
    before = sorted(
        {
            seen.date_posted
            for seen in alike
            if seen.date_posted and posting.date_posted - seen.date_posted >= _AGAIN_AFTER
        }
    )
    if not before:
        return None
    dates = ", ".join(day.isoformat() for day in islice(before, 3))
    return Signal(
        code="reposted",
        message=f"The same posting was up before, dated {dates}. It may be hard to fill, or not "
        "meant to be filled.",
    )
