"""A made document beside the profile it was made from."""

from copilot.documents.comparison.letters import compare_letter
from copilot.documents.comparison.reasons import Grounds, Reasons
from copilot.documents.comparison.resumes import compare_resumes

__all__ = ["Grounds", "Reasons", "compare_letter", "compare_resumes"]
