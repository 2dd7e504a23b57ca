#!/usr/bin/env python3
"""Builds copilot/matching/data/word_rarity.tsv.gz; a developer runs it.

    python scripts/build_word_rarity.py --source DIR

Counts in how many short texts about work a word stem stands: descriptions of ESCO skills and
occupations and the tasks of O*NET (DIR as for build_taxonomy.py). Which words say something
about a profession is read from there, not from anybody's postings.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from copilot.matching.words import stems  # noqa: E402

TARGET = ROOT / "copilot" / "matching" / "data" / "word_rarity.tsv.gz"
RAREST_KEPT = 2
SOURCES = {
    "esco_skills_full_text.csv.gz": "description",
    "esco_occupations.csv.gz": "description",
    "tasks_laiser.csv.gz": "name",
    "knowledge_laiser.csv.gz": "description",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--source", type=Path, required=True)
    options = parser.parse_args()
    csv.field_size_limit(10**9)
    counts: Counter[str] = Counter()
    total = 0
    for name, column in SOURCES.items():
        with gzip.open(options.source / name, "rt", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                counts.update(set(stems(row[column])))
                total += 1
    kept = sorted((stem, n) for stem, n in counts.items() if n >= RAREST_KEPT)
    lines = [f"\t{total}", *(f"{stem}\t{n}" for stem, n in kept)]
    TARGET.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))
    sys.stdout.write(f"{len(kept)} stems of {total} texts, {TARGET.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
