"""The encoder's speed and quality against the same encoder in 32 bits on onnxruntime.

    python -m benchmarks.embedding --data DIR [--fp32 FILE] [--texts N]

DIR (or a folder in it called sts_benchmark_en) holds a CSV of sentence 1, sentence 2, score; and,
for the speed, any ``*.jsonl`` with a "text" or "description" of real length (else the sentences).
FILE is the graph that ``scripts/build_encoder.py --keep-fp32`` writes; without it only the shipped
encoder is measured. Prints one JSON object last.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.retrieval import spearman
from copilot.embeddings import loading
from copilot.embeddings.encoder import Encoder, OnnxEncoder

FOLDER = "sts_benchmark_en"
ABOUT_120_TOKENS = 620
"""Characters of a text that makes about 120 tokens."""


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def sts(path: Path, encoder: Encoder) -> float:
    """Spearman correlation with the human scores, in points."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) >= 3]
    a = encoder.encode([row[0] for row in rows])
    b = encoder.encode([row[1] for row in rows])
    return 100 * spearman((a * b).sum(axis=1).astype(float), [float(row[2]) for row in rows])


def speed(encoder: Encoder, texts: Sequence[str], rounds: int = 3) -> float:
    """Texts a second, the best round."""
    encoder.encode(texts[:16])
    best = 0.0
    for _ in range(rounds):
        started = time.perf_counter()
        encoder.encode(texts)
        best = max(best, len(texts) / (time.perf_counter() - started))
    return best


def real_texts(data: Path, limit: int, sentences: Path) -> list[str]:
    """Passages of postings; an excerpt is taken from the middle of each text."""
    found: list[str] = []
    for path in sorted(data.glob("*/*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            entry = json.loads(line)
            text = str(entry.get("text") or entry.get("description") or "")
            if len(text) >= 2 * ABOUT_120_TOKENS:
                start = len(text) // 3
                found.append(text[start : start + ABOUT_120_TOKENS])
            if len(found) >= limit:
                return found
    if not found:
        with sentences.open(encoding="utf-8", newline="") as file:
            rows = [row[0] for row in csv.reader(file) if row]
        found = [" ".join(rows[at : at + 8]) for at in range(0, len(rows) - 8, 8)][:limit]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--fp32", type=Path)
    parser.add_argument("--texts", type=int, default=200)
    options = parser.parse_args()
    folder = options.data / FOLDER if (options.data / FOLDER).is_dir() else options.data
    sentences = next(iter(sorted(folder.glob("*.csv"))), None)
    if sentences is None:
        raise SystemExit(f"There is no CSV with sentence pairs in {folder}.")
    texts = real_texts(options.data, options.texts, sentences)

    before = peak_mb()
    encoder = loading.load_encoder()
    report: dict[str, object] = {
        "encoder": f"{encoder.name}@{encoder.version}",
        "texts": len(texts),
        "sts": round(sts(sentences, encoder), 2),
        "texts_per_s": round(speed(encoder, texts), 1),
        "process_mb": round(peak_mb(), 1),
        "encoder_mb": round(peak_mb() - before, 1),
    }
    files = loading.ENCODERS[loading.DEFAULT_ENCODER]
    models = Path(loading.__file__).parent / "models"
    parallel = OnnxEncoder(
        encoder.name, files.version, models / files.model, models / files.tokenizer, threads=2
    )
    report["texts_per_s_2_threads"] = round(speed(parallel, texts), 1)
    if options.fp32:
        plain = OnnxEncoder("fp32", "0", options.fp32, models / files.tokenizer)
        report["sts_fp32"] = round(sts(sentences, plain), 2)
        report["texts_per_s_fp32"] = round(speed(plain, texts), 1)
        report["speed_up"] = round(speed(encoder, texts) / speed(plain, texts), 2)
        report["sts_loss"] = round(float(report["sts_fp32"]) - float(report["sts"]), 2)  # type: ignore[arg-type]
        a, b = encoder.encode(texts), plain.encode(texts)
        report["cosine_to_fp32"] = round(float(np.mean((a * b).sum(axis=1))), 4)
    else:
        sys.stderr.write("no --fp32 graph given: speed-up and loss are not measured\n")
    print(json.dumps(report))


if __name__ == "__main__":
    main()
