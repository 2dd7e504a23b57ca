"""Documents out: résumé and letter as PDF, DOCX, plain text, Markdown and JSON."""

from copilot.documents.rendering.coverage import undrawable_characters
from copilot.documents.rendering.documents import measure_resume, render_letter, render_resume
from copilot.documents.rendering.elements import Extent
from copilot.documents.rendering.fitting import Fit, fewest_cuts
from copilot.documents.rendering.formats import (
    RENDERER_VERSION,
    DocumentFormat,
    Paper,
    Template,
)

__all__ = [
    "RENDERER_VERSION",
    "DocumentFormat",
    "Extent",
    "Fit",
    "Paper",
    "Template",
    "fewest_cuts",
    "measure_resume",
    "render_letter",
    "render_resume",
    "undrawable_characters",
]
