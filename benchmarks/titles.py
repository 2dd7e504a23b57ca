"""Job titles → ESCO occupations.

    python -m benchmarks.titles --data DIR [--sample N]

DIR (or a folder in it called titles_jobbert_esco) holds ``titles.csv`` with columns vacancyTitle
and conceptUri. MRR is the mean reciprocal rank of the right occupation among all of ESCO's; equal
scores share the mean of their ranks. Prints one JSON object last.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import time
from pathlib import Path

import numpy as np

from copilot.embeddings import load_encoder
from copilot.matching.occupations import occupation_scores, occupation_uris

FOLDER = "titles_jobbert_esco"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=3000, help="0 takes all")
    options = parser.parse_args()
    folder = options.data / FOLDER if (options.data / FOLDER).is_dir() else options.data
    place = {uri: at for at, uri in enumerate(occupation_uris())}
    with (folder / "titles.csv").open(encoding="utf-8", newline="") as file:
        pairs = [(row["vacancyTitle"], row["conceptUri"]) for row in csv.DictReader(file)]
    unknown = sum(uri not in place for _, uri in pairs)
    pairs = [pair for pair in pairs if pair[1] in place]
    if options.sample and len(pairs) > options.sample:
        pairs = random.Random(0).sample(pairs, options.sample)
    encoder = load_encoder()
    started = time.perf_counter()
    reciprocal, first, among_five = [], 0, 0
    for title, uri in pairs:
        scores = occupation_scores(title, encoder)
        own = scores[place[uri]]
        rank = float((scores > own).sum() + ((scores == own).sum() - 1) / 2 + 1)
        reciprocal.append(1 / rank)
        first += rank == 1
        among_five += rank <= 5
    report = {
        "titles": len(pairs),
        "occupations": len(place),
        "unknown_occupations": unknown,
        "mrr": round(float(np.mean(reciprocal)), 4),
        "first": round(first / len(pairs), 4),
        "among_five": round(among_five / len(pairs), 4),
        "titles_per_s": round(len(pairs) / (time.perf_counter() - started), 1),
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
