"""How well résumés are read: ``python -m benchmarks.intake_resumes --data DIR [--sample N]``.

Reads ``resumes_*_pdf/**/*.pdf`` and ``match_vacancy_resume_docx/CV/*.docx``, and compares fields
with the annotations of ``resumes_ner_dataturks/*.jsonl``. Prints one JSON object as its last line.
"""

from __future__ import annotations

import argparse
import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.core_seconds import CoreSeconds
from copilot.documents.media import MediaType
from copilot.documents.resumes import ResumeReading, read_resume, warm_up
from copilot.errors import CopilotError

_DOCX_FOLDER = "match_vacancy_resume_docx/CV"
_SKILLS_HEADING = re.compile(r"(?im)^[^\n]{0,30}\b(?:skills|highlights)\b")
_LABELS = {
    "company": "Companies worked at",
    "designation": "Designation",
    "degree": "Degree",
    "college": "College Name",
    "skills": "Skills",
}


def measure_resumes(data: Path, sample: int | None) -> dict[str, Any]:
    """Counts over all résumé files below ``data``; every ``sample``-th share if it is given."""
    files = [
        *((path, MediaType.PDF) for path in sorted(data.glob("resumes_*_pdf/**/*.pdf"))),
        *((path, MediaType.DOCX) for path in sorted(data.glob(f"{_DOCX_FOLDER}/*.docx"))),
    ]
    files = _sampled(files, sample)
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    warm_up()
    started = time.perf_counter()
    core = CoreSeconds()
    for path, kind in files:
        counts["total"] += 1
        try:
            reading = read_resume(path.read_bytes(), kind)
        except CopilotError as error:
            counts["refused"] += 1
            reasons[error.code] += 1
            continue
        counts["read"] += 1
        counts.update(_found(reading))
    seconds = time.perf_counter() - started
    per_core_second = core.rate(counts["total"])
    keys = (
        "total", "read", "refused", "with_name_or_label", "with_work", "with_dated_work",
        "with_education", "with_skills", "text_has_education", "text_has_skills",
    )  # fmt: skip
    return {
        **{key: counts[key] for key in keys},
        "reasons": dict(reasons),
        "seconds": round(seconds, 2),
        "read_per_second": round(counts["total"] / seconds, 1) if seconds else None,
        "read_per_core_second": per_core_second,
        "ner": measure_fields(data, sample),
    }


def _sampled(items: list[Any], sample: int | None) -> list[Any]:
    if sample is None or sample >= len(items):
        return items
    step = len(items) / sample
    return [items[int(number * step)] for number in range(sample)]


def _found(reading: ResumeReading) -> list[str]:
    resume = reading.resume
    checks = {
        "with_name_or_label": bool(resume.basics.name or resume.basics.label),
        "with_work": bool(resume.work),
        "with_dated_work": any(entry.start_date for entry in resume.work),
        "with_education": bool(resume.education),
        "with_skills": any(skill.keywords or skill.name for skill in resume.skills),
        "text_has_education": bool(re.search(r"(?im)^\W*educations?\b", reading.text)),
        "text_has_skills": bool(_SKILLS_HEADING.search(reading.text)),
    }
    return [name for name, ok in checks.items() if ok]


def measure_fields(data: Path, sample: int | None) -> dict[str, Any]:
    """F1 by field: a value counts as right if it and an annotation hold each other, folded."""
    lines = [
        line
        for path in sorted(data.glob("resumes_ner_dataturks/*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    tallies = {field: Counter[str]() for field in _LABELS}
    for line in _sampled(lines, sample):
        record = json.loads(line)
        try:
            reading = read_resume(record["content"].encode(), MediaType.TEXT)
        except CopilotError:
            reading = None
        predicted = _predicted(reading) if reading is not None else {}
        for field, label in _LABELS.items():
            gold = _distinct(
                record["content"][start:end]
                for start, end, name in record["entities"]
                if name == label
            )
            _tally(tallies[field], gold, _distinct(predicted.get(field, ())))
    scores: dict[str, Any] = {field: _f1(tally) for field, tally in tallies.items()}
    scores["detail"] = {field: dict(tally) for field, tally in tallies.items()}
    scores["documents"] = len(_sampled(lines, sample))
    scores["mean_f1"] = round(sum(scores[field] for field in _LABELS) / len(_LABELS), 4)
    return scores


def _predicted(reading: ResumeReading) -> dict[str, list[str]]:
    resume = reading.resume
    return {
        "company": [w.name for w in resume.work if w.name],
        "designation": [
            *([resume.basics.label] if resume.basics.label else []),
            *(w.position for w in resume.work if w.position),
        ],
        "degree": [
            " ".join(filter(None, (e.study_type, e.area)))
            for e in resume.education
            if e.study_type or e.area
        ],
        "college": [e.institution for e in resume.education if e.institution],
        "skills": [
            word
            for skill in resume.skills
            for word in (skill.keywords or ((skill.name,) if skill.name else ()))
        ],
    }


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9+#]+", plain))


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(folded for value in values if (folded := _fold(value))))


def _overlaps(one: str, other: str) -> bool:
    """One holds the other word by word, or half of all their words are the same."""
    if f" {one} " in f" {other} " or f" {other} " in f" {one} ":
        return True
    left, right = set(one.split()), set(other.split())
    return len(left & right) >= 0.5 * len(left | right)


def _tally(tally: Counter[str], gold: list[str], predicted: list[str]) -> None:
    tally["gold"] += len(gold)
    tally["predicted"] += len(predicted)
    tally["found"] += sum(any(_overlaps(g, p) for p in predicted) for g in gold)
    tally["right"] += sum(any(_overlaps(p, g) for g in gold) for p in predicted)


def _f1(tally: Counter[str]) -> float:
    precision = tally["right"] / tally["predicted"] if tally["predicted"] else 0.0
    recall = tally["found"] / tally["gold"] if tally["gold"] else 0.0
    return round(2 * precision * recall / (precision + recall), 4) if precision + recall else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sample", type=int)
    arguments = parser.parse_args()
    print(json.dumps(measure_resumes(arguments.data, arguments.sample)))


if __name__ == "__main__":
    main()
