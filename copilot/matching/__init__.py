"""How a profile meets a posting."""

from copilot.matching.matcher import MATCHER_VERSION, match
from copilot.matching.texts import dimension_texts_for_posting, dimension_texts_for_profile

__all__ = [
    "MATCHER_VERSION",
    "dimension_texts_for_posting",
    "dimension_texts_for_profile",
    "match",
]
