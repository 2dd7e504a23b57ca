"""The résumé optimizer: edits to the profile's résumé for one posting, never a rewrite."""

from copilot.agents.resume_optimizer.graph import OPTIMIZER_VERSION, optimize_resume
from copilot.agents.resume_optimizer.page_limit import fit_to_pages

__all__ = ["OPTIMIZER_VERSION", "fit_to_pages", "optimize_resume"]
