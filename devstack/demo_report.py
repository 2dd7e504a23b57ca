"""What the demo shows: progress by step, the explained match, what the truth gate checked."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from devstack.demo_journey import Outcome, Progress

MARKS = {"met": ("met", "green"), "partly": ("partly", "yellow"), "missing": ("missing", "red")}
STEP_MARKS = {
    "pending": "·",
    "running": "…",
    "succeeded": "✓",
    "failed": "✗",
    "skipped": "–",
    "cancelled": "–",
}
SHOWN_CLAIMS = 3
QUOTE_LENGTH = 90
PLAIN_WIDTH = 110


def console_on(stream: IO[str]) -> Console:
    """Colours and width of the terminal; plain lines when it is none."""
    width = None if stream.isatty() else PLAIN_WIDTH
    return Console(file=stream, width=width, highlight=False, soft_wrap=False)


class _Lines:
    """One line for each change, on a terminal as in a log."""

    def __init__(self, stream: IO[str]) -> None:
        self._console = console_on(stream)
        self._known: dict[str, str] = {}

    def said(self, text: str) -> None:
        self._console.print(text, markup=False)

    def run(self, run: dict[str, Any]) -> None:
        for step in run.get("steps", []):
            name, status = step["name"], step["status"]
            if self._known.get(name) != status and status != "pending":
                self._known[name] = status
                again = f", attempt {step['attempts']}" if (step.get("attempts") or 0) > 1 else ""
                took = _seconds(step)
                mark = STEP_MARKS.get(status, "?")
                self._console.print(
                    f"  {mark} {name.replace('_', ' ')}: {status}{again}{took}"
                    f"  ({run.get('percent', 0)} %)",
                    markup=False,
                )


def progress_on(stream: IO[str]) -> Progress:
    return _Lines(stream)


def show(outcome: Outcome, stream: IO[str]) -> None:
    console = console_on(stream)
    if not outcome.succeeded:
        problem = outcome.run.get("error") or {}
        console.print(
            f"The run {outcome.run['status']}: {problem.get('title', '')}. "
            f"{problem.get('detail', '')}",
            markup=False,
        )
        return
    if outcome.match:
        _show_match(outcome.match, console)
    for kind, report in outcome.reports.items():
        _show_gate(kind, report, console)
    for kind, formats in outcome.documents.items():
        for path in formats.values():
            console.print(f"{kind.replace('_', ' ')}: {path}", markup=False, soft_wrap=True)
    for model in outcome.models:
        console.print(
            f"{model['provider']}:{model['model']}: {model['calls']} calls, "
            f"{model['input_tokens']} tokens in ({model['cached_tokens']} from its cache), "
            f"{model['output_tokens']} out, {float(model['cost_usd']):.4f} USD.",
            markup=False,
        )
    played = ", played by a simulator: nothing was spent" if outcome.simulated else ""
    console.print(
        f"Done in {outcome.seconds:.1f} s; engine {outcome.engine()}; {outcome.calls} calls; "
        f"cost {float(outcome.run.get('cost_usd') or 0):.4f} USD{played}.",
        markup=False,
    )


def _show_match(match: dict[str, Any], console: Console) -> None:
    console.print(f"\nMatch: {match['score']:.0f} of 100", style="bold")
    for dimension in match["dimensions"]:
        score = "–" if dimension["score"] is None else f"{dimension['score']:.0f}"
        console.print(f"  {dimension['dimension']}: {score}  {dimension['reason']}", markup=False)
    table = Table("requirement", "", "verdict", "evidence in the profile", box=None, pad_edge=False)
    for row in match["requirements"]:
        word, colour = MARKS[row["verdict"]]
        evidence = row["evidence"][0]["quote"] if row["evidence"] else row["reason"]
        requirement = row["requirement"]
        need = "must" if requirement.get("must_have") else "nice"
        table.add_row(
            Text(_short(requirement["text"])),
            Text(need),
            Text(word, style=colour),
            Text(_short(evidence)),
        )
    console.print(table)


def _show_gate(kind: str, document: dict[str, Any], console: Console) -> None:
    report = document["report"]
    claims, findings = report["claims"], report["findings"]
    supported = sum(1 for claim in claims if claim["evidence"])
    title = kind.replace("_", " ")
    console.print(
        f"\nTruth gate, {title}: {report['verdict']}; {len(claims)} claims checked, "
        f"{supported} with evidence, {len(findings)} refused.",
        style="bold",
        markup=False,
    )
    for claim in [claim for claim in claims if claim["evidence"]][:SHOWN_CLAIMS]:
        console.print(f"  “{_short(claim['text'])}”", markup=False)
        evidence = claim["evidence"][0]
        console.print(f"     ← {evidence['path']}: {_short(evidence['quote'])}", markup=False)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= QUOTE_LENGTH else line[: QUOTE_LENGTH - 1] + "…"


def _seconds(step: dict[str, Any]) -> str:
    from datetime import datetime

    begun, ended = step.get("started_at"), step.get("finished_at")
    if not begun or not ended:
        return ""
    took = datetime.fromisoformat(ended) - datetime.fromisoformat(begun)
    return f" in {took.total_seconds():.1f} s"
