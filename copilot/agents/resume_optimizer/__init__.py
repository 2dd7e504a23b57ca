"""The résumé optimizer: edits to the profile's résumé for one posting, never a rewrite."""

from copilot.agents.resume_optimizer.graph import OPTIMIZER_VERSION, optimize_resume

__all__ = ["OPTIMIZER_VERSION", "optimize_resume"]
