"""The job analyzer: what a posting asks for, each requirement with the posting's own words."""

from copilot.agents.job_analyzer.graph import ANALYZER_VERSION, analyze_posting

__all__ = ["ANALYZER_VERSION", "analyze_posting"]
