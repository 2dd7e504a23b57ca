"""How long a document takes: setting it in each template and format, and fitting it on its pages.

    python -m benchmarks.rendering [--rounds N] [--data DIR]

The people are those of examples/ and one with a career of twenty-five years, each in many versions
(a figure differs), so that nothing is set twice. With ``--data`` the résumés of the folder's
``resumes_*_pdf`` are fitted and set, too, as many as there are rounds. Prints one JSON object last:

``formats``   template → format → ``p50_ms``, ``p95_ms``, ``cpu_p50_ms`` for one résumé
``letters``   the same for a letter
``fitting``   choosing what stands on the pages, where not everything does: ``p50_ms``, ``p95_ms``,
              ``measured_p50`` (layouts made), ``left_out_p50``
``document``  all that a run does for a résumé: fitted, as PDF and as DOCX

Wall-clock figures of a busy machine say little; ``cpu_p50_ms`` counts what the process itself used.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from copilot.agents.contracts import DraftRequest, TailoredResume
from copilot.agents.extractive import ExtractiveEngine
from copilot.agents.job_analyzer import analyze_posting
from copilot.agents.resume_optimizer import fit_to_pages, optimize_resume
from copilot.documents.postings import read_posting
from copilot.documents.rendering import (
    DocumentFormat,
    Extent,
    Template,
    measure_resume,
    render_letter,
    render_resume,
)
from copilot.documents.resumes import read_resume
from copilot.domain.letter import CoverLetter, Tone
from copilot.domain.match import Match
from copilot.domain.profile import Weights
from copilot.domain.resume import Resume
from copilot.errors import CopilotError

_EXAMPLES = Path(__file__).parent.parent / "examples"
_DAY = date(2026, 3, 2)

V = TypeVar("V")


@dataclass(slots=True)
class Times:
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def of(self, work: Callable[[], V]) -> V:
        began, used = time.perf_counter(), time.process_time()
        made = work()
        self.wall.append(1000 * (time.perf_counter() - began))
        self.cpu.append(1000 * (time.process_time() - used))
        return made

    def add(self, others: Times) -> None:
        self.wall += others.wall
        self.cpu += others.cpu

    def summary(self) -> dict[str, float]:
        return {
            "p50_ms": round(statistics.median(self.wall), 1),
            "p95_ms": round(percentile(self.wall, 0.95), 1),
            "cpu_p50_ms": round(statistics.median(self.cpu), 1),
        }


def percentile(values: list[float], share: float) -> float:
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, round(share * (len(ranked) - 1)))]


def people() -> list[Resume]:
    engineer, nurse = (
        Resume.from_json(json.loads((_EXAMPLES / name).read_text(encoding="utf-8")))
        for name in ("resume.json", "resume-nurse.json")
    )
    return [engineer, nurse, _long_career(engineer, nurse)]


def _long_career(*of: Resume) -> Resume:
    """Jobs over twenty-five years, from those of the others."""
    jobs = [job for person in of for job in person.work]
    work = tuple(
        jobs[n % len(jobs)].model_copy(
            update={"start_date": f"{2023 - 3 * n}-04", "end_date": f"{2026 - 3 * n}-03"}
        )
        for n in range(9)
    )
    return of[0].model_copy(update={"work": work})


def versions(resume: Resume) -> Iterator[Resume]:
    """The same résumé with another figure each time."""
    number = 0
    while True:
        number += 1
        summary = f"{resume.basics.summary or ''} Reference {number}."
        basics = resume.basics.model_copy(update={"summary": summary})
        yield resume.model_copy(update={"basics": basics})


def letters() -> Iterator[CoverLetter]:
    sentence = "I look after the stock of two warehouses and the people who count it each night."
    number = 0
    while True:
        number += 1
        yield CoverLetter(
            language="en",
            tone=Tone.PLAIN,
            salutation="Dear hiring team,",
            paragraphs=(f"Reference {number}.", *(" ".join([sentence] * 4) for _ in range(3))),
            closing="Kind regards,",
            signature="Robin Rehearsal",
            subject="Warehouse planner",
            recipient="Example Ltd",
        )


def formats(rounds: int) -> tuple[dict[str, Any], dict[str, Any]]:
    resumes: dict[str, Any] = {}
    written: dict[str, Any] = {}
    for template in Template:
        resumes[template.value], written[template.value] = {}, {}
        for format in DocumentFormat:
            of_resumes, of_letters = Times(), Times()
            streams = [versions(person) for person in people()]
            texts = letters()
            for n in range(rounds):
                resume, letter = next(streams[n % len(streams)]), next(texts)
                of_resumes.of(partial(render_resume, resume, format, template=template))
                sender = resume.basics
                of_letters.of(
                    partial(render_letter, letter, sender, format, template=template, date=_DAY)
                )
            resumes[template.value][format.value] = of_resumes.summary()
            written[template.value][format.value] = of_letters.summary()
    return resumes, written


class _CountingMeasure:
    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, resume: Resume) -> Extent:
        self.asked += 1
        return measure_resume(resume)


def fitting(candidates: list[DraftRequest]) -> tuple[dict[str, float], dict[str, float]]:
    """Of those that do not fit as they are; and of all, with their files."""
    engine = ExtractiveEngine()
    chosen, whole = Times(), Times()
    asked: list[int] = []
    left_out: list[int] = []
    for request in candidates:
        tailored = optimize_resume(request, engine)
        measure, one = _CountingMeasure(), Times()
        fit = partial(fit_to_pages, request, tailored, measure, pages=None, today=_DAY)
        fitted = whole.of(partial(_filed, partial(one.of, fit)))
        pages = fitted.provenance.pages
        if pages is not None and pages.left_out:
            chosen.add(one)
            asked.append(measure.asked)
            left_out.append(len(pages.left_out))
    if not asked:
        return {}, whole.summary()
    counts = {
        "resumes": len(asked),
        "measured_p50": statistics.median(asked),
        "left_out_p50": statistics.median(left_out),
    }
    return chosen.summary() | counts, whole.summary()


def _filed(fit: Callable[[], TailoredResume]) -> TailoredResume:
    """What a run does: fits the résumé, sets it as PDF and as DOCX."""
    fitted = fit()
    for format in (DocumentFormat.PDF, DocumentFormat.DOCX):
        render_resume(fitted.resume, format)
    return fitted


def requests(rounds: int, data: Path | None) -> list[DraftRequest]:
    """Candidates for the example's posting; the match is empty, so that words alone decide."""
    page = (_EXAMPLES / "posting.html").read_bytes()
    posting = read_posting(page, "text/html", url="https://careers.example/1")
    analysis = analyze_posting(posting, ExtractiveEngine())
    match = Match(
        score=0,
        dimensions=(),
        requirements=(),
        weights=Weights(),
        encoder="none",
        matcher_version="none",
    )
    streams = [versions(person) for person in people()]
    profiles = [next(streams[n % len(streams)]) for n in range(rounds)]
    if data is not None:
        profiles += _read(data, rounds)
    return [
        DraftRequest(profile=profile, posting=posting, analysis=analysis, match=match)
        for profile in profiles
    ]


def _read(data: Path, count: int) -> list[Resume]:
    files = sorted(data.glob("resumes_*_pdf/**/*.pdf"))
    random.Random(1).shuffle(files)
    found: list[Resume] = []
    for file in files:
        if len(found) == count:
            break
        try:
            found.append(read_resume(file.read_bytes(), "application/pdf").resume)
        except CopilotError as refusal:
            sys.stderr.write(f"{file.name}: {refusal}\n")
    return found


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.rendering", description=__doc__)
    parser.add_argument("--rounds", type=int, default=30, help="documents for each figure")
    parser.add_argument("--data", type=Path, help="a folder with résumés of its own")
    chosen = parser.parse_args(arguments)
    for person in people():  # fonts and templates load once per process
        for format in DocumentFormat:
            render_resume(person, format)
    resumes, written = formats(chosen.rounds)
    fit, document = fitting(requests(chosen.rounds, chosen.data))
    print(
        json.dumps({"formats": resumes, "letters": written, "fitting": fit, "document": document})
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
