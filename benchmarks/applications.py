"""Whole applications through the running API: postings × résumés of a data folder, all at once.

    python -m benchmarks.applications --data DIR [--postings 20] [--resumes 2] [--seed 0]
                                      [--url http://…] [--keep DIR]

Without ``--url`` it starts every process of the Procfile on ports and data of its own and removes
them afterwards. One user signs up, uploads the résumés and confirms what was read, then submits
every posting with every résumé at once and polls. An application succeeds when its run does, its
match names at least one requirement, and résumé and letter are there as JSON with content, as PDF
and as DOCX. Progress goes to stderr; the last line of stdout is one JSON object:

- ``applications``, ``succeeded``, ``failed`` (problem code → how many), ``failures`` (each by its
  name);
- ``seconds`` from the first submission to the last run's end, ``runs_per_s``;
- ``steps``: for each, ``duration`` (of its last attempt) and ``wait`` (from the end of the step
  before, or the run's making) as ``p50`` and ``p95`` in seconds, and ``retried``: runs where it
  took more than one attempt;
- ``verdicts``: kind of document → the truth gate's verdict → how many; ``fell_back``: kind →
  documents in which something was put back to the profile's own words;
- ``memory_mb``: process of the Procfile → resident set of it and its children, at its highest.

Exit code 0 only if every application succeeded.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import psutil

from benchmarks.applications_client import DOCX, JSON, PDF, ApiProblem, Client, failure
from benchmarks.applications_inputs import PostingInput, choose_postings, choose_resumes
from devstack import folders, processes
from devstack.stack_folder import StackFolder
from devstack.supervisor import Supervisor

POLL_SECONDS = 1.0
SUBMITTERS = 8
SAMPLE_MEMORY_SECONDS = 1.0
KINDS = ("resume", "cover_letter")
BEGINS_WITH = {PDF: b"%PDF", DOCX: b"PK\x03\x04"}
SUFFIXES = {PDF: "pdf", DOCX: "docx", JSON: "json"}


def say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


@dataclass(frozen=True, slots=True)
class Submitted:
    name: str
    application: str
    run: str


@dataclass(slots=True)
class Tally:
    """What came of all applications."""

    applications: int = 0
    succeeded: int = 0
    failures: dict[str, str] = field(default_factory=dict)
    """Application → problem."""
    codes: Counter[str] = field(default_factory=Counter)
    durations: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    waits: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    retried: Counter[str] = field(default_factory=Counter)
    verdicts: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    fell_back: Counter[str] = field(default_factory=Counter)
    scores: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def failed(self, name: str, problem: ApiProblem) -> None:
        say(f"  ✗ {name}: {problem}")
        self.failures[name] = str(problem)
        self.codes[problem.code] += 1

    def steps_of(self, run: dict[str, Any]) -> None:
        before = run["created_at"]
        for step in run["steps"]:
            begun, ended = step["started_at"], step["finished_at"]
            if not begun or not ended:
                return
            self.waits[step["name"]].append(_seconds(before, begun))
            self.durations[step["name"]].append(_seconds(begun, ended))
            self.retried[step["name"]] += step["attempts"] > 1
            before = ended

    def report(self) -> dict[str, Any]:
        return {
            "applications": self.applications,
            "succeeded": self.succeeded,
            "failed": dict(self.codes),
            "failures": self.failures,
            "seconds": round(self.seconds, 2),
            "runs_per_s": round(self.succeeded / self.seconds, 3) if self.seconds else None,
            "steps": {
                name: {
                    "duration": _percentiles(times),
                    "wait": _percentiles(self.waits[name]),
                    "retried": self.retried[name],
                }
                for name, times in self.durations.items()
            },
            "verdicts": {kind: dict(counts) for kind, counts in self.verdicts.items()},
            "fell_back": dict(self.fell_back),
            "score_p50": round(statistics.median(self.scores), 1) if self.scores else None,
        }


def _seconds(begun: str, ended: str) -> float:
    return (datetime.fromisoformat(ended) - datetime.fromisoformat(begun)).total_seconds()


def _percentiles(times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        name: round(ordered[max(0, math.ceil(share * len(ordered)) - 1)], 3)
        for name, share in (("p50", 0.5), ("p95", 0.95))
    }


def measure(
    web: str,
    postings: Sequence[PostingInput],
    resumes: Sequence[Path],
    within_seconds: float,
    keep: Path | None,
) -> Tally:
    """Everything a user does. Raises ApiProblem only if nobody can sign up."""
    tally = Tally(applications=len(postings) * len(resumes))
    client = Client(web, within_seconds)
    try:
        profiles = _profiles(client, resumes, postings, tally)
        started = time.monotonic()
        waiting = _submit_all(client, profiles, postings, tally)
        say(f"Submitted {len(waiting)} applications in {time.monotonic() - started:.1f} s.")
        over = _wait(client, waiting, started + within_seconds)
        tally.seconds = time.monotonic() - started
        for submitted in waiting:
            try:
                _check(client, submitted, over, tally, keep)
            except ApiProblem as problem:
                tally.failed(submitted.name, problem)
            else:
                tally.succeeded += 1
    finally:
        client.close()
    return tally


def _profiles(
    client: Client, resumes: Sequence[Path], postings: Sequence[PostingInput], tally: Tally
) -> dict[str, str]:
    """Name of a résumé → id of its profile. One that is not read fails all its applications."""
    profiles: dict[str, str] = {}
    for path in resumes:
        began = time.monotonic()
        try:
            profiles[path.name] = client.import_resume(path)
        except ApiProblem as problem:
            for posting in postings:
                tally.failed(f"{posting.name} × {path.name}", problem)
        else:
            say(f"Imported {path.name} in {time.monotonic() - began:.1f} s.")
    return profiles


def _submit_all(
    client: Client, profiles: dict[str, str], postings: Sequence[PostingInput], tally: Tally
) -> list[Submitted]:
    def submit(pair: tuple[PostingInput, str]) -> Submitted | None:
        posting, resume = pair
        name = f"{posting.name} × {resume}"
        try:
            answer = client.submit(profiles[resume], posting.body)
        except ApiProblem as problem:
            tally.failed(name, problem)
            return None
        return Submitted(name, answer["application_id"], answer["run_id"])

    pairs = [(posting, resume) for posting in postings for resume in profiles]
    with ThreadPoolExecutor(SUBMITTERS) as pool:
        return [submitted for submitted in pool.map(submit, pairs) if submitted]


def _wait(client: Client, waiting: Sequence[Submitted], deadline: float) -> dict[str, str]:
    """Application → status of its run, of all whose run is over by the deadline."""
    ours = {submitted.application for submitted in waiting}
    told = -1
    while True:
        over = {key: status for key, status in client.over().items() if key in ours}
        if len(over) != told:
            told = len(over)
            say(f"{told} of {len(ours)} runs are over.")
        if len(over) == len(ours) or time.monotonic() > deadline:
            return over
        time.sleep(POLL_SECONDS)


def _check(
    client: Client, submitted: Submitted, over: dict[str, str], tally: Tally, keep: Path | None
) -> None:
    """Raises ApiProblem for whatever is not as it should be."""
    run = client.run(submitted.run)
    tally.steps_of(run)
    if submitted.application not in over:
        at = next((s["name"] for s in run["steps"] if s["status"] != "succeeded"), "the end")
        raise ApiProblem("not-done", f"The run is {run['status']} at {at}.")
    if run["status"] != "succeeded":
        raise failure(run)
    match = client.match(submitted.application)
    if not match["requirements"]:
        raise ApiProblem("empty-match", "No requirement was found in the posting.")
    if match.get("score") is not None:
        tally.scores.append(match["score"])
    folder = keep / submitted.application if keep else None
    if folder:
        folder.mkdir(parents=True)
        (folder / "name.txt").write_text(submitted.name, "utf-8")
        (folder / "match.json").write_text(json.dumps(match, ensure_ascii=False), "utf-8")
    for kind in KINDS:
        found = client.document(submitted.application, kind, JSON)
        document = found.json()
        tally.verdicts[kind][document["verdict"]] += 1
        tally.fell_back[kind] += bool(document["provenance"].get("fell_back"))
        if not _has_content(kind, document["content"]):
            raise ApiProblem("empty-document", f"The {kind} says nothing.")
        files = {JSON: found.content}
        for media_type, beginning in BEGINS_WITH.items():
            files[media_type] = client.document(submitted.application, kind, media_type).content
            if not files[media_type].startswith(beginning):
                raise ApiProblem("wrong-format", f"The {kind} is no {SUFFIXES[media_type]}.")
        if folder:
            for media_type, content in files.items():
                (folder / f"{kind}.{SUFFIXES[media_type]}").write_bytes(content)


def _has_content(kind: str, content: dict[str, Any]) -> bool:
    if kind == "resume":
        parts = ("work", "education", "skills", "projects", "volunteer")
        return bool(content.get("basics")) and any(content.get(part) for part in parts)
    return bool(content.get("paragraphs"))


class Memory:
    """The highest resident set of each process of a stack, its children included."""

    def __init__(self, supervisor: Supervisor) -> None:
        self._supervisor = supervisor
        self._sampled = 0.0
        self.highest: dict[str, float] = {}

    def sample(self) -> None:
        """At most once a second, so that it may be called at every turn of a loop."""
        if time.monotonic() - self._sampled < SAMPLE_MEMORY_SECONDS:
            return
        self._sampled = time.monotonic()
        services = self._supervisor.services
        pids = {name: child.pid for name, child in self._supervisor.children.items()}
        pids |= {"postgres": services.postgres.pid, "valkey": services.valkey.pid}
        for name, pid in pids.items():
            if pid is not None:
                resident = sum(_resident_mb(process) for process in processes.tree(pid))
                self.highest[name] = max(self.highest.get(name, 0.0), round(resident, 1))


def _resident_mb(process: psutil.Process) -> float:
    with suppress(psutil.Error):
        return float(process.memory_info().rss) / 2**20
    return 0.0


def with_own_stack(work: Callable[[str], Tally]) -> tuple[Tally, dict[str, float]]:
    """Run ``work`` on a stack that is started for it, and what memory that took."""
    root = folders.temporary("applications-")
    supervisor = Supervisor(StackFolder(root), say=say)
    memory = Memory(supervisor)
    with supervisor.signals():
        try:
            supervisor.start()
            supervisor.wait_ready()
            assert supervisor.addresses is not None
            # In a thread: this one must watch the processes, whose lives hang on it.
            thread = ThreadPoolExecutor(1)
            result = thread.submit(work, supervisor.addresses.web)
            thread.shutdown(wait=False)

            def done() -> bool:
                memory.sample()
                return result.done()

            supervisor.run(done=done)
            if supervisor.stop_requests:
                raise KeyboardInterrupt
            return result.result(), memory.highest
        finally:
            supervisor.stop()
            folders.remove(root)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Whole applications through the running API.")
    parser.add_argument("--data", type=Path, required=True, help="folder with evaluation data")
    parser.add_argument("--postings", type=int, default=20)
    parser.add_argument("--resumes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0, help="another number, other documents")
    parser.add_argument("--url", help="a running API; its own stack if left out")
    parser.add_argument("--within", type=float, default=600.0, help="seconds for all runs")
    parser.add_argument("--keep", type=Path, help="a new folder for all that was made")
    return parser.parse_args()


def main() -> int:
    options = parse()
    if not options.data.is_dir():
        say(f"{options.data} is not a folder.")
        return 2
    postings = choose_postings(options.data, options.postings, options.seed)
    resumes = choose_resumes(options.data, options.resumes, options.seed)
    if not postings or not resumes:
        say(f"{options.data} holds no postings or no résumés of a known form.")
        return 2

    def work(web: str) -> Tally:
        return measure(web, postings, resumes, options.within, options.keep)

    memory: dict[str, float] | None = None
    try:
        if options.url:
            tally = work(options.url)
        else:
            tally, memory = with_own_stack(work)
    except (ApiProblem, httpx.HTTPError) as error:
        say(f"The API cannot be used: {error}")
        return 1
    except KeyboardInterrupt:
        return 130
    report = tally.report() | {"memory_mb": memory}
    sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")
    return 0 if tally.succeeded == tally.applications else 1


if __name__ == "__main__":
    sys.exit(main())
