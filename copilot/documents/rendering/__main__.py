"""Render a JSON Resume file: ``python -m copilot.documents.rendering resume.json resume.pdf``.

The suffix of the target (.pdf, .docx, .txt, .md, .json) chooses the format.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from copilot.documents.rendering import DocumentFormat, Paper, Template, render_resume
from copilot.domain.resume import Resume
from copilot.errors import InvalidInput

_FORMATS = {format.suffix: format for format in DocumentFormat}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="copilot.documents.rendering", description=__doc__)
    parser.add_argument("source", type=Path, help="a JSON Resume file")
    parser.add_argument("target", type=Path, help="the file to write")
    parser.add_argument("--template", type=Template, choices=list(Template), default="classic")
    parser.add_argument("--paper", type=Paper, choices=list(Paper), default="a4")
    parser.add_argument("--language", default="en", help="of the résumé: en, de, pl, …")
    chosen = parser.parse_args(arguments)
    format = _FORMATS.get(chosen.target.suffix.lower())
    if format is None:
        parser.error(f"the target must end in one of {', '.join(_FORMATS)}")
    try:
        resume = Resume.from_json(json.loads(chosen.source.read_text(encoding="utf-8")))
        document = render_resume(
            resume,
            format,
            template=Template(chosen.template),
            paper=Paper(chosen.paper),
            language=chosen.language,
        )
        chosen.target.write_bytes(document)
    except (OSError, ValueError, InvalidInput) as fault:
        sys.stderr.write(f"{chosen.source}: {fault}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
