"""Skill spans in postings (SkillSpan) and their linking to ESCO.

    python -m benchmarks.skills --data DIR [--limit N]

DIR/skills_skillspan holds SkillSpan files; the test part is measured if it is there, else the
development part; never the training part. Spans of skill and knowledge are measured together:
``exact_f1`` asks for the same words, ``overlap_f1`` for at least one common word. DIR/
skills_esco_linking holds CSV files of sentence, span, sub_span, label (or sentence, label):
``linking_rp5`` is the R-precision at 5 per set. Prints one JSON object last.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections import defaultdict
from pathlib import Path

from copilot.embeddings import load_encoder
from copilot.embeddings.encoder import OnnxEncoder
from copilot.skills import find_skills
from copilot.skills.linking import link, link_sentence
from copilot.skills.tagger import tag_words

SPANS, LINKS = "skills_skillspan", "skills_esco_linking"
SETS = ("tech", "house", "techwolf")
NOT_A_LABEL = {"", "LABEL NOT PRESENT", "UNDERSPECIFIED"}

Spans = set[tuple[int, int]]


def gold_spans(entry: dict[str, list[str]]) -> Spans:
    found: Spans = set()
    for name in ("tags_skill", "tags_knowledge"):
        start = None
        for at, tag in enumerate([*entry[name], "O"]):
            if tag[0] != "I" and start is not None:
                found.add((start, at))
                start = None
            if tag[0] == "B":
                start = at
    return found


def named_spans(words: list[str]) -> Spans:
    """What the gazetteer alone finds."""
    starts, ends, at = {}, {}, 0
    for number, word in enumerate(words):
        starts[at], ends[at + len(word)] = number, number + 1
        at += len(word) + 1
    return {
        (starts[mention.start], ends[mention.end])
        for mention in find_skills(" ".join(words))
        if mention.start in starts and mention.end in ends
    }


class Tally:
    def __init__(self) -> None:
        self.exact = self.found = self.gold = self.found_hit = self.gold_hit = 0

    def add(self, found: Spans, gold: Spans) -> None:
        self.exact += len(found & gold)
        self.found += len(found)
        self.gold += len(gold)
        self.found_hit += sum(any(meets(a, b) for b in gold) for a in found)
        self.gold_hit += sum(any(meets(a, b) for b in found) for a in gold)

    def figures(self) -> dict[str, float]:
        overlap = f1(self.found_hit, self.found, self.gold_hit, self.gold)
        exact = f1(self.exact, self.found, self.exact, self.gold)
        return {"overlap_f1": round(overlap, 4), "exact_f1": round(exact, 4)}


def meets(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def f1(right: int, said: int, caught: int, true: int) -> float:
    precision, recall = right / max(1, said), caught / max(1, true)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def measure_spans(path: Path, encoder: OnnxEncoder, limit: int) -> dict[str, object]:
    lines = path.read_text("utf-8").splitlines()
    ours, gazetteer = Tally(), Tally()
    started = time.perf_counter()
    for line in lines[: limit or None]:
        entry = json.loads(line)
        gold = gold_spans(entry)
        ours.add({(s.start, s.end) for s in tag_words(entry["tokens"], encoder)}, gold)
        gazetteer.add(named_spans(entry["tokens"]), gold)
    seconds = time.perf_counter() - started
    return {
        "split": path.stem,
        "sentences": len(lines[: limit or None]),
        **ours.figures(),
        "gazetteer": gazetteer.figures(),
        "sentences_per_s": round(len(lines[: limit or None]) / seconds, 1),
    }


def measure_links(paths: list[Path], encoder: OnnxEncoder) -> tuple[float, int]:
    wanted: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                label = (row.get("label") or "").strip()
                if label not in NOT_A_LABEL:
                    wanted[row["sentence"], (row.get("span") or "").strip()].add(label)
    total = 0.0
    for (sentence, span), labels in wanted.items():
        near = link(span, encoder) if span else link_sentence(sentence, encoder)
        total += len({entry.label for entry in near} & labels) / min(5, len(labels))
    return (total / len(wanted) if wanted else float("nan")), len(wanted)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=0, help="sentences; 0 takes all")
    options = parser.parse_args()
    encoder = load_encoder()
    report: dict[str, object] = {}
    folder = options.data / SPANS
    split = next((p for p in (folder / "test.json", folder / "dev.json") if p.exists()), None)
    if split is not None:
        report |= measure_spans(split, encoder, options.limit)
    linking, counts = {}, {}
    for name in SETS:
        paths = sorted((options.data / LINKS).glob(f"{name}_*.csv"))
        tests = [path for path in paths if "test" in path.name] or paths
        if tests:
            score, counts[name] = measure_links(tests, encoder)
            linking[name] = round(score, 4)
    print(json.dumps(report | {"linking_rp5": linking, "linked": counts}))


if __name__ == "__main__":
    main()
