"""``python -m copilot.grounding < cases.jsonl``: one verdict a line, in the order of the cases.

Each line: ``{"id", "profile": {JSON Resume}, "posting": "text" (optional), "document": {JSON
Resume} or "cover_letter": "text"}``. A line that cannot be judged gives an error line; the rest
goes on, and the exit code is 1.
"""

from __future__ import annotations

import json
import sys
from typing import Any, TextIO

from copilot.domain.resume import Resume
from copilot.errors import InvalidInput
from copilot.grounding.gate import check_letter, check_resume


def judge(line: str) -> dict[str, Any]:
    """The verdict on one case. Raises InvalidInput, or ValueError for what is not JSON."""
    case = json.loads(line)
    if not isinstance(case, dict):
        raise InvalidInput("A case is a JSON object.")
    posting = case.get("posting")
    if posting is not None and not isinstance(posting, str):
        raise InvalidInput("“posting” must be text.")
    profile = Resume.from_json(case.get("profile"))
    if isinstance(case.get("cover_letter"), str):
        report = check_letter(case["cover_letter"], profile, posting)
    elif "document" in case:
        report = check_resume(Resume.from_json(case["document"]), profile, posting)
    else:
        raise InvalidInput("A case needs a “document” (JSON Resume) or a “cover_letter” (text).")
    return {
        "id": case.get("id"),
        "verdict": report.verdict.value,
        "findings": [f.model_dump(mode="json") for f in report.findings],
    }


def run(source: TextIO, sink: TextIO) -> int:
    """Judge each line; 0 if all could be judged."""
    failed = 0
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        try:
            answer = judge(line)
        except InvalidInput as error:
            failed = 1
            answer = {"id": _id_of(line), "line": number, "error": error.as_problem()}
        except ValueError:
            failed = 1
            answer = {
                "id": None,
                "line": number,
                "error": InvalidInput("This line is not valid JSON.").as_problem(),
            }
        sink.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sink.flush()
    return failed


def _id_of(line: str) -> object:
    case = json.loads(line)
    return case.get("id") if isinstance(case, dict) else None


if __name__ == "__main__":
    sys.exit(run(sys.stdin, sys.stdout))
