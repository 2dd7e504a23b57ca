"""Regular expressions from lists of ways to say one thing."""

from __future__ import annotations

import re


def any_of(*ways: str, match_case: bool = False) -> re.Pattern[str]:
    """Each way begins at the beginning of a word; where it ends is its own matter."""
    return re.compile(rf"\b(?:{'|'.join(ways)})", 0 if match_case else re.IGNORECASE)
