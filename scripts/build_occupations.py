#!/usr/bin/env python3
"""Builds copilot/matching/data/occupations.*; a developer runs it.

    python scripts/build_occupations.py --source DIR

DIR holds esco_occupations.csv.gz (id; names and description in one string). ``occupations.tsv.gz``:
URI, label, names, stems of the description. ``occupations.npy``: vectors of the names and of the
first names, int8 (127 is the largest number of each vector), [2, occupations, 384].
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from copilot.embeddings import load_encoder  # noqa: E402
from copilot.matching.words import stems  # noqa: E402

DATA = ROOT / "copilot" / "matching" / "data"
NAMES_READ, FIRST_READ = 40, 5
"""Words of the names that the two vectors are made of."""
# The description begins with the first capitalised word that other words follow.
_DESCRIPTION = re.compile(r"(?<=[a-z0-9)] )[A-Z][a-z]+(?:[- ][\w,’'()-]+)* ")


def parts(text: str) -> tuple[str, str]:
    hit = _DESCRIPTION.search(text)
    return (text[: hit.start()].strip(), text[hit.start() :]) if hit else (text.strip(), "")


def label_of(names: str, description: str) -> str:
    """The names follow each other without a mark; the description begins with the plural of the
    first: "Roofers cover buildings …"."""
    words = names.split()
    told = description.lower()
    for count in range(min(8, len(words)), 0, -1):
        label = " ".join(words[:count])
        if told.startswith(label.lower()[:-1]):
            return label
    # "Head of …", "Elementary workers not …": as many words as the description repeats.
    common = [word for word in words[:6] if word.lower()[:-1] in told[:80]]
    return " ".join(words[: max(2, len(common))])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--source", type=Path, required=True)
    options = parser.parse_args()
    csv.field_size_limit(10**9)
    with gzip.open(options.source / "esco_occupations.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    lines, names_read, first_read = [], [], []
    for row in rows:
        names, description = parts(" ".join(row["description"].split()))
        told = " ".join(dict.fromkeys(stems(description)))
        lines.append("\t".join([row["id"], label_of(names, description), names, told]))
        # Filled up with the description: a short text would be near to every title.
        words = f"{names} {description}".split()
        names_read.append(" ".join(words[:NAMES_READ]))
        first_read.append(" ".join(words[:FIRST_READ]))
    encoder = load_encoder(threads=2)
    vectors = np.stack([encoder.encode(names_read), encoder.encode(first_read)])
    largest = np.abs(vectors).max(axis=2, keepdims=True)
    np.save(DATA / "occupations.npy", np.round(vectors / largest * 127).astype(np.int8))
    packed = gzip.compress("\n".join(lines).encode(), 9, mtime=0)
    (DATA / "occupations.tsv.gz").write_bytes(packed)
    sys.stdout.write(f"{len(lines)} occupations, {len(packed):,} bytes of text\n")


if __name__ == "__main__":
    main()
