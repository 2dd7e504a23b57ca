"""How long one match takes: 30 requirements against 40 highlights, on one core.

    python -m benchmarks.match_latency [--data DIR] [--rounds N]

Profiles and postings are made up here, with words of several trades. A profile version is read
once per process and kept; every posting is new. ``first_…`` is the first match of a profile, with
its reading and encoding. ``cpu_p95_ms`` is what the process itself worked, which other load on the
machine hardly changes. The match asks the database nothing. Prints one JSON object last.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from datetime import date
from pathlib import Path

import numpy as np

from copilot.domain.posting import Posting, PostingAnalysis, Requirement, RequirementKind
from copilot.domain.profile import Goals, Weights
from copilot.domain.resume import Resume
from copilot.embeddings import load_encoder
from copilot.matching import match

REQUIREMENTS, HIGHLIGHTS = 30, 40
DID = ("planned", "led", "built", "tested", "repaired", "audited", "designed", "taught", "sold")
WHAT = (
    "payment services in Python and PostgreSQL",
    "the ward's medication rounds with two nurses",
    "monthly accounts under IFRS for four subsidiaries",
    "hydraulic presses and their PLC controls",
    "lessons in mathematics for grades seven to nine",
    "a data warehouse on Snowflake with dbt",
    "the spring menu with seasonal suppliers",
    "campaigns in Google Ads with a budget of two million",
)
HOW = (
    "cutting the time needed by a third",
    "together with the quality team",
    "for customers in three countries",
    "under strict safety rules",
    "and trained new colleagues in it",
)
KINDS = (RequirementKind.SKILL, RequirementKind.EXPERIENCE, RequirementKind.RESPONSIBILITY)


def sentence(pick: random.Random) -> str:
    """About 22 word pieces, as long as a usual highlight; the number makes it a new one."""
    start = pick.choice(DID).capitalize()
    return f"{start} {pick.choice(WHAT)} {pick.choice(HOW)}, {pick.randrange(1000)} times"


def profile(pick: random.Random) -> Resume:
    work = [
        {
            "position": "Specialist",
            "startDate": f"{2012 + 3 * at}-01",
            "endDate": f"{2015 + 3 * at}-01",
            "highlights": [sentence(pick) for _ in range(HIGHLIGHTS // 4)],
        }
        for at in range(4)
    ]
    skills = [{"name": "Tools", "keywords": ["Python", "dbt", "IFRS", "Excel", "PLC"]}]
    return Resume.from_json({"work": work, "skills": skills})


def posting(pick: random.Random) -> tuple[Posting, PostingAnalysis]:
    asked = [sentence(pick) for _ in range(REQUIREMENTS)]
    requirements = tuple(
        Requirement(
            id=f"r{at}",
            text=text,
            quote=text,
            kind=KINDS[at % len(KINDS)],
            must_have=at % 2 == 0,
            skills=("Python",) if "Python" in text else (),
            years=3.0 if at % 7 == 0 else None,
            confidence=0.9,
        )
        for at, text in enumerate(asked)
    )
    analysis = PostingAnalysis(
        requirements=requirements, confidence=0.9, engine="extractive", prompt_version="1"
    )
    return Posting(title="Specialist", description="\n".join(asked)), analysis


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="not needed; taken for uniformity")
    parser.add_argument("--rounds", type=int, default=100)
    options = parser.parse_args()
    pick = random.Random(1)
    encoder = load_encoder()
    goals, weights, today = Goals(titles=("Specialist",)), Weights(), date(2026, 1, 1)
    first: list[float] = []
    known: list[float] = []
    worked: list[float] = []
    for at in range(options.rounds + 3):
        person = profile(pick)
        for number in range(2):
            offer, analysis = posting(pick)
            started, busy = time.perf_counter(), time.process_time()
            match(person, goals, weights, offer, analysis, encoder, today=today)
            seconds, work = time.perf_counter() - started, time.process_time() - busy
            if at < 3:  # the first rounds load what is loaded once
                continue
            (known if number else first).append(1000 * seconds)
            if number:
                worked.append(1000 * work)
    report = {
        "requirements": REQUIREMENTS,
        "highlights": HIGHLIGHTS,
        "rounds": options.rounds,
        "p50_ms": round(float(np.percentile(known, 50)), 1),
        "p95_ms": round(float(np.percentile(known, 95)), 1),
        "cpu_p95_ms": round(float(np.percentile(worked, 95)), 1),
        "first_p50_ms": round(float(np.percentile(first, 50)), 1),
        "first_p95_ms": round(float(np.percentile(first, 95)), 1),
        "queries": 0,
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
