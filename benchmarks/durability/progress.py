"""What a measurement says while it runs: to stderr, so that stdout holds the figures alone."""

from __future__ import annotations

import sys


def say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
