"""Agents: one LangGraph graph each that makes one document, the same for every engine."""
