"""What is taken out of a posting's text before anybody reads it.

Postings are untrusted. The readers drop what a page hides by layout; characters that no person can
see may still stand in submitted plain text, and what everybody sees may be meant for a model. Both
go here, for every engine.
"""

from __future__ import annotations

import re

from copilot.agents.injections import posting_without_orders
from copilot.domain.posting import Posting

_INVISIBLE = re.compile(
    "["
    "\u00ad"  # soft hyphen
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # joiners and fillers without a glyph
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f"  # zero width, direction marks and overrides
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"  # tags and variation selectors: text that no font shows
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    "]+"
)


def visible_text(text: str) -> str:
    """The text without characters that no person sees."""
    return _INVISIBLE.sub("", text)


def posting_for_engines(posting: Posting) -> Posting:
    """The posting as a person sees it, without what is said to machines."""
    changes = {
        "title": visible_text(posting.title),
        "company": visible_text(posting.company) if posting.company else posting.company,
        "locations": tuple(visible_text(place) for place in posting.locations),
        "description": visible_text(posting.description),
    }
    return posting_without_orders(posting.model_copy(update=changes))


def readable_posting(posting: Posting) -> str:
    """Title, company, places and description: what the truth gate may take facts about the
    employer from."""
    parts = [posting.title, posting.company or "", ", ".join(posting.locations)]
    return "\n".join([part for part in parts if part] + [posting.description])
