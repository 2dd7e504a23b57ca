"""Refuses documents that carry programs: macros, embedded objects, scripts that run on opening.

Nothing of them would run here. But a résumé has no use for them, and a file that was made to do
harm is not one to read a person's history from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pypdfium2

from copilot.errors import UnsupportedMedia

_PROGRAM_PART = re.compile(
    r"(?:^|/)(?:vba\w*\.(?:bin|xml)|activex/|oleobject\w*\.bin|embeddings/[^/]+\.(?:exe|bin|js|vbs"
    r"|scr|bat|cmd|ps1|jar|docm|xlsm|pptm)$)",
    re.IGNORECASE,
)
_PROGRAM_FILE = re.compile(
    r"\.(?:exe|dll|com|scr|bat|cmd|ps1|vbs?|vbe|jse?|wsf|hta|jar|msi|lnk|docm|xlsm|pptm|dotm)$",
    re.IGNORECASE,
)
_RUNS = re.compile(rb"/S\s*/(?:JavaScript|Launch)\b")
_ON_ITS_OWN = re.compile(rb"/(?:OpenAction|AA)\b|/Names\s*<<[^>]*/JavaScript\b")
_MOST_ATTACHMENTS = 100


def refuse_active_parts(names: Iterable[str]) -> None:
    """Raises UnsupportedMedia if a part of a DOCX, by its name, is a program."""
    if any(_PROGRAM_PART.search(name) for name in names):
        raise UnsupportedMedia(
            "The Word document holds macros or an embedded program. Save it as DOCX without them, "
            "or as PDF, and upload that."
        )


def refuse_active_pdf(content: bytes, document: pypdfium2.PdfDocument) -> None:
    """Raises UnsupportedMedia for a PDF that starts a program or script, or has one attached."""
    count = document.count_attachments()
    names = (
        document.get_attachment(index).get_name() for index in range(min(count, _MOST_ATTACHMENTS))
    )
    if any(_PROGRAM_FILE.search(name.strip()) for name in names):
        raise UnsupportedMedia(
            "A program is attached to the PDF. Print the résumé to a new PDF and upload that."
        )
    if _RUNS.search(content) and _ON_ITS_OWN.search(content):
        raise UnsupportedMedia(
            "The PDF runs a script when it is opened. Print it to a new PDF and upload that."
        )
