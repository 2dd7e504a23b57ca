"""Reads every posting and résumé of a data folder and says how much of it came out right.

    python -m benchmarks.intake --data DIR [--sample N]

Reading goes through the isolation, as in a worker; each posting that could be read is analysed by
the built-in engine. Folders are recognised by their form (see ``intake_postings`` and
``intake_resumes``); any subset may be there. Progress goes to stderr; the last line of stdout is
one JSON object with ``pages``, ``postings`` and ``resumes``. ``read_per_second`` is by the clock,
one document at a time; ``read_per_core_second`` by the processor time that reading took.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.intake_postings import measure_pages, measure_postings


def measure_resumes(data: Path, sample: int | None) -> dict[str, Any]:
    from benchmarks import intake_resumes

    return intake_resumes.measure_resumes(data, sample)


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the reading of postings and résumés.")
    parser.add_argument("--data", type=Path, required=True, help="folder with evaluation data")
    parser.add_argument("--sample", type=int, help="at most this many documents of each folder")
    parser.add_argument(
        "--only", choices=("pages", "postings", "resumes"), action="append", help="a part alone"
    )
    parser.add_argument("--failures", action="store_true", help="print each wrong field to stderr")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        print(f"{arguments.data} is not a folder", file=sys.stderr)
        return 2
    parts = arguments.only or ["pages", "postings", "resumes"]
    result: dict[str, Any] = {}
    if "pages" in parts:
        result["pages"] = measure_pages(arguments.data, arguments.failures)
    if "postings" in parts:
        result["postings"] = measure_postings(arguments.data, arguments.sample, arguments.failures)
    if "resumes" in parts:
        result["resumes"] = measure_resumes(arguments.data, arguments.sample)
    print(json.dumps(result, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
