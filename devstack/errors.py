"""What the stack says when it cannot run."""

from __future__ import annotations


class StackError(Exception):
    """One sentence for the person at the keyboard: what is wrong and what to do about it."""
