"""What the built-in engine writes for real postings and real résumés, judged by the truth gate.

``python -m benchmarks.tailoring --data DIR [--postings 30] [--resumes 10] [--letters N]``
takes postings and résumés as ``benchmarks.applications`` does, reads and analyses them, matches
each posting with each résumé, and lets the engine write both documents; in this process, without
database or workers. Prints one JSON object as its last line:

- ``pairs``, ``resumes_grounded``, ``letters_grounded``, ``letters_fallen_back``;
- ``must_have_held``: skills that a must-have requirement names and the profile names too, in
  whatever section; ``must_have_surfaced``: those of them that stand in the skills or the summary
  of the tailored résumé, ``share`` of held; ``must_have_kept``: that stand anywhere in it;
- ``letter_words_p50``, ``seconds``.

``--letters N`` prints the letters for the first N postings, of the résumé that matches each best,
for reading aloud. ``--seed`` chooses other postings and résumés.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.applications_inputs import PostingInput, choose_postings, choose_resumes
from copilot.agents.contracts import DraftRequest
from copilot.agents.cover_letter_generator import write_letter
from copilot.agents.engines import extractive_engine
from copilot.agents.job_analyzer import analyze_posting
from copilot.agents.resume_optimizer import optimize_resume
from copilot.documents.media import MediaType
from copilot.documents.postings import read_posting
from copilot.documents.resumes import read_resume
from copilot.domain.claims import Groundedness
from copilot.domain.posting import Posting, PostingAnalysis
from copilot.domain.profile import Goals, Weights
from copilot.domain.resume import Resume
from copilot.embeddings import load_encoder
from copilot.errors import CopilotError
from copilot.matching import match
from copilot.skills import find_skills, same_skill


def say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def posting_of(given: PostingInput) -> Posting:
    body = given.body
    text = body.get("html") or body["text"]
    media = MediaType.HTML if "html" in body else MediaType.TEXT
    return read_posting(text.encode(), media, url=body.get("url"), stated=body.get("stated") or {})


def texts(resume: Resume, *, prominent: bool) -> Iterator[str]:
    """The words of a résumé, or only those of its summary and skills."""
    document = resume.to_json()
    if prominent:
        document = {
            "summary": (document.get("basics") or {}).get("summary"),
            "skills": document.get("skills"),
        }
    stack: list[Any] = [document]
    while stack:
        value = stack.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            stack += value.values()
        elif isinstance(value, list):
            stack += value


def names_in(resume: Resume, *, prominent: bool) -> list[str]:
    found = {
        mention.name for text in texts(resume, prominent=prominent) for mention in find_skills(text)
    }
    for skill in resume.skills:
        found |= {name for name in (skill.name, *skill.keywords) if name}
    return sorted(found)


def holds(names: list[str], skill: str) -> bool:
    return any(same_skill(skill, name) for name in names)


def measure(request: DraftRequest, counts: Counter[str], words: list[int], show: bool) -> None:
    engine = extractive_engine()
    tailored = optimize_resume(request, engine)
    written = write_letter(request, engine)
    counts["pairs"] += 1
    counts["resumes_grounded"] += tailored.report.verdict is Groundedness.GROUNDED
    counts["letters_grounded"] += written.report.verdict is Groundedness.GROUNDED
    counts["letters_fallen_back"] += written.provenance.fell_back
    words.append(len(written.letter.text().split()))
    asked = {
        skill.lower(): skill
        for requirement in request.analysis.requirements
        if requirement.must_have
        for skill in requirement.skills
    }
    own = names_in(request.profile, prominent=False)
    shown = names_in(tailored.resume, prominent=True)
    kept = names_in(tailored.resume, prominent=False)
    held = [skill for skill in asked.values() if holds(own, skill)]
    counts["must_have_held"] += len(held)
    counts["must_have_surfaced"] += sum(holds(shown, skill) for skill in held)
    counts["must_have_kept"] += sum(holds(kept, skill) for skill in held)
    if show:
        print(f"\n{'-' * 90}\n{request.posting.title} / {request.posting.company}")
        print("asked and held:", held, "not shown:", [s for s in held if not holds(shown, s)])
        print(f"fell back: {written.provenance.fallback_reason}\n\n{written.letter.text()}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--postings", type=int, default=30)
    parser.add_argument("--resumes", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--letters", type=int, default=0)
    arguments = parser.parse_args()
    began = time.monotonic()
    engine = extractive_engine()
    encoder = load_encoder()
    profiles = []
    for path in choose_resumes(arguments.data, arguments.resumes, arguments.seed):
        media = MediaType.PDF if path.suffix == ".pdf" else MediaType.DOCX
        profiles.append(read_resume(path.read_bytes(), media).resume)
    postings: list[tuple[Posting, PostingAnalysis]] = []
    for given in choose_postings(arguments.data, arguments.postings, arguments.seed):
        try:
            posting = posting_of(given)
        except CopilotError as error:
            say(f"{given.name}: {error}")
            continue
        postings.append((posting, analyze_posting(posting, engine)))
    counts: Counter[str] = Counter()
    words: list[int] = []
    today = datetime.now(UTC).date()
    for number, (posting, analysis) in enumerate(postings):
        say(f"{number + 1} of {len(postings)}: {posting.title}")
        for turn, profile in enumerate(profiles):
            found = match(profile, Goals(), Weights(), posting, analysis, encoder, today=today)
            request = DraftRequest(profile=profile, posting=posting, analysis=analysis, match=found)
            # Another résumé with every posting, so that few letters show many of both.
            show = number < arguments.letters and turn == number % len(profiles)
            measure(request, counts, words, show)
    keys = (
        "pairs", "resumes_grounded", "letters_grounded", "letters_fallen_back",
        "must_have_held", "must_have_surfaced", "must_have_kept",
    )  # fmt: skip
    report: dict[str, Any] = {key: counts[key] for key in keys}
    report["share"] = round(counts["must_have_surfaced"] / max(1, counts["must_have_held"]), 4)
    report["letter_words_p50"] = statistics.median(words)
    report["seconds"] = round(time.monotonic() - began, 1)
    print(json.dumps(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
