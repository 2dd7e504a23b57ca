"""What a résumé may cost to read."""

from __future__ import annotations

MAX_PAGES = 50
MAX_CHARACTERS = 400_000
"""About 150 dense pages."""
MAX_LINES = 8_000
MAX_UNPACKED_BYTES = 80 * 1024 * 1024
"""Of all parts of a DOCX together."""
MAX_PART_BYTES = 20 * 1024 * 1024
"""Of one XML part of a DOCX; the parsed tree takes about ten times as much."""
MAX_PARTS = 2_000
MAX_ELEMENTS = 400_000
"""XML elements in one part."""
