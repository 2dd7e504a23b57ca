"""The engine that asks chat models."""

from copilot.agents.chat.engine import ChatEngine

__all__ = ["ChatEngine"]
