"""How many fabrications the truth gate stops, and how many truths.

``python -m benchmarks.grounding [--split development|held_out] [--misses]`` prints a table per
class of case and, as the last line, one JSON object with recall (share of fabricated cases that
are blocked), false_block (share of truthful cases that are blocked), both per class and split, and
milliseconds of processor time per case. ``--misses`` also lists the cases that were judged
wrongly; it is meant for the development half and refuses the held-out one, which nobody looks at
while building.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from copilot.domain.claims import GateReport, Groundedness
from copilot.domain.resume import Resume
from copilot.grounding import GATE_VERSION, check_letter, check_resume

CASES = Path(__file__).parent / "cases" / "grounding"
SPLITS = tuple(s for s in ("development", "held_out") if (CASES / f"{s}.jsonl").exists())
# Blocked of 20 fabricated edits, as measured on these gates with the same edits (docs).
PEERS = {"Resume-Matcher": 2, "career-ops": 8, "JobCtrl": 12}
PEER_EDITS = 20


def judge(case: dict[str, Any]) -> tuple[GateReport, float]:
    profile = Resume.from_json(case["profile"])
    document = Resume.from_json(case["document"]) if "document" in case else None
    start = time.process_time()
    if document is not None:
        report = check_resume(document, profile, case.get("posting"))
    else:
        report = check_letter(case["cover_letter"], profile, case.get("posting"))
    return report, (time.process_time() - start) * 1000


def measure(split: str, misses: bool) -> dict[str, Any]:
    tally: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    times: list[float] = []
    located = 0
    lines = (CASES / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
    for case in map(json.loads, lines):
        report, took = judge(case)
        times.append(took)
        blocked = report.verdict is Groundedness.UNGROUNDED
        count = tally[case["expected"], case["class"]]
        count[0] += blocked
        count[1] += 1
        if case["expected"] == "ungrounded":
            located += any(f.path.startswith(case["at"]) for f in report.findings)
        wanted = case["expected"] == "ungrounded"
        missed = wanted and not any(f.path.startswith(case["at"]) for f in report.findings)
        if misses and (missed or blocked != wanted):
            show(case, report)
    times.sort()
    fabricated = totals(tally, "ungrounded")
    return {
        "located": round(located / fabricated["cases"], 4),
        "fabricated": fabricated,
        "truthful": totals(tally, "grounded"),
        "ms_mean": round(sum(times) / len(times), 2),
        "ms_p99": round(times[int(len(times) * 0.99)], 2),
    }


def totals(tally: dict[tuple[str, str], list[int]], expected: str) -> dict[str, Any]:
    classes = {c: tuple(n) for (e, c), n in sorted(tally.items()) if e == expected}
    blocked, cases = (sum(n[i] for n in classes.values()) for i in (0, 1))
    share = round(blocked / cases, 4)
    return {"cases": cases, "blocked": blocked, "share": share, "by_class": classes}


def show(case: dict[str, Any], report: GateReport) -> None:
    print(f"\n{case['id']} {case['expected']} ({case['class']})")
    if "cover_letter" in case:
        print("   ", case["cover_letter"].replace("\n\n", " ¶ ")[-700:])
    else:
        for name, value in case["document"].items():
            held = case["profile"].get(name)
            if value != held:
                for one in value if isinstance(value, list) else [value]:
                    if not isinstance(held, list) or one not in held:
                        print("   ", name, json.dumps(one, ensure_ascii=False)[:900])
    for finding in report.findings:
        print("    →", finding.category, "|", finding.words, "|", finding.reason)


def table(split: str, result: dict[str, Any]) -> None:
    for kind, head in (("fabricated", "blocked"), ("truthful", "falsely blocked")):
        print(f"\n{split}: {kind}, {head}")
        for name, (blocked, cases) in result[kind]["by_class"].items():
            print(f"  {name:14} {blocked:4} of {cases:4}  {blocked / cases:7.1%}")
        whole = result[kind]
        print(f"  {'all':14} {whole['blocked']:4} of {whole['cases']:4}  {whole['share']:7.1%}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=SPLITS)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    if options.misses and options.split != "development":
        parser.error("--misses is for --split development; the held-out half stays unseen")
    judge(json.loads((CASES / "development.jsonl").open(encoding="utf-8").readline()))  # warm up
    results = {}
    for split in [options.split] if options.split else SPLITS:
        results[split] = measure(split, options.misses)
        table(split, results[split])
    print(f"\nOther gates, of {PEER_EDITS} other fabricated edits:")
    for name, blocked in PEERS.items():
        print(f"  {name:14} {blocked:4} of {PEER_EDITS:4}  {blocked / PEER_EDITS:7.1%}")
    print()
    print(
        json.dumps(
            {
                "gate_version": GATE_VERSION,
                "recall": {s: r["fabricated"]["share"] for s, r in results.items()},
                "located": {s: r["located"] for s, r in results.items()},
                "false_block": {s: r["truthful"]["share"] for s, r in results.items()},
                "splits": results,
                "peers_blocked_of_20": PEERS,
            },
            ensure_ascii=False,
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
