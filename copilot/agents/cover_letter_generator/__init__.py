"""The cover letter generator: one letter, grounded in the profile and the posting."""

from copilot.agents.cover_letter_generator.graph import LETTER_VERSION, write_letter

__all__ = ["LETTER_VERSION", "write_letter"]
