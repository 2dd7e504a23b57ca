"""Job postings in: from a page, a text or a site's public JSON to a ``Posting``."""

from copilot.documents.postings.fingerprints import fingerprint, same_posting
from copilot.documents.postings.reading import PARSER_VERSION, read_posting

__all__ = ["PARSER_VERSION", "fingerprint", "read_posting", "same_posting"]
