"""The built-in engine: selects, orders and recombines what the profile and the posting say."""

from copilot.agents.extractive.engine import ExtractiveEngine

__all__ = ["ExtractiveEngine"]
